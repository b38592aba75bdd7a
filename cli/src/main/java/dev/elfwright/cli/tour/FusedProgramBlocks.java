package dev.elfwright.cli.tour;

import dev.elfwright.cli.measure.ComparisonBlocks;
import dev.elfwright.cli.measure.Names;
import dev.elfwright.link.measure.Comparison;
import dev.elfwright.link.measure.Side;
import dev.elfwright.report.Block;
import dev.elfwright.report.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows fused programs on a page and in a terminal. */
final class FusedProgramBlocks {
  private static final String ORIGINAL = "original";

  private FusedProgramBlocks() {}

  /** A row for each program; what the columns of a variant mean stands above it. */
  static List<List<String>> table(List<FusedProgram> programs, List<FuseVariant> variants) {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("program", "libraries", ORIGINAL));
    variants.forEach(v -> head.addAll(List.of(v.name(), "ratio", "behaves")));
    rows.add(head);
    for (FusedProgram p : programs) {
      List<String> row = new ArrayList<>(List.of(p.name(), "" + p.program().libraries()));
      row.add(Unit.DURATION.format(p.copies().getFirst().comparison().a().medianNanos()));
      for (FusedProgram.Copy copy : p.copies()) {
        row.add(Unit.DURATION.format(copy.comparison().b().medianNanos()));
        row.add(Unit.TIMES.format(copy.comparison().ratio().value()));
        row.add(copy.differences().isEmpty() ? "alike" : "DIFFERENTLY");
      }
      rows.add(row);
    }
    return rows;
  }

  /** What went wrong. */
  static List<String> remarks(FusedProgram program) {
    List<String> lines = new ArrayList<>();
    for (FusedProgram.Copy copy : program.copies()) {
      String who = program.name() + ", " + copy.variant() + ": ";
      copy.differences().forEach(d -> lines.add(who + "differs from the original in its " + d));
      copy.comparison().warnings().forEach(w -> lines.add(who + w));
    }
    return lines;
  }

  /** The program's part of the page. */
  static List<Block> of(FusedProgram program) {
    Comparison first = program.copies().getFirst().comparison();
    Map<String, Side> sides = new LinkedHashMap<>();
    sides.put(ORIGINAL, first.a());
    program.copies().forEach(c -> sides.put(c.variant(), c.comparison().b()));
    List<Block> blocks = new ArrayList<>();
    remarks(program).forEach(line -> blocks.add(new Block.Notice(line)));
    List<Block> shown = new ArrayList<>();
    shown.add(figures(program));
    shown.add(
        new Block.Prose(
            "%s with its %d shared libraries, as installed and fused into one file; run as “%s”, from exec to exit."
                .formatted(
                    program.name(),
                    program.program().libraries(),
                    program.launch().commandLine())));
    if (sides.values().stream().allMatch(s -> s.timeLine().isPresent())) {
      shown.add(ComparisonBlocks.timeLines(sides));
    }
    blocks.add(new Block.Section(program.name(), shown));
    blocks.add(Block.Section.of("Every run of " + program.name(), ComparisonBlocks.runs(sides)));
    for (FusedProgram.Copy copy : program.copies()) {
      blocks.add(
          Block.Section.of(
              "In numbers: " + copy.variant(),
              ComparisonBlocks.numbers(copy.comparison(), new Names(ORIGINAL, copy.variant()))));
    }
    return blocks;
  }

  /** How it was measured, once for all programs. */
  static Block method(List<FusedProgram> programs) {
    return Block.Section.of(
        "How this was measured",
        new Block.Prose(
            "“fused”: the kernel chooses its address anew for each process (--aslr=process)."
                + " “fused, epoch”: its address was drawn at random when it was made, and"
                + " link refresh --rebase draws another (--aslr=epoch)."),
        ComparisonBlocks.method(),
        ComparisonBlocks.machine(programs.getFirst().copies().getFirst().comparison()),
        new Block.Code(
            programs.stream()
                .map(FusedProgramBlocks::reproduce)
                .collect(Collectors.joining("\n"))));
  }

  private static Block.Figures figures(FusedProgram program) {
    List<Block.Figure> figures = new ArrayList<>();
    for (FusedProgram.Copy copy : program.copies()) {
      Comparison c = copy.comparison();
      figures.add(
          new Block.Figure(
              Unit.TIMES.format(c.ratio().value()),
              copy.variant() + ": as fast",
              String.format(
                  Locale.ROOT,
                  "%s → %s, %s",
                  Unit.DURATION.format(c.a().medianNanos()),
                  Unit.DURATION.format(c.b().medianNanos()),
                  copy.differences().isEmpty() ? "same output" : "other output")));
    }
    FusedProgram.Copy last = program.copies().getLast();
    figures.add(
        new Block.Figure(
            Unit.COUNT.format(last.comparison().b().medianFaults()),
            "page faults",
            "%s; was %s"
                .formatted(
                    last.variant(), Unit.COUNT.format(last.comparison().a().medianFaults()))));
    figures.add(
        new Block.Figure(
            Unit.DURATION.format((double) last.nanos()), "to fuse it", last.variant()));
    return new Block.Figures(figures);
  }

  private static String reproduce(FusedProgram program) {
    String file = program.program().file().toString();
    String name = program.name();
    String arguments = String.join(" ", program.launch().arguments());
    return """
    elfwright link fuse %s -o ./%s
    elfwright link measure %s ./%s -- %s\
    """
        .formatted(file, name, file, name, arguments);
  }
}
