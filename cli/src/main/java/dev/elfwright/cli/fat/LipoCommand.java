package dev.elfwright.cli.fat;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.Version;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.fat.FatFile;
import dev.elfwright.fat.FatRefusedException;
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
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code fat} for scripts that call lipo: one operation a call, options with a single dash (lipo(1)
 * of Apple's cctools, llvm-lipo).
 */
public final class LipoCommand implements Command {
  private static final List<String> OPERATIONS =
      List.of(
          "-create",
          "-thin",
          "-extract",
          "-extract_family",
          "-remove",
          "-replace",
          "-info",
          "-detailed_info",
          "-archs",
          "-verify_arch");

  private final String name;

  /** Under a name: lipo or llvm-lipo. */
  public LipoCommand(String name) {
    this.name = name;
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(this, name, "elfwright fat, for scripts that call " + name + ".");
    spec.addPositional(Options.arguments("0..*", "0..*", "FILE", "Fat or thin files."));
    spec.addOption(flag("Make a fat file of all FILEs and -arch files.", "-create"));
    spec.addOption(words("TARGET", "1", "Write the slice for a target.", "-thin"));
    spec.addOption(words("TARGET", "1", "Keep the slices for these targets.", "-extract"));
    spec.addOption(words("TARGET", "1", "Keep all slices of their families.", "-extract_family"));
    spec.addOption(words("TARGET", "1", "Leave out the slices for these targets.", "-remove"));
    spec.addOption(words("WORD", "2", "TARGET FILE: put a file in a slice's place.", "-replace"));
    spec.addOption(words("WORD", "2", "TARGET FILE: a FILE and what it is for.", "-arch"));
    spec.addOption(words("WORD", "2", "TARGET HEX: align slices for a target.", "-segalign"));
    spec.addOption(flag("Print the targets of each FILE.", "-info"));
    spec.addOption(flag("Print all that the records say.", "-detailed_info"));
    spec.addOption(flag("Print the targets of a FILE alone.", "-archs"));
    spec.addOption(
        words("TARGET", "1..*", "Exit code 1 unless a FILE has all of these.", "-verify_arch"));
    spec.addOption(flag("Taken and ignored: all offsets have 64 bits.", "-fat64"));
    spec.addOption(flag("Taken and ignored.", "-hideARM64"));
    spec.addOption(Options.value("OUT", "The file to write.", "-output", "-o").build());
    spec.version(name + " by elfwright " + Version.STRING);
    spec.addOption(
        OptionSpec.builder("-version", "--version")
            .versionHelp(true)
            .arity("0")
            .type(boolean.class)
            .description("Print the version and exit.")
            .build());
    return Options.withHelp(spec);
  }

  private static OptionSpec flag(String description, String name) {
    return Options.flag(name, description);
  }

  private static OptionSpec words(String label, String arity, String description, String name) {
    return OptionSpec.builder(name)
        .arity(arity)
        .type(String[].class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    List<String> asked = OPERATIONS.stream().filter(arguments::hasMatchedOption).toList();
    if (asked.size() != 1) {
      throw new FatRefusedException(
          asked.isEmpty()
              ? "expected one of " + String.join(", ", OPERATIONS)
              : "only one of " + String.join(", ", asked) + " can be done at a time");
    }
    return new Run(arguments, terminal).operation(asked.getFirst());
  }

  /** One call. */
  private record Run(ParseResult arguments, Terminal terminal) {
    int operation(String name) throws IOException {
      return switch (name) {
        case "-create" -> create();
        case "-info" -> info();
        case "-detailed_info" -> detailedInfo();
        case "-archs" -> archs();
        case "-verify_arch" -> verifyArch();
        case "-thin" -> thin();
        case "-replace" -> replace();
        default -> select(name);
      };
    }

    private int create() throws IOException {
      List<SliceSource> sources = new ArrayList<>();
      for (String file : files()) {
        sources.addAll(Slices.of(FatFile.open(Path.of(file))).list());
      }
      sources.addAll(named("-arch"));
      if (sources.isEmpty()) {
        throw new FatRefusedException("-create needs at least one file");
      }
      return write(new Slices(sources), new Form.FatElf(pages()), sources.getFirst().file());
    }

    private int thin() throws IOException {
      FatFile file = fatFile("-thin");
      String[] targets = words("-thin");
      if (targets.length != 1) {
        throw new FatRefusedException("-thin takes one target");
      }
      Slice slice = file.slice(TargetPattern.parse(targets[0]));
      FatOutput.write(SliceSource.of(file, slice).plan(), file.file(), out(), terminal);
      return ExitCode.OK;
    }

    private int select(String operation) throws IOException {
      FatFile file = fatFile(operation);
      List<Slice> named =
          Stream.of(words(operation)).map(t -> file.slice(TargetPattern.parse(t))).toList();
      Slices all = Slices.of(file);
      Slices chosen =
          switch (operation) {
            case "-extract" -> all.only(named);
            case "-extract_family" -> all.only(SelectionCommand.family(file, named));
            default -> all.without(named);
          };
      return write(chosen, new Form.FatElf(pages()), file);
    }

    private int replace() throws IOException {
      FatFile file = fatFile("-replace");
      Slices slices = Slices.of(file);
      for (SliceSource s : named("-replace")) {
        slices = slices.replace(s);
      }
      return write(slices, new Form.FatElf(pages()), file);
    }

    private int info() throws IOException {
      for (String name : files()) {
        FatFile file = FatFile.open(Path.of(name));
        terminal
            .out()
            .println(
                file.isFat()
                    ? "Architectures in the fat file: %s are: %s ".formatted(name, names(file))
                    : "Non-fat file: %s is architecture: %s".formatted(name, names(file)));
      }
      return ExitCode.OK;
    }

    private int detailedInfo() throws IOException {
      for (String name : files()) {
        FatFileText.details(FatFileEntry.of(FatFile.open(Path.of(name))), terminal.out());
      }
      return ExitCode.OK;
    }

    private int archs() throws IOException {
      terminal.out().println(names(FatFile.open(Path.of(file("-archs")))));
      return ExitCode.OK;
    }

    private int verifyArch() throws IOException {
      FatFile file = FatFile.open(Path.of(file("-verify_arch")));
      boolean all =
          Stream.of(words("-verify_arch"))
              .noneMatch(t -> file.matching(TargetPattern.parse(t)).isEmpty());
      return all ? ExitCode.OK : ExitCode.FINDING;
    }

    private static String names(FatFile file) {
      return file.slices().stream().map(file::nameOf).collect(Collectors.joining(" "));
    }

    private FatFile fatFile(String operation) throws IOException {
      FatFile file = FatFile.open(Path.of(file(operation)));
      if (!file.isFat()) {
        throw new FatRefusedException(
            "%s must be a fat file when %s is given".formatted(file.file(), operation));
      }
      FatOutput.warn(file, terminal);
      return file;
    }

    private String file(String operation) {
      if (files().length != 1) {
        throw new FatRefusedException(operation + " takes one file");
      }
      return files()[0];
    }

    private String[] files() {
      return arguments.matchedPositionalValue(0, new String[0]);
    }

    private String[] words(String option) {
      return arguments.matchedOptionValue(option, new String[0]);
    }

    /** Files with the targets that they are said to be for. */
    private List<SliceSource> named(String option) throws IOException {
      String[] words = words(option);
      List<SliceSource> found = new ArrayList<>();
      Set<String> before = new TreeSet<>();
      for (int i = 0; i + 1 < words.length; i += 2) {
        if (!before.add(words[i])) {
          throw new FatRefusedException(option + " " + words[i] + " is given twice");
        }
        FatFile file = FatFile.open(Path.of(words[i + 1]));
        found.addAll(NamedSlice.of(TargetPattern.parse(words[i]), file).slices());
      }
      return found;
    }

    private PageSizes pages() {
      String[] words = words("-segalign");
      List<Map.Entry<TargetPattern, Long>> rules = new ArrayList<>();
      for (int i = 0; i + 1 < words.length; i += 2) {
        try {
          long bytes = Long.parseLong(words[i + 1].replaceFirst("^0[xX]", ""), 16);
          rules.add(Map.entry(TargetPattern.parse(words[i]), bytes));
        } catch (NumberFormatException e) {
          throw new FatRefusedException(
              "-segalign " + words[i] + ": '" + words[i + 1] + "' is no hexadecimal number");
        }
      }
      return new PageSizes(rules, 0);
    }

    private int write(Slices slices, Form form, FatFile like) throws IOException {
      FatOutput.write(slices.plan(form), like.file(), out(), terminal);
      return ExitCode.OK;
    }

    private Path out() {
      String out = arguments.matchedOptionValue("-output", "");
      if (out.isEmpty()) {
        throw new FatRefusedException("-output is missing");
      }
      return Path.of(out);
    }
  }
}
