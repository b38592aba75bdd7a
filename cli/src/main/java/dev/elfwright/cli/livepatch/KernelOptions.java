package dev.elfwright.cli.livepatch;

import dev.elfwright.cli.InputException;
import dev.elfwright.cli.Options;
import dev.elfwright.livepatch.kernel.KernelFiles;
import dev.elfwright.livepatch.kernel.KernelModule;
import dev.elfwright.livepatch.kernel.KernelObject;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Which kernel a command is about. */
final class KernelOptions {
  private KernelOptions() {}

  static void addTo(CommandSpec spec) {
    spec.addOption(
        Options.value(
                "KERNEL",
                "The kernel: a release as uname -r prints it, or the path of a vmlinuz.",
                "--kernel")
            .required(true)
            .build());
    spec.addOption(
        Options.value(
                "DIR",
                "Where the packages of that release are installed, or were unpacked by dpkg-deb -x;"
                    + " / by default. Headers are looked for in / as well.",
                "--root")
            .build());
    spec.addOption(
        Options.values(
            "--module",
            "KO",
            "A module that is not among the kernel's; may be given several times."));
  }

  static KernelFiles of(ParseResult arguments) throws IOException {
    KernelFiles kernel =
        KernelFiles.of(
            Path.of(arguments.matchedOptionValue("--root", "/")),
            arguments.matchedOptionValue("--kernel", ""));
    for (String file : arguments.matchedOptionValue("--module", new String[0])) {
      if (!(KernelObject.open(Path.of(file)) instanceof KernelModule module)) {
        throw new InputException(file + ": a kernel, expected a module");
      }
      kernel.with(module);
    }
    return kernel;
  }
}
