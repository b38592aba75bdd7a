package dev.elfwright.cli.livepatch;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.livepatch.assembly.AssemblyDiff;
import dev.elfwright.livepatch.assembly.AssemblyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright livepatch asm-diff}. */
final class AssemblyDiffCommand implements Command {
  /** How {@code --json} shows a difference. */
  record Entry(AssemblyDiff.Kind kind, String what, String name, List<String> lines) {}

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "asm-diff",
            "Compare two files of assembly that GCC wrote (gcc -S): which functions and data have"
                + " changed.",
            "Numbers of labels do not count, and names that the compiler makes, such as .LC0 or"
                + " CSWTCH.1, are compared by what they stand for. Exit code 1 when there is a"
                + " difference.");
    spec.addPositional(Options.argument("0", "BEFORE", "Assembly before the patch."));
    spec.addPositional(Options.argument("1", "AFTER", "Assembly after the patch."));
    spec.addOption(Options.flag("-s", "Show the changed lines."));
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    List<AssemblyDiff.Change> changes =
        AssemblyDiff.between(
            AssemblyFile.read(Path.of(arguments.matchedPositionalValue(0, ""))),
            AssemblyFile.read(Path.of(arguments.matchedPositionalValue(1, ""))));
    boolean lines = arguments.hasMatchedOption("-s");
    List<Entry> entries =
        changes.stream()
            .map(c ->
                new Entry(
                    c.kind(),
                    c.symbol().function() ? "function" : "data",
                    c.symbol().name(),
                    lines ? c.lines() : List.of()))
            .toList();
    if (arguments.hasMatchedOption("--json")) {
      terminal.out().print(Json.of(entries));
    } else {
      for (Entry e : entries) {
        terminal
            .out()
            .printf("%s %s %s%n", e.kind().name().toLowerCase(Locale.ROOT), e.what(), e.name());
        e.lines().forEach(terminal.out()::println);
      }
    }
    return entries.isEmpty() ? ExitCode.OK : ExitCode.FINDING;
  }
}
