package dev.elfwright.cli.rseq;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Names;
import dev.elfwright.machine.rseq.RseqCheck;
import dev.elfwright.machine.rseq.RseqFinding;
import dev.elfwright.machine.rseq.RseqRule.Severity;
import dev.elfwright.machine.rseq.RseqSection;
import dev.elfwright.machine.rseq.RseqTable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright rseq lint}. */
final class LintCommand implements Command {
  /** How {@code --json} shows a file. */
  record FileEntry(String file, List<RseqSection> sections, List<FindingEntry> findings) {}

  record FindingEntry(
      String rule, Severity severity, long descriptor, long address, String message) {
    static FindingEntry of(RseqFinding f) {
      return new FindingEntry(
          f.rule().id(), f.rule().severity(), f.section().offset(), f.address(), f.message());
    }
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "lint",
            "Check the restartable sequences of ELF files, from the descriptors in __rseq_cs.",
            "Exit code 1 when one would go wrong; notes do not count. For x86-64, AArch64 and"
                + " RV64; in object files an address is the section's index, and the distance in"
                + " it in 8 digits.");
    spec.addPositional(
        Options.arguments("0..*", "1..*", "FILE", "Programs, libraries or object files."));
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    List<FileEntry> all = new ArrayList<>();
    boolean broken = false;
    for (String name : arguments.matchedPositionalValue(0, new String[0])) {
      try (ElfModel model = Elf.open(Path.of(name))) {
        RseqTable table = RseqTable.of(model);
        List<RseqFinding> found = RseqCheck.of(table);
        broken |= RseqCheck.isBroken(found);
        all.add(
            new FileEntry(name, table.sections(), found.stream().map(FindingEntry::of).toList()));
      }
    }
    if (arguments.hasMatchedOption("--json")) {
      terminal.out().print(Json.of(all));
    } else {
      all.forEach(f -> print(f, terminal.out()));
    }
    return broken ? ExitCode.FINDING : ExitCode.OK;
  }

  private static void print(FileEntry entry, PrintStream out) {
    String file = Names.printable(entry.file());
    int count = entry.sections().size();
    out.printf("%s: %d restartable %s%n", file, count, count == 1 ? "sequence" : "sequences");
    for (RseqSection s : entry.sections()) {
      out.printf(
          "  descriptor at 0x%x: code 0x%x to 0x%x, abort handler 0x%x%n",
          s.offset(), s.start(), s.start() + s.length(), s.abort());
      for (FindingEntry f : entry.findings()) {
        if (f.descriptor() == s.offset()) {
          out.printf(
              "    %s: %s: 0x%x: %s%n",
              f.severity().name().toLowerCase(Locale.ROOT), f.rule(), f.address(), f.message());
        }
      }
    }
  }
}
