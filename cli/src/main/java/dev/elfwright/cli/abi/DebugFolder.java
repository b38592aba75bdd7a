package dev.elfwright.cli.abi;

import dev.elfwright.cli.Options;
import dev.elfwright.elf.debug.DebugFiles;
import java.nio.file.Path;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The option {@code --debug-dir}, alike in all commands that look for debugging information. */
final class DebugFolder {
  private static final String DEFAULT = "/usr/lib/debug";

  private DebugFolder() {}

  static OptionSpec option() {
    return Options.value(
            "DIR",
            "Where debugging information lies that is not in the file: by build ID, or by debug"
                + " link. Default: "
                + DEFAULT
                + ".",
            "--debug-dir")
        .build();
  }

  static DebugFiles of(ParseResult arguments) {
    return new DebugFiles(Path.of(arguments.matchedOptionValue("--debug-dir", DEFAULT)));
  }
}
