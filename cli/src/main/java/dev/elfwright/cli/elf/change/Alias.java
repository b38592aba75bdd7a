package dev.elfwright.cli.elf.change;

import dev.elfwright.cli.InputException;
import dev.elfwright.cli.Version;
import dev.elfwright.cli.output.Terminal;
import dev.elfwright.elf.edit.ElfTransform;
import dev.elfwright.elf.edit.Layout;
import dev.elfwright.elf.edit.SplitDwarf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What objcopy and strip, as commands of those names, do with each file. */
record Alias(OptionValues options, CopyOptions copy) {
  static void declare(CommandSpec spec, String name) {
    Formats.declare(spec);
    OptionValues.flag(spec, "Taken and ignored: archives get no dates.", "-D", "-U");
    OptionValues.flag(
        spec, "Taken and ignored.", "--enable-deterministic-archives", "-v", "--verbose");
    OptionValues.flag(spec, "Taken and ignored.", "--disable-deterministic-archives");
    spec.version(name + " by elfwright " + Version.STRING);
    spec.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .arity("0")
            .type(boolean.class)
            .description("Print the version and exit.")
            .build());
    spec.parser().overwrittenOptionsAllowed(true).allowOptionsAsOptionParameters(true);
  }

  void run(String file, String out, Terminal terminal) throws IOException {
    if (!file.equals("-")) {
      change(Path.of(file), file, out, terminal);
      return;
    }
    if (options.has("--preserve-dates")) {
      throw new InputException("standard input has no dates to preserve");
    }
    Path copy = Files.createTempFile("elfwright-", ".tmp");
    try {
      Files.copy(System.in, copy, StandardCopyOption.REPLACE_EXISTING);
      change(copy, file, out, terminal);
    } finally {
      Files.delete(copy);
    }
  }

  private void change(Path path, String name, String out, Terminal terminal) throws IOException {
    Formats formats = Formats.of(options);
    ElfTransform change = copy.change(options);
    KeptTimes times = new KeptTimes(options.arguments(), path);
    String dwo = options.arguments().matchedOptionValue("--split-dwo", "");
    if (!dwo.isEmpty()) {
      new Rewrite(Layout.REPACK, new Rewrite.Destination.To(Path.of(dwo)))
          .run(path, SplitDwarf.extract(), terminal);
    }
    Rewrite.Destination destination =
        out.equals("-")
            ? new Rewrite.Destination.Streamed()
            : out.equals(name)
                ? new Rewrite.Destination.InPlace()
                : new Rewrite.Destination.To(Path.of(out));
    formats.rewrite(new Rewrite(Layout.REPACK, destination), path, name, change, terminal);
    if (!out.equals("-")) {
      times.giveTo(Path.of(out));
    }
  }
}
