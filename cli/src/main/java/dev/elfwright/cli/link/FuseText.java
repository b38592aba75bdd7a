package dev.elfwright.cli.link;

import dev.elfwright.cli.output.Terminal;
import dev.elfwright.link.fuse.FuseResult;
import dev.elfwright.report.Unit;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** What {@code link fuse} says it did. */
final class FuseText {
  private FuseText() {}

  static void print(Path out, FuseResult result, Terminal terminal) {
    String kept =
        result.kept().stream()
            .map(path -> path.getFileName().toString())
            .collect(Collectors.joining(", "));
    terminal
        .out()
        .printf(
            "%s: %d files in one, %s; left to the loader: %s%n",
            out,
            result.fused().size(),
            Unit.BYTES.format((double) result.size()),
            kept.isEmpty() ? "none" : kept);
    result.warnings().forEach(warning -> terminal.hint("warning: " + warning));
  }
}
