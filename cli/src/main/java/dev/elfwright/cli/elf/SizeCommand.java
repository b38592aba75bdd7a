package dev.elfwright.cli.elf;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.elf.inspect.Inputs;
import dev.elfwright.cli.elf.size.SizePage;
import dev.elfwright.cli.elf.size.SizeText;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.elf.size.FileSizes;
import dev.elfwright.elf.size.PathSizes;
import dev.elfwright.elf.size.SizeChange;
import dev.elfwright.elf.size.SizeNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
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
        Options.arguments(
            "0..*", "1..*", "FILE", "Files, folders, archives, or 'archive(member)'."));
    spec.addOption(
        Options.number(
            "--top", "COUNT", "How many symbols of a section to print; 10 if not given."));
    spec.addOption(
        Options.value("PAGE", "Draw a tree map on this HTML page, for a browser.", "-o", "--output")
            .build());
    spec.addOption(
        Options.flag("--diff", "Take two files, OLD and NEW, and show what grew or shrank."));
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    String[] files = arguments.matchedPositionalValue(0, new String[0]);
    int top = arguments.matchedOptionValue("--top", DEFAULT_TOP);
    if (arguments.hasMatchedOption("--diff")) {
      if (files.length != 2) {
        throw new ParameterException(
            arguments.commandSpec().commandLine(), "--diff compares two files, OLD and NEW");
      }
      SizeChange change = SizeChange.between(one(files[0]), one(files[1]));
      if (arguments.hasMatchedOption("--json")) {
        terminal.out().print(Json.of(change));
      } else {
        new SizeText(top, terminal.out()).print(change);
      }
      return ExitCode.OK;
    }
    String page = arguments.matchedOptionValue("--output", "");
    if (!page.isEmpty()) {
      List<SizeNode> trees = new ArrayList<>();
      visit(files, trees::add);
      SizePage.of(trees).write(Path.of(page));
    } else if (arguments.hasMatchedOption("--json")) {
      try (Json json = Json.array(terminal.out())) {
        visit(files, json::add);
      }
    } else {
      visit(files, new SizeText(top, terminal.out())::print);
    }
    return ExitCode.OK;
  }

  private static void visit(String[] files, Consumer<SizeNode> to) throws IOException {
    for (String file : files) {
      if (Files.isDirectory(Path.of(file))) {
        to.accept(PathSizes.of(Path.of(file)));
      } else {
        Inputs.visit(file, elf -> to.accept(FileSizes.of(elf)));
      }
    }
  }

  /** An archive with its members counts as one. */
  private static SizeNode one(String file) throws IOException {
    List<SizeNode> trees = new ArrayList<>();
    visit(new String[] {file}, trees::add);
    if (trees.size() == 1) {
      return trees.getFirst();
    }
    long bytes = trees.stream().mapToLong(SizeNode::bytes).sum();
    return new SizeNode(file, SizeNode.Kind.FILE, bytes, trees);
  }
}
