package dev.elfwright.cli.fat;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.Version;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.fat.FatFile;
import dev.elfwright.fat.FatFinding;
import dev.elfwright.fat.FatRule;
import dev.elfwright.fat.Form;
import dev.elfwright.fat.PageSizes;
import dev.elfwright.fat.Slice;
import dev.elfwright.fat.SliceSource;
import dev.elfwright.fat.Slices;
import dev.elfwright.fat.TargetPattern;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code fat} for scripts that call FatELF's own tools, {@code fatelf-glue} and so on: arguments by
 * place. Slices are aligned to 4096 bytes, as those tools do, so that the files are equal to
 * theirs.
 */
public final class FatelfCommand implements Command {
  private static final Form FORM = new Form.FatElf(PageSizes.of(4096));

  /** What a tool does with its arguments. */
  private interface Action {
    int run(List<Path> files, String target, Terminal terminal) throws IOException;
  }

  private final String name;
  private final String synopsis;
  private final int files;
  private final Action action;

  private FatelfCommand(String name, String synopsis, int files, Action action) {
    this.name = name;
    this.synopsis = synopsis;
    this.files = files;
    this.action = action;
  }

  /** {@code fatelf-glue OUT IN IN...}. */
  public static FatelfCommand glue() {
    return new FatelfCommand(
        "fatelf-glue",
        "OUT IN...",
        -1,
        (files, _, terminal) -> {
          List<FatFile> inputs = new ArrayList<>();
          for (Path file : files.subList(1, files.size())) {
            inputs.add(FatFile.open(file));
          }
          return write(Slices.of(inputs).plan(FORM), inputs.getFirst(), files.getFirst(), terminal);
        });
  }

  /** {@code fatelf-info IN}. */
  public static FatelfCommand info() {
    return new FatelfCommand(
        "fatelf-info",
        "IN",
        1,
        (files, _, terminal) -> {
          FatFileText.details(FatFileEntry.of(FatFile.open(files.getFirst())), terminal.out());
          return ExitCode.OK;
        });
  }

  /** {@code fatelf-extract OUT IN TARGET}. */
  public static FatelfCommand extract() {
    return new FatelfCommand(
        "fatelf-extract",
        "OUT IN TARGET",
        2,
        (files, target, terminal) -> {
          FatFile in = FatFile.open(files.get(1));
          Slice slice = in.slice(TargetPattern.parse(target));
          return write(SliceSource.of(in, slice).plan(), in, files.getFirst(), terminal);
        });
  }

  /** {@code fatelf-remove OUT IN TARGET}. */
  public static FatelfCommand remove() {
    return new FatelfCommand(
        "fatelf-remove",
        "OUT IN TARGET",
        2,
        (files, target, terminal) -> {
          FatFile in = FatFile.open(files.get(1));
          Slice slice = in.slice(TargetPattern.parse(target));
          return write(
              Slices.of(in).without(List.of(slice)).plan(FORM), in, files.getFirst(), terminal);
        });
  }

  /** {@code fatelf-replace OUT IN NEW}. */
  public static FatelfCommand replace() {
    return new FatelfCommand(
        "fatelf-replace",
        "OUT IN NEW",
        3,
        (files, _, terminal) -> {
          FatFile in = FatFile.open(files.get(1));
          Slices slices = Slices.of(in);
          for (SliceSource s : Slices.of(FatFile.open(files.get(2))).list()) {
            slices = slices.replace(s);
          }
          return write(slices.plan(FORM), in, files.getFirst(), terminal);
        });
  }

  /** {@code fatelf-split IN}. */
  public static FatelfCommand split() {
    return new FatelfCommand(
        "fatelf-split",
        "IN",
        1,
        (files, _, terminal) -> {
          FatFile in = FatFile.open(files.getFirst());
          for (SliceSource s : Slices.of(in).list()) {
            int _ = write(s.plan(), in, Path.of(in.file() + "-" + in.nameOf(s.slice())), terminal);
          }
          return ExitCode.OK;
        });
  }

  /** {@code fatelf-validate IN}. */
  public static FatelfCommand validate() {
    return new FatelfCommand(
        "fatelf-validate",
        "IN",
        1,
        (files, _, terminal) -> {
          List<FatFinding> found =
              FatFile.validate(files.getFirst()).stream()
                  .filter(f -> f.rule().severity() != FatRule.Severity.NOTE)
                  .toList();
          found.forEach(f -> terminal.err().println(f));
          return found.isEmpty() ? ExitCode.OK : ExitCode.FINDING;
        });
  }

  /** {@code fatelf-verify IN TARGET}. */
  public static FatelfCommand verify() {
    return new FatelfCommand(
        "fatelf-verify",
        "IN TARGET",
        1,
        (files, target, _) -> {
          FatFile in = FatFile.open(files.getFirst());
          return in.matching(TargetPattern.parse(target)).isEmpty()
              ? ExitCode.FINDING
              : ExitCode.OK;
        });
  }

  private static int write(LayoutPlan plan, FatFile like, Path out, Terminal terminal)
      throws IOException {
    FatOutput.warn(like, terminal);
    FatOutput.write(plan, like.file(), out, terminal);
    return ExitCode.OK;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            name,
            "elfwright fat, for scripts that call " + name + ".",
            "Arguments: " + synopsis + ".");
    String arity = files < 0 ? "2..*" : "" + synopsis.split(" ").length;
    spec.addPositional(Options.arguments("0..*", arity, "ARGUMENT", synopsis + "."));
    spec.version(name + " by elfwright " + Version.STRING);
    spec.addOption(
        picocli.CommandLine.Model.OptionSpec.builder("--version")
            .versionHelp(true)
            .arity("0")
            .type(boolean.class)
            .description("Print the version and exit.")
            .build());
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    List<String> words = List.of(arguments.matchedPositionalValue(0, new String[0]));
    int expected = synopsis.split(" ").length;
    if (files >= 0 && words.size() != expected) {
      throw new picocli.CommandLine.ParameterException(
          arguments.commandSpec().commandLine(), name + " takes " + synopsis);
    }
    int count = files < 0 ? words.size() : files;
    return action.run(
        words.subList(0, count).stream().map(Path::of).toList(), words.getLast(), terminal);
  }
}
