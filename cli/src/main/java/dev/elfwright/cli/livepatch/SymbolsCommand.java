package dev.elfwright.cli.livepatch;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.elf.Names;
import dev.elfwright.livepatch.kernel.KernelObject;
import dev.elfwright.livepatch.kernel.KernelSymbol;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright livepatch symbols}. */
final class SymbolsCommand implements Command {
  /** How {@code --json} shows the symbols of an object. */
  record Listing(String object, String vermagic, List<KernelSymbol> symbols) {}

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "symbols",
            "Print the functions of a kernel or module, with the position of each among those of"
                + " its name.",
            "Position and number of namesakes are counted as the kernel does when it looks for the"
                + " target of a livepatch: variables and global symbols take part. In vmlinux the"
                + " order is that of addresses, in a module that of its symbol table.",
            "Exit code 1 when the object has no symbol of a NAME that was given.");
    spec.addPositional(
        Options.argument("0", "OBJECT", "vmlinuz, vmlinux or a module, packed or not."));
    spec.addPositional(
        Options.arguments("1..*", "0..*", "NAME", "Only symbols of these names, of any type."));
    spec.addOption(Options.flag("--all", "Variables too."));
    spec.addOption(Options.flag("--doubled", "Only what has a namesake."));
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    String file = arguments.matchedPositionalValue(0, "");
    List<String> names = List.of(arguments.matchedPositionalValue(1, new String[0]));
    KernelObject object = KernelObject.open(Path.of(file));
    List<KernelSymbol> found =
        names.isEmpty()
            ? all(object, arguments.hasMatchedOption("--all"))
            : names.stream().flatMap(n -> object.symbols().named(n).stream()).toList();
    if (arguments.hasMatchedOption("--doubled")) {
      found = found.stream().filter(s -> s.namesakes() > 1).toList();
    }
    if (arguments.hasMatchedOption("--json")) {
      terminal.out().print(Json.of(new Listing(object.name(), object.vermagic(), found)));
    } else {
      found.forEach(s -> print(s, terminal.out()));
    }
    return names.stream().allMatch(n -> isThere(object, n, terminal))
        ? ExitCode.OK
        : ExitCode.FINDING;
  }

  private static List<KernelSymbol> all(KernelObject object, boolean withVariables) {
    return withVariables
        ? object.symbols().all()
        : object.symbols().all().stream().filter(KernelSymbol::isCode).toList();
  }

  private static boolean isThere(KernelObject object, String name, Terminal terminal) {
    boolean there = !object.symbols().named(name).isEmpty();
    if (!there) {
      terminal.error(object.name() + " has no symbol " + Names.printable(name));
    }
    return there;
  }

  private static void print(KernelSymbol symbol, PrintStream out) {
    out.printf(
        "%016x %c %d/%d %s%n",
        symbol.address(),
        symbol.type(),
        symbol.position(),
        symbol.namesakes(),
        Names.printable(symbol.name()));
  }
}
