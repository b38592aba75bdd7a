package dev.elfwright.cli.census;

import dev.elfwright.census.Scan;
import dev.elfwright.census.ScanProgress;
import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.ProgressBar;
import dev.elfwright.cli.output.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright census scan}. */
final class ScanCommand implements Command {
  /** How {@code --json} shows a scan. */
  record Summary(String census, long bytesRead, double seconds, double megabytesPerSecond) {}

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "scan",
            "Read packages, archives and folders into a census.",
            "What has not changed since an earlier scan into the same folder is not read again; an"
                + " interrupted scan goes on where it was. What cannot be read is a row of table"
                + " errors. Sources of earlier scans stay unless they are named again.");
    spec.addPositional(
        Options.arguments(
            "0..*",
            "0..*",
            "SOURCE",
            "A .deb file; a folder with .deb files in it, or with a pool below it; a tar archive; a"
                + " folder with an OCI image layout; any other folder, / for the running system; a"
                + " file."));
    spec.addOption(
        Options.value("DIR", "The census's folder. Default: census.", "-o", "--output").build());
    spec.addOption(
        Options.value(
                "LIST",
                "A file with more sources, a line each; - for standard input.",
                "--files-from")
            .build());
    spec.addOption(
        Options.number(
            "--threads", "N", "How many threads read. Default: one for each processor."));
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    List<Path> sources = sources(arguments);
    if (sources.isEmpty()) {
      terminal.error("no source to scan");
      return ExitCode.USAGE;
    }
    Path folder = Path.of(arguments.<String>matchedOptionValue("-o", "census"));
    int threads =
        arguments.matchedOptionValue("--threads", Runtime.getRuntime().availableProcessors());
    long start = System.nanoTime();
    long bytes;
    try (ProgressBar bar = new ProgressBar(terminal)) {
      bytes = new Scan(folder, new Progress(bar), threads).of(sources);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (arguments.hasMatchedOption("--json")) {
      terminal
          .out()
          .print(Json.of(new Summary(folder.toString(), bytes, seconds, bytes / 1e6 / seconds)));
    } else {
      terminal
          .out()
          .printf(
              "%s: %.1f MB of content read in %.1f s, %.1f MB/s%n",
              folder, bytes / 1e6, seconds, bytes / 1e6 / seconds);
    }
    return ExitCode.OK;
  }

  private static List<Path> sources(ParseResult arguments) throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String source : arguments.matchedPositionalValue(0, new String[0])) {
      sources.add(Path.of(source));
    }
    if (arguments.hasMatchedOption("--files-from")) {
      String list = arguments.matchedOptionValue("--files-from", "-");
      String text =
          list.equals("-")
              ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
              : Files.readString(Path.of(list));
      text.lines().filter(line -> !line.isBlank()).map(Path::of).forEach(sources::add);
    }
    return sources;
  }

  private record Progress(ProgressBar bar) implements ScanProgress {
    @Override
    public void step(String what) {
      bar.update(what, 0, 0);
    }

    @Override
    public void reading(long done, long total, long unpacked, double rate, double secondsLeft) {
      String left = Double.isNaN(secondsLeft) ? "" : ", %.0f s left".formatted(secondsLeft);
      bar.update(
          "%d MB of content, %.0f MB/s%s".formatted(unpacked / 1_000_000, rate / 1e6, left),
          done >> 20,
          Math.max(1, total >> 20));
    }
  }
}
