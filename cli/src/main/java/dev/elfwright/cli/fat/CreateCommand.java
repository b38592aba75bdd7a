package dev.elfwright.cli.fat;

import dev.elfwright.cli.Command;
import dev.elfwright.cli.ExitCode;
import dev.elfwright.cli.Options;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.fat.Form;
import dev.elfwright.fat.PageSizes;
import dev.elfwright.fat.SliceSource;
import dev.elfwright.fat.Slices;
import dev.elfwright.fat.merge.MergeRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code elfwright fat create}. */
final class CreateCommand implements Command {
  @Override
  public CommandSpec spec() {
    CommandSpec spec =
        Options.command(
            this,
            "create",
            "Make one file of binaries for several architectures.",
            "Mode, owner, times and extended attributes are those of the first FILE.");
    spec.addPositional(
        Options.argument("0", "OUT", "The file to write, or of folders the folder."));
    spec.addPositional(
        Options.arguments(
            "1..*",
            "1..*",
            "[TARGET=]FILE",
            "Programs, libraries, object files or static archives, one for each target; of fat"
                + " files all slices. TARGET names a variant: x86-64-v3=FILE. Or folders, which"
                + " become one as by 'fat merge'."));
    FormOptions.declareForm(spec);
    FormOptions.declareAlignment(spec);
    FatOutput.declareDryRun(spec);
    return Options.withHelp(spec);
  }

  @Override
  public int run(ParseResult arguments, Terminal terminal) throws IOException {
    Path out = Path.of(arguments.<String>matchedPositionalValue(0, ""));
    List<String> named = List.of(arguments.matchedPositionalValue(1, new String[0]));
    if (named.stream().allMatch(CreateCommand::isFolder)) {
      Form form = FormOptions.form(arguments, new Form.FatElf(PageSizes.OF_ARCHITECTURES));
      MergeCommand.merge(named, out, MergeRules.defaults(), form, arguments, terminal);
      return ExitCode.OK;
    }
    List<NamedSlice> inputs = new ArrayList<>();
    List<SliceSource> sources = new ArrayList<>();
    for (String argument : named) {
      NamedSlice input = NamedSlice.parse(argument);
      FatOutput.warn(input.file(), terminal);
      inputs.add(input);
      sources.addAll(input.slices());
    }
    Form form = FormOptions.form(arguments, new Form.FatElf(PageSizes.OF_ARCHITECTURES));
    LayoutPlan plan = new Slices(sources).plan(form);
    Path like = inputs.getFirst().file().file();
    if (arguments.hasMatchedOption("--dry-run")) {
      FatOutput.print(plan, out, arguments, terminal);
    } else {
      FatOutput.write(plan, like, out, terminal);
    }
    return ExitCode.OK;
  }

  private static boolean isFolder(String argument) {
    return Files.isDirectory(Path.of(argument.substring(argument.indexOf('=') + 1)));
  }
}
