package dev.elfwright.cli.link;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.InputException;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.ProgressBar;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.link.fuse.AddressMode;
import dev.elfwright.link.fuse.Fuse;
import dev.elfwright.link.fuse.FuseOptions;
import dev.elfwright.link.fuse.FuseRefusal;
import dev.elfwright.link.fuse.FuseResult;
import dev.elfwright.link.fuse.Guard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright link fuse}. */
final class FuseCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "fuse",
            "Write a program that is already linked with its shared libraries.",
            "It starts faster, and runs the original as soon as a library has changed.");
    spec.addPositional(Options.argument("0", "PROGRAM", "A dynamic x86-64 program for glibc."));
    spec.addOption(
        Options.value("OUT", "The file to write.", "-o", "--output").required(true).build());
    spec.addOption(
        Options.choice(
            "--aslr",
            "process: a new address in each process (default).%n"
                + "epoch: an address chosen now; faster still, renewed by 'link refresh --rebase'.",
            "process",
            "epoch"));
    spec.addOption(
        Options.values("--keep", "LIB", "Leave this library to the loader. May be repeated."));
    spec.addOption(
        Options.choice(
            "--guard",
            "files: check at each start that no library has changed (default).%n"
                + "none: do not check; the caller sees to it.",
            "files",
            "none"));
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    Path program = Path.of(arguments.<String>matchedPositionalValue(0, ""));
    Path out = Path.of(arguments.<String>matchedOptionValue("--output", ""));
    FuseResult result;
    try (var bar = new ProgressBar(terminal)) {
      result = Fuse.fuse(program, out, options(arguments).withProgress(bar::update));
    } catch (FuseRefusal e) {
      throw InputException.because(e);
    }
    if (arguments.hasMatchedOption("--json")) {
      terminal.out().print(Json.of(result));
    } else {
      FuseText.print(out, result, terminal);
    }
    return ExitCode.OK;
  }

  private static FuseOptions options(ParseResult arguments) {
    String aslr = arguments.matchedOptionValue("--aslr", "process");
    String guard = arguments.matchedOptionValue("--guard", "files");
    return FuseOptions.defaults()
        .withAddressMode(AddressMode.valueOf(aslr.toUpperCase(Locale.ROOT)))
        .withGuard(Guard.valueOf(guard.toUpperCase(Locale.ROOT)))
        .withKeep(List.of(arguments.matchedOptionValue("--keep", new String[0])));
  }
}
