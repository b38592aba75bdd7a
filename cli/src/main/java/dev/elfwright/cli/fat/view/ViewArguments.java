package dev.elfwright.cli.fat.view;

import dev.elfwright.cli.InputException;
import dev.elfwright.fat.FatRefusedException;
import dev.elfwright.fat.TargetPattern;
import dev.elfwright.fat.view.Backing;
import dev.elfwright.fat.view.Extent;
import dev.elfwright.fat.view.ViewException;
import dev.elfwright.fat.view.ViewOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What the commands take in common. */
final class ViewArguments {
  private ViewArguments() {}

  /** The folder of a view, for commands that know the rest from when it was mounted. */
  static PositionalParamSpec mountPoint() {
    return dev.elfwright.cli.Options.arguments(
        "0..*", "1..2", "[FAT_ROOT] MOUNTPOINT", "The folder where a view is mounted.");
  }

  /** The last of one or two arguments; the root that may be before it is known already. */
  static Path mountPoint(ParseResult arguments) {
    String[] given = arguments.matchedPositionalValue(0, new String[0]);
    return Path.of(given[given.length - 1]);
  }

  static ViewOptions options(ParseResult arguments) {
    return new ViewOptions(
        Path.of(arguments.<String>matchedPositionalValue(0, "")),
        Path.of(arguments.<String>matchedPositionalValue(1, "")),
        target(arguments),
        arguments.hasMatchedOption("--only-fat") ? Extent.ONLY_FAT_FILES : Extent.WHOLE_TREE,
        Backing.valueOf(
            arguments.<String>matchedOptionValue("--backing", "auto").toUpperCase(Locale.ROOT)));
  }

  private static TargetPattern target(ParseResult arguments) {
    String name = arguments.matchedOptionValue("--arch", System.getProperty("os.arch"));
    try {
      return TargetPattern.parse(name);
    } catch (FatRefusedException e) {
      throw new ParameterException(arguments.commandSpec().commandLine(), e.getMessage(), e);
    }
  }

  /** What a call may throw, as one line for the user. */
  static <T> T answer(Call<T> call) throws IOException {
    try {
      return call.run();
    } catch (ViewException e) {
      throw InputException.because(e);
    }
  }

  interface Call<T> {
    T run() throws IOException;
  }
}
