package dev.elfwright.cli.abi;

import dev.elfwright.abi.library.LibraryAbi;
import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright abi dump}. */
final class DumpCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "dump",
            "Show what a library offers: symbols with their versions, thread-local storage, and"
                + " the types that the symbols lead to.",
            "Types come from debugging information (DWARF 2 to 5), in the file or apart from it, or"
                + " else from a section .BTF, as kernels and their modules have it. Without both,"
                + " the types are not seen, and that is said. Of a kernel and its modules, the"
                + " symbols are those that they export to modules.",
            "A variable is aligned to what its type and declaration say. Where no type is seen, the"
                + " alignment is the largest that its address and its section allow, which may be"
                + " more than was asked for.",
            "With --json, 'types' is an array in which types refer to each other by their place;"
                + " place 0 is void.");
    spec.addPositional(
        Options.argument(
            "0",
            "LIB",
            "A shared library, a program, a kernel's module, or a kernel (vmlinux, vmlinuz)."));
    LibraryOptions.addTo(spec);
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    LibraryAbi abi =
        LibraryOptions.of(arguments).read(Path.of(arguments.matchedPositionalValue(0, "")));
    if (arguments.hasMatchedOption("--json")) {
      terminal.out().print(Json.of(DumpJson.of(abi)));
    } else {
      new DumpText(terminal.out()).print(abi);
    }
    return ExitCode.OK;
  }
}
