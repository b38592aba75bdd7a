package dev.elfwright.cli.elf;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.elf.inspect.HumanSize;
import dev.elfwright.cli.elf.inspect.Inputs;
import dev.elfwright.cli.elf.inspect.Printable;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.elf.size.FileSizes;
import dev.elfwright.elf.size.SizeNode;
import java.io.IOException;
import java.io.PrintStream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright elf size}. */
final class SizeCommand implements Command {
  private static final int DEFAULT_TOP = 10;

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "size",
            "Show what takes the space of files: segments, in them sections, in them symbols.",
            "Every byte of a file counts once, so that the parts add up to its size.");
    spec.addPositional(
        Options.arguments("0..*", "1..*", "FILE", "Files, archives, or 'archive(member)'."));
    spec.addOption(
        Options.number(
            "--top", "COUNT", "How many symbols of a section to print; 10 if not given."));
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    String[] files = arguments.matchedPositionalValue(0, new String[0]);
    if (arguments.hasMatchedOption("--json")) {
      try (Json json = Json.array(terminal.out())) {
        for (String file : files) {
          Inputs.visit(file, elf -> json.add(FileSizes.of(elf)));
        }
      }
      return ExitCode.OK;
    }
    int top = arguments.matchedOptionValue("--top", DEFAULT_TOP);
    for (String file : files) {
      Inputs.visit(file, elf -> print(FileSizes.of(elf), top, terminal.out()));
    }
    return ExitCode.OK;
  }

  private static void print(SizeNode file, int top, PrintStream out) {
    line(file, file.bytes(), 0, out);
    for (SizeNode segment : file.parts()) {
      line(segment, file.bytes(), 1, out);
      for (SizeNode section : segment.parts()) {
        line(section, file.bytes(), 2, out);
        section.parts().stream().limit(top).forEach(s -> line(s, file.bytes(), 3, out));
        rest(section, top, out);
      }
    }
  }

  private static void rest(SizeNode section, int top, PrintStream out) {
    if (section.parts().size() > top) {
      long bytes = section.parts().stream().skip(top).mapToLong(SizeNode::bytes).sum();
      int count = section.parts().size() - top;
      out.printf("%10s         %6s%d more%n", HumanSize.of(bytes), "", count);
    }
  }

  private static void line(SizeNode node, long whole, int depth, PrintStream out) {
    double percent = whole == 0 ? 0 : 100.0 * node.bytes() / whole;
    String name = "  ".repeat(depth) + Printable.of(node.name());
    out.printf("%10s  %5.1f%%  %s%n", HumanSize.of(node.bytes()), percent, name);
  }
}
