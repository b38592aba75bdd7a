package dev.elfwright.cli;

import dev.elfwright.cli.output.ProgressBar;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.cli.tour.FatStop;
import dev.elfwright.cli.tour.FuseStop;
import dev.elfwright.cli.tour.LivepatchStop;
import dev.elfwright.cli.tour.TlsStop;
import dev.elfwright.cli.tour.Tour;
import dev.elfwright.link.measure.MeasureOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright tour}. */
final class TourCommand implements Command {
  private static final String PAGE = "elfwright-tour.html";

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "tour",
            "Show on this machine what Elfwright does.",
            "Fuses installed programs and compares original and fused; makes one busybox of"
                + " Debian's packages for several architectures and runs each slice; patches a"
                + " kernel from source and boots it in a virtual machine, where Debian's headers"
                + " and QEMU are installed; writes a page with the results.");
    spec.addPositional(
        Options.arguments(
            "0..*",
            "0..*",
            "PROGRAM",
            "Programs to take, by path or name, instead of the one with most libraries."));
    spec.addOption(Options.number("--pairs", "N", "How many pairs of runs (default: 50)."));
    spec.addOption(
        Options.value("FILE", "Where to write the page (default: " + PAGE + ").", "--html")
            .build());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    List<Path> programs =
        Stream.of(arguments.matchedPositionalValue(0, new String[0]))
            .map(name -> ProgramPath.find(name, System.getenv("PATH")))
            .toList();
    MeasureOptions options = MeasureOptions.defaults();
    options = options.withPairs(arguments.matchedOptionValue("--pairs", options.pairs()));
    Tour.Result result;
    try (var bar = new ProgressBar(terminal)) {
      result =
          new Tour(
                  List.of(
                      new FuseStop(programs, options),
                      new FatStop(options),
                      new LivepatchStop(),
                      new TlsStop()))
              .walk(bar::update);
    }
    Path page = Path.of(arguments.<String>matchedOptionValue("--html", PAGE));
    result.page().write(page);
    terminal.out().print(result.text());
    terminal.out().println("\npage with the time lines: " + page.toAbsolutePath());
    return result.isGood() ? ExitCode.OK : ExitCode.FINDING;
  }
}
