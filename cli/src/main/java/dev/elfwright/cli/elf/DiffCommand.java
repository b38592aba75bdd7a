package dev.elfwright.cli.elf;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.elf.diff.DiffJson;
import dev.elfwright.cli.elf.diff.DiffText;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.elf.diff.Addresses;
import dev.elfwright.elf.diff.FileComparison;
import dev.elfwright.elf.diff.FileDiff;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright elf diff}. */
final class DiffCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "diff",
            "Compare two files by meaning: header, permissions, libraries, versions, symbols,"
                + " relocations by target, notes, and what sections hold.",
            "Order and place are no difference. Archives are compared by member, folders by name;"
                + " what is not ELF, byte by byte. Exit code 1 when there is a difference.",
            "With --json an array has an object for each pair that differs: 'before' and 'after',"
                + " the files, and 'changes'. Each of these has 'change' (added, removed or"
                + " altered), 'kind' and 'name'; 'facts' when only one file has it; 'property',"
                + " 'before' and 'after' when both do.");
    spec.addPositional(Options.argument("0", "OLD", "A file, an archive or a folder."));
    spec.addPositional(Options.argument("1", "NEW", "What to compare it with."));
    spec.addOption(
        Options.flag(
            "--addresses", "Compare addresses too, and sections that hold nothing but these."));
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    Path before = Path.of(arguments.matchedPositionalValue(0, ""));
    Path after = Path.of(arguments.matchedPositionalValue(1, ""));
    Addresses addresses =
        arguments.hasMatchedOption("--addresses") ? Addresses.COMPARED : Addresses.IGNORED;
    boolean[] found = {false};
    Consumer<FileDiff> note = diff -> found[0] = true;
    if (arguments.hasMatchedOption("--json")) {
      try (Json json = Json.array(terminal.out())) {
        new FileComparison(addresses, note.andThen(diff -> json.add(DiffJson.of(diff))))
            .compare(before, after);
      }
    } else {
      DiffText text = new DiffText(terminal.out());
      new FileComparison(addresses, note.andThen(text::print)).compare(before, after);
    }
    return found[0] ? ExitCode.FINDING : ExitCode.OK;
  }
}
