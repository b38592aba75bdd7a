package dev.elfwright.cli.livepatch;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.InputException;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Json;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Names;
import dev.elfwright.livepatch.kernel.KernelImage;
import dev.elfwright.livepatch.kernel.KernelObject;
import dev.elfwright.livepatch.special.FoundSection;
import dev.elfwright.livepatch.special.SpecialSection;
import dev.elfwright.livepatch.special.StructureSizes;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright livepatch sections}. */
final class SectionsCommand implements Command {
  /** How {@code --json} shows a section. */
  record Entry(
      String name,
      long size,
      @Nullable Long entrySize,
      String policy,
      String kernels,
      String meaning) {
    static Entry of(FoundSection f) {
      OptionalLong size = f.entrySize();
      return new Entry(
          f.name(),
          f.size(),
          size.isPresent() ? size.getAsLong() : null,
          f.known().map(k -> k.policy().name().toLowerCase(Locale.ROOT)).orElse("unknown"),
          f.known().map(SpecialSection::kernels).orElse(""),
          f.known().map(SpecialSection::meaning).orElse(""));
    }
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "sections",
            "List the special sections of a kernel, module or object file, and what a livepatch"
                + " does with them.",
            "Special is what is loaded and neither plain code nor plain data. Where a section is"
                + " unknown, a change of code that it refers to is refused. Sizes of entries come"
                + " from the kernel's own types: BTF, and where there is none DWARF.");
    spec.addPositional(
        Options.argument("0", "FILE", "vmlinuz, vmlinux, a module or an object file."));
    spec.addOption(
        Options.value(
                "FILE",
                "The kernel that a module or object file is for: its types say how large entries"
                    + " are, and a table that they do not fit is an error.",
                "--kernel")
            .build());
    spec.addOption(Options.flag("--unknown", "Only those that nobody knows; exit code 1 if any."));
    spec.addOption(Options.json());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    Path file = Path.of(arguments.matchedPositionalValue(0, ""));
    boolean unknown = arguments.hasMatchedOption("--unknown");
    List<FoundSection> found =
        found(KernelObject.open(file).elf(), arguments.matchedOptionValue("--kernel", "")).stream()
            .filter(f -> !unknown || f.known().isEmpty())
            .toList();
    if (arguments.hasMatchedOption("--json")) {
      terminal.out().print(Json.of(found.stream().map(Entry::of).toList()));
    } else {
      found.stream().map(Entry::of).forEach(e -> print(e, terminal.out()));
    }
    return unknown && !found.isEmpty() ? ExitCode.FINDING : ExitCode.OK;
  }

  private static List<FoundSection> found(ElfModel model, String kernel) throws IOException {
    if (kernel.isEmpty()) {
      return FoundSection.of(model);
    } else if (KernelObject.open(Path.of(kernel)) instanceof KernelImage image) {
      return FoundSection.of(model, StructureSizes.of(image.elf()));
    }
    throw new InputException(kernel + ": a module, expected a kernel");
  }

  private static void print(Entry e, PrintStream out) {
    Long size = e.entrySize();
    String entries =
        size == null ? "" : e.size() % size == 0 ? (e.size() / size) + " of " + size : "of " + size;
    out.printf(
        "%-28s %10d  %-14s %-8s %s%n",
        Names.printable(e.name()), e.size(), entries, e.policy(), e.meaning());
  }
}
