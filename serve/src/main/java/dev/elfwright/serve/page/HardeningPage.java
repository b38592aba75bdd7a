package dev.elfwright.serve.page;

import dev.elfwright.report.Block;
import dev.elfwright.report.Page;
import dev.elfwright.report.Unit;
import dev.elfwright.serve.ask.Connections;
import dev.elfwright.serve.ask.Row;
import dev.elfwright.serve.http.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How many programs and libraries have each protection, a chart for each machine. */
final class HardeningPage {
  private static final List<String> PROTECTIONS =
      List.of("pie", "full_relro", "bind_now", "stack_protector", "fortified", "cet", "bti");
  private static final int MACHINES = 4;

  /** Each machine has at most one for a role; nobody has that many machines. */
  private static final int ROWS = 1000;

  private final Connections census;

  HardeningPage(Connections census) {
    this.census = census;
  }

  Page of(Request request) throws IOException {
    Map<String, List<Row>> machines = new LinkedHashMap<>();
    for (Row row : census.named("hardening", ROWS)) {
      machines.computeIfAbsent(row.text("machine"), _ -> new ArrayList<>()).add(row);
    }
    List<Block> blocks = new ArrayList<>();
    machines.entrySet().stream()
        .limit(MACHINES)
        .forEach(m -> blocks.add(Block.Section.of(m.getKey(), chart(m.getKey(), m.getValue()))));
    blocks.add(
        Block.Section.of(
            "More",
            new Block.Links(
                List.of(
                    To.question("in numbers", "hardening", Map.of()),
                    To.question("unprotected programs", "unprotected", Map.of()),
                    To.question("executable stacks", "executable-stacks", Map.of()),
                    To.question("text relocations", "text-relocations", Map.of()),
                    To.question("RPATH hazards", "rpath-hazards", Map.of())))));
    return Site.page("Hardening", "programs and libraries with each protection", blocks);
  }

  private static Block chart(String machine, List<Row> rows) {
    List<Block.Bar> bars = new ArrayList<>();
    for (String protection : PROTECTIONS) {
      if (protection.equals(machine.equals("AARCH64") ? "cet" : "bti")) {
        continue;
      }
      List<Double> values = new ArrayList<>();
      double with = 0;
      double all = 0;
      for (String role : List.of("program", "library", "static")) {
        double have = sum(rows, role, protection);
        values.add(have);
        with += have;
        // Only programs can be position-independent executables.
        all += protection.equals("pie") && role.equals("library") ? 0 : sum(rows, role, "files");
      }
      values.add(Math.max(0, all - with));
      bars.add(new Block.Bar(protection.replace('_', ' '), values));
    }
    return new Block.StackedBars(
        List.of("programs", "libraries", "static programs", "without"), bars, Unit.COUNT);
  }

  private static double sum(List<Row> rows, String role, String column) {
    return rows.stream()
        .filter(r -> r.text("role").equals(role))
        .mapToDouble(r -> r.number(column))
        .sum();
  }
}
