package dev.elfwright.cli.link;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.NotBuiltYet;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Terminal;
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
  public int run(ParseResult arguments, Terminal terminal) {
    throw NotBuiltYet.error("link fuse");
  }
}
