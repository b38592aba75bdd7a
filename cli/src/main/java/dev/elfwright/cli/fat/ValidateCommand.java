package dev.elfwright.cli.fat;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.fat.FatFile;
import dev.elfwright.fat.FatFinding;
import dev.elfwright.fat.FatRule.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright fat validate}. */
final class ValidateCommand implements Command {
  /** How {@code --json} shows the findings of a file. */
  record FileEntry(String file, List<FindingEntry> findings) {}

  record FindingEntry(String rule, Severity severity, long offset, String place, String message) {
    static FindingEntry of(FatFinding f) {
      return new FindingEntry(
          f.rule().id(), f.rule().severity(), f.offset(), f.place(), f.message());
    }
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "validate",
            "Check fat files: tables, records, and that each slice is what its record says.",
            "Exit code 1 when a file cannot be used or breaks FatELF's specification; notes do"
                + " not count.");
    spec.addPositional(Options.arguments("0..*", "1..*", "FILE", "Fat files."));
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    List<FileEntry> all = new ArrayList<>();
    for (String name : arguments.matchedPositionalValue(0, new String[0])) {
      List<FatFinding> found = FatFile.validate(Path.of(name));
      all.add(new FileEntry(name, found.stream().map(FindingEntry::of).toList()));
    }
    if (arguments.hasMatchedOption("--json")) {
      terminal.out().print(Json.of(all));
    } else {
      all.forEach(f -> print(f, terminal));
    }
    boolean clean =
        all.stream()
            .flatMap(f -> f.findings().stream())
            .allMatch(f -> f.severity() == Severity.NOTE);
    return clean ? ExitCode.OK : ExitCode.FINDING;
  }

  private static void print(FileEntry entry, Terminal terminal) {
    for (FindingEntry f : entry.findings()) {
      terminal
          .out()
          .printf(
              "%s: %s: %s: offset 0x%x: %s: %s%n",
              entry.file(),
              f.severity().name().toLowerCase(Locale.ROOT),
              f.rule(),
              f.offset(),
              f.place(),
              f.message());
    }
  }
}
