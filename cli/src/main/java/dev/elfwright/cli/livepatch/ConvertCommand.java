package dev.elfwright.cli.livepatch;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Names;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.livepatch.module.Conversion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright livepatch convert}. */
final class ConvertCommand implements Command {
  /** How {@code --json} shows a reference. */
  record Entry(String symbol, String object, String name, int position, String patched) {
    static Entry of(Conversion.Reference r) {
      return new Entry(r.symbol(), r.to().object(), r.to().name(), r.to().sympos(), r.patched());
    }
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "convert",
            "Make a livepatch that was written by hand loadable: references to what nobody exports"
                + " become those that the kernel resolves, object by object.",
            "A reference is a symbol .klp.sym.rela.PATCHED.OBJECT.NAME,POSITION, an entry of a"
                + " section .klp.module_relocs.OBJECT, or the plain name of one symbol of vmlinux"
                + " or of a module named by --in. Objects need not be loaded when the livepatch"
                + " is.");
    spec.addPositional(Options.argument("0", "MODULE", "The livepatch, as kbuild linked it."));
    spec.addOption(
        Options.value("OUT", "The file to write.", "-o", "--output").required(true).build());
    KernelOptions.addTo(spec);
    spec.addOption(
        Options.values(
            "--in",
            "NAME",
            "A module in which plain names are looked for too; may be given several times."));
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    Path module = Path.of(arguments.matchedPositionalValue(0, ""));
    Path out = Path.of(arguments.matchedOptionValue("-o", ""));
    List<String> modules = List.of(arguments.matchedOptionValue("--in", new String[0]));
    try (ElfModel model = Elf.open(module)) {
      Conversion conversion = Conversion.of(model, KernelOptions.of(arguments), modules);
      ElfWriter.writeLike(conversion.plan(), module, out);
      if (arguments.hasMatchedOption("--json")) {
        terminal.out().print(Json.of(conversion.references().stream().map(Entry::of).toList()));
      } else {
        conversion
            .references()
            .forEach(r ->
                terminal.out().println(Names.printable(r.symbol() + " -> " + r.to().symbolName())));
      }
    }
    return ExitCode.OK;
  }
}
