package dev.elfwright.cli.abi;

import dev.elfwright.cli.Options;
import dev.elfwright.link.graph.SearchEnvironment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The options that say which programs are looked at, and how these find their libraries. */
final class ConsumerOptions {
  private ConsumerOptions() {}

  static void addTo(CommandSpec spec, int firstArgument) {
    spec.addPositional(more(firstArgument));
    spec.addOption(
        Options.values(
            "--consumers",
            "PATH",
            "A program or library, or a folder of them. Of folders, those count whose search for"
                + " libraries leads to LIB, as the loader does it; when none leads there, LIB"
                + " stands for the library of its name that they find. A file that does not need"
                + " it is taken to load it later (dlopen)."));
    spec.addOption(Options.value("DIRS", "Instead of LD_LIBRARY_PATH.", "--library-path").build());
  }

  /** {@code --consumers a b}: an option takes one value, so what else is named comes here. */
  private static PositionalParamSpec more(int first) {
    return Options.arguments(
        first + "..*", "0..*", "PATH", "More programs and folders, after --consumers PATH.");
  }

  /** All paths that were named, the first of them by the option. */
  static List<Path> paths(ParseResult arguments, int first) {
    String[] named = arguments.matchedOptionValue("--consumers", new String[0]);
    String[] more = arguments.matchedPositionalValue(first, new String[0]);
    if (named.length == 0 && more.length > 0) {
      throw new ParameterException(
          arguments.commandSpec().commandLine(),
          "'%s' is one file too many; programs come after --consumers".formatted(more[0]));
    }
    return Stream.of(named, more).flatMap(Stream::of).map(Path::of).toList();
  }

  static SearchEnvironment environment(ParseResult arguments) {
    SearchEnvironment current = SearchEnvironment.current();
    return arguments.hasMatchedOption("--library-path")
        ? current.withLibraryPath(
            Optional.of(arguments.<String>matchedOptionValue("--library-path", "")))
        : current;
  }
}
