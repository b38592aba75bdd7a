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
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What objcopy and strip, as commands of those names, do with each file. */
record Alias(OptionValues options, CopyOptions copy) {
  static void declare(CommandSpec spec, String name, CopyOptions copy) {
    Formats.declare(spec);
    OptionValues.flag(spec, "Taken and ignored.", "-v", "--verbose");
    spec.addOption(
        copy.ordered(
            "Members of archives get no dates and owners (default).",
            "-D",
            "--enable-deterministic-archives"));
    spec.addOption(
        copy.ordered(
            "Members of archives keep dates and owners.",
            "-U",
            "--disable-deterministic-archives"));
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
    if (options.has("--preserve-dates") && (file.equals("-") || out.equals("-"))) {
      throw new InputException("--preserve-dates: standard input and output have no dates");
    }
    if (!file.equals("-")) {
      change(Path.of(file), file, out, terminal);
      return;
    }
    Path copied = Files.createTempFile("elfwright-", ".tmp");
    try {
      Files.copy(System.in, copied, StandardCopyOption.REPLACE_EXISTING);
      change(copied, file, out, terminal);
    } finally {
      Files.delete(copied);
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
      times.giveTo(Path.of(dwo));
    }
    Rewrite.Destination destination =
        out.equals("-")
            ? new Rewrite.Destination.Streamed()
            : out.equals(name)
                ? new Rewrite.Destination.InPlace()
                : new Rewrite.Destination.To(Path.of(out));
    Rewrite rewrite = new Rewrite(Layout.REPACK, destination, Optional.empty(), copy.stamps());
    formats.rewrite(rewrite, path, name, change, terminal);
    if (!out.equals("-")) {
      times.giveTo(Path.of(out));
    }
  }
}
