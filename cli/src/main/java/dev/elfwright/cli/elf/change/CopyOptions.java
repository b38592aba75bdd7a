package dev.elfwright.cli.elf.change;

import static dev.elfwright.cli.elf.change.OptionValues.flag;
import static dev.elfwright.cli.elf.change.OptionValues.many;

import dev.elfwright.cli.InputException;
import dev.elfwright.elf.edit.Archives;
import dev.elfwright.elf.edit.DebugLink;
import dev.elfwright.elf.edit.ElfTransform;
import dev.elfwright.elf.edit.Strip;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The options that copying and stripping share, and those of copying alone. They are objcopy's and
 * strip's, and done in the order in which those do them: sections go, symbols change, sections are
 * renamed, changed and added.
 */
final class CopyOptions {
  private final Dialect dialect;

  /** What {@link #declare} declared fills this while the command line is read. */
  private final InOrder inOrder = new InOrder();

  CopyOptions(Dialect dialect) {
    this.dialect = dialect;
  }

  void declareStripping(CommandSpec spec) {
    declare(spec, false);
  }

  private void declare(CommandSpec spec, boolean copying) {
    SectionRemovals.declare(spec, inOrder, copying);
    SymbolRemovals.declare(spec, inOrder);
    flag(spec, "Keep the times of last access and change.", "-p", "--preserve-dates");
  }

  void declareCopying(CommandSpec spec) {
    declare(spec, true);
    SectionOptions.declare(spec);
    SymbolOptions.declare(spec, inOrder);
    DebugOptions.declare(spec);
    many(spec, "FILE", "Name the file for debuggers.", "--add-gnu-debuglink");
    many(
        spec,
        "*+BYTES",
        "Move the physical addresses of all segments; *-BYTES to lower ones.",
        "--change-section-lma");
    spec.addOption(inOrder.value("ADDRESS", "Set the entry point.", "--set-start"));
    spec.addOption(
        inOrder.value(
            "BYTES", "Add to the entry point's address.", "--adjust-start", "--change-start"));
  }

  /** An option of a command that stands for another tool, whose order among others counts. */
  OptionSpec ordered(String description, String... names) {
    return inOrder.flag(description, names);
  }

  /** What those tools write into archives unless they are told otherwise. */
  Archives.Stamps stamps() {
    return inOrder
            .last("--enable-deterministic-archives", "--disable-deterministic-archives")
            .equals(Optional.of("--disable-deterministic-archives"))
        ? Archives.Stamps.KEPT
        : Archives.Stamps.ZERO;
  }

  void declareNoStrip(CommandSpec spec) {
    spec.addOption(inOrder.flag("Leave out only what other options name.", "--no-strip-all"));
  }

  /** The options of strip, which leaves out all when nothing says what. */
  OptionValues ofStrip(ParseResult arguments) {
    OptionValues given = new OptionValues(arguments);
    boolean revoked =
        inOrder.last("--strip-all", "--no-strip-all").equals(Optional.of("--no-strip-all"));
    if (revoked) {
      return new OptionValues(arguments, Set.of(), Set.of("--strip-all"));
    }
    boolean says =
        given.hasAny(
            "--strip-all-gnu",
            "--strip-debug",
            "--strip-unneeded",
            "--strip-dwo",
            "--only-keep-debug",
            "--discard-all",
            "--discard-locals",
            "--strip-symbol",
            "--strip-symbols");
    return says ? given : new OptionValues(arguments, Set.of("--strip-all"), Set.of());
  }

  /** All that the options say. */
  ElfTransform change(OptionValues options) throws IOException {
    if (options.has("--regex") && options.has("--wildcard")) {
      throw new InputException("--regex and --wildcard are incompatible");
    }
    List<ElfTransform> changes = new ArrayList<>();
    SectionOptions sections = new SectionOptions(options, changes);
    SymbolOptions symbols = new SymbolOptions(options, inOrder, changes);
    SectionRemovals removals = new SectionRemovals(options, dialect);
    SymbolRemovals symbolRemovals = new SymbolRemovals(options, removals, inOrder);

    sections.dump();
    changes.add(removals::apply);
    symbols.bindings();
    symbols.names();
    changes.add(symbolRemovals::apply);
    symbols.add();
    sections.rename();
    sections.align();
    if (options.has("--only-keep-debug")) {
      changes.add(Strip.onlyDebug());
    }
    sections.add();
    new DebugOptions(options.arguments()).addTo(changes);
    for (String file : options.values("--add-gnu-debuglink")) {
      changes.add(DebugLink.to(Path.of(file)));
    }
    sections.flag();
    for (String distance : options.values("--change-section-lma")) {
      changes.add(physical(distance));
    }
    inOrder.all().forEach(g -> entry(g, changes));
    if (options.has("--strip-sections")) {
      changes.add(e -> e.sections().removeHeaders(s -> removals.keeps(s.name())));
    }
    return changes.stream().reduce(_ -> {}, ElfTransform::andThen);
  }

  /** An ELF file gives physical addresses to segments, which hold more than one section. */
  private static ElfTransform physical(String text) {
    if (!text.matches("\\*[-+][0-9].*")) {
      throw new InputException(
          "--change-section-lma: expected *+BYTES or *-BYTES but was '" + text + "'");
    }
    long bytes = EditOptions.parse(text.substring(2));
    long distance = text.charAt(1) == '-' ? -bytes : bytes;
    return e -> e.header().movePhysicalAddresses(distance);
  }

  private static void entry(InOrder.Given given, List<ElfTransform> changes) {
    switch (given.option()) {
      case "--set-start" -> {
        if (given.value().startsWith("-")) {
          throw new InputException("bad entry point address: '" + given.value() + "'");
        }
        long entry = EditOptions.parse(given.value());
        changes.add(e -> e.header().entry(entry));
      }
      case "--change-start" -> {
        long distance = EditOptions.parse(given.value());
        changes.add(e -> e.header().entry(e.header().now().entry() + distance));
      }
      default -> {}
    }
  }
}
