package dev.elfwright.cli.fat;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.fat.FatFile;
import dev.elfwright.fat.FatRefusedException;
import dev.elfwright.fat.Form;
import dev.elfwright.fat.Slice;
import dev.elfwright.fat.Slices;
import dev.elfwright.fat.TargetPattern;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The commands that take some slices of a file: thin, extract, extract-family, remove. */
final class SelectionCommand implements Command {
  /** What becomes of the slices that are named. */
  private interface Selection {
    LayoutPlan plan(FatFile file, List<Slice> named) throws IOException;
  }

  private final String name;
  private final String arity;
  private final String description;
  private final Selection selection;

  private SelectionCommand(String name, String arity, String description, Selection selection) {
    this.name = name;
    this.arity = arity;
    this.description = description;
    this.selection = selection;
  }

  static SelectionCommand thin() {
    return new SelectionCommand(
        "thin",
        "1",
        "Write the slice for a target as a file of its own.",
        (file, named) -> Slices.of(file).only(named).list().getFirst().plan());
  }

  static SelectionCommand extract() {
    return new SelectionCommand(
        "extract",
        "1..*",
        "Write a fat file of the slices for some targets.",
        (file, named) -> Slices.of(file).only(named).plan(form(file, named)));
  }

  static SelectionCommand extractFamily() {
    return new SelectionCommand(
        "extract-family",
        "1..*",
        "Write a fat file of all slices for the architectures of some targets, with their"
            + " variants.",
        (file, named) -> {
          List<Slice> family = family(file, named);
          return Slices.of(file).only(family).plan(form(file, family));
        });
  }

  static SelectionCommand remove() {
    return new SelectionCommand(
        "remove",
        "1..*",
        "Write a fat file without the slices for some targets.",
        (file, named) -> {
          Slices rest = Slices.of(file).without(named);
          return rest.plan(
              form(file, rest.list().stream().map(dev.elfwright.fat.SliceSource::slice).toList()));
        });
  }

  /** All slices for the architectures of some. */
  static List<Slice> family(FatFile file, List<Slice> named) {
    return file.slices().stream()
        .filter(s -> named.stream().anyMatch(n -> isFamily(s, n)))
        .toList();
  }

  private static boolean isFamily(Slice a, Slice b) {
    return a.target().machine() == b.target().machine()
        && a.target().is64() == b.target().is64()
        && a.target().order() == b.target().order();
  }

  /** The form of the file, as long as the slice stays that carries the others. */
  private static Form form(FatFile file, List<Slice> kept) {
    Form form = Form.of(file);
    return kept.contains(file.slices().getFirst()) ? form : new Form.FatElf(form.pages());
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec = Options.command(this, name, description);
    spec.addPositional(Options.argument("0", "FILE", "A fat file."));
    spec.addPositional(
        Options.arguments("1..*", arity, "TARGET", "Whose slice; see 'fat --help'."));
    FatOutput.declare(spec);
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    FatFile file = FatFile.open(Path.of(arguments.<String>matchedPositionalValue(0, "")));
    if (!file.isFat()) {
      throw new FatRefusedException(
          "%s is not fat: it is for %s alone"
              .formatted(file.file(), file.nameOf(file.slices().getFirst())));
    }
    List<Slice> named =
        Stream.of(arguments.matchedPositionalValue(1, new String[0]))
            .map(t -> file.slice(TargetPattern.parse(t)))
            .toList();
    FatOutput.write(selection.plan(file, named), file, arguments, terminal);
    return ExitCode.OK;
  }
}
