package dev.elfwright.cli;

import dev.elfwright.cli.output.Terminal;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright tour}. */
final class TourCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "tour",
            "Show on this machine what Elfwright does.",
            "Fuses installed programs, compares original and fused, and writes a page with the"
                + " results.");

    spec.addPositional(
        Options.arguments(
            "0..*", "0..*", "PROGRAM", "Programs to take instead of the one with most libraries."));
    spec.addOption(Options.value("FILE", "Where to write the page.", "--html").build());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) {
    throw NotBuiltYet.error("tour");
  }
}
