package dev.elfwright.cli.abi;

import dev.elfwright.abi.diff.AbiDiff;
import dev.elfwright.abi.diff.Judgement;
import dev.elfwright.abi.diff.Suppressions;
import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.InputException;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright abi diff}. */
final class DiffCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "diff",
            "Compare two builds of a library, and say which programs the new one breaks.",
            "Every change is named by a rule, with what it does: breaks every program that uses"
                + " it, breaks some, is a safe extension, an addition, or harmless. With"
                + " --consumers, each program gets its own verdict, from its own relocations,"
                + " versions and debugging information. Nothing is run.",
            "Exit code 1 when a change breaks programs, or, with --consumers, one of these; else"
                + " 0.");
    spec.addPositional(Options.argument("0", "OLD", "The library that programs were built with."));
    spec.addPositional(Options.argument("1", "NEW", "The library that is to replace it."));
    ConsumerOptions.addTo(spec, 2);
    spec.addOption(
        Options.value(
                "FILE",
                "Changes to leave out: lines of a rule and a symbol or type, * for any text.",
                "--suppressions")
            .build());
    LibraryOptions.addTo(spec);
    spec.addOption(
        Options.value("PAGE", "Write a page with old and new layouts.", "-o", "--output").build());
    spec.addOption(
        Options.value("FILE", "Write the changes as SARIF 2.1.0, for code review tools.", "--sarif")
            .build());
    spec.addOption(
        Options.flag("--all", "Print what is harmless too, and the programs that work on."));
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    LibraryOptions libraries = LibraryOptions.of(arguments);
    AbiDiff all =
        AbiDiff.ofFiles(
            Path.of(arguments.matchedPositionalValue(0, "")),
            Path.of(arguments.matchedPositionalValue(1, "")),
            libraries);
    AbiDiff diff = all.withoutChanges(suppressions(arguments));
    List<Path> consumers = ConsumerOptions.paths(arguments, 2);
    Optional<Judgement> judgement =
        consumers.isEmpty()
            ? Optional.empty()
            : Optional.of(
                Judgement.of(
                    diff.before(),
                    diff.changes(),
                    consumers,
                    libraries.debugFiles(),
                    ConsumerOptions.environment(arguments)));
    DiffReport report =
        new DiffReport(diff, all.changes().size() - diff.changes().size(), judgement);
    write(report, arguments);
    if (arguments.hasMatchedOption("--json")) {
      terminal.out().print(Json.of(DiffJson.of(report)));
    } else {
      new DiffText(terminal.out(), arguments.hasMatchedOption("--all")).print(report);
    }
    return report.isBreaking() ? ExitCode.FINDING : ExitCode.OK;
  }

  private static Suppressions suppressions(ParseResult arguments) throws IOException {
    String file = arguments.matchedOptionValue("--suppressions", "");
    try {
      return file.isEmpty() ? Suppressions.none() : Suppressions.read(Path.of(file));
    } catch (IllegalArgumentException e) {
      throw InputException.because(e);
    }
  }

  private static void write(DiffReport report, ParseResult arguments) throws IOException {
    String page = arguments.matchedOptionValue("-o", "");
    if (!page.isEmpty()) {
      DiffPage.of(report).write(Path.of(page));
    }
    String sarif = arguments.matchedOptionValue("--sarif", "");
    if (!sarif.isEmpty()) {
      Files.writeString(Path.of(sarif), Json.of(Sarif.of(report)));
    }
  }
}
