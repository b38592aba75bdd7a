package dev.elfwright.cli.abi;

import dev.elfwright.abi.library.KernelTypes;
import dev.elfwright.abi.library.LibraryAbi;
import dev.elfwright.abi.library.LibraryReader;
import dev.elfwright.abi.library.LibraryReading;
import dev.elfwright.cli.Options;
import dev.elfwright.elf.debug.DebugFiles;
import dev.elfwright.livepatch.kernel.KernelImage;
import dev.elfwright.livepatch.kernel.KernelObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * How the file is read that a command was given: a library, a module of a kernel, or a kernel as it
 * is booted.
 *
 * @param debugFiles where debugging information lies that is not in the file
 * @param kernels where the types lie that a module builds on
 */
record LibraryOptions(DebugFiles debugFiles, KernelTypes kernels) implements LibraryReading {
  private static final int BOOT_SECTOR = 512;

  /** Adds the options. */
  static void addTo(CommandSpec spec) {
    spec.addOption(DebugFolder.option());
    spec.addOption(
        Options.value(
                "FILE",
                "The kernel that a module was built for, as vmlinux, vmlinuz or"
                    + " /sys/kernel/btf/vmlinux: the module's types (BTF) continue the kernel's."
                    + " Default: boot/vmlinuz-R beside lib/modules/R.",
                "--kernel")
            .build());
  }

  static LibraryOptions of(ParseResult arguments) {
    String kernel = arguments.matchedOptionValue("--kernel", "");
    return new LibraryOptions(
        DebugFolder.of(arguments),
        new ModuleKernel(kernel.isEmpty() ? Optional.empty() : Optional.of(Path.of(kernel))));
  }

  @Override
  public LibraryAbi read(Path file) throws IOException {
    return isBooted(file) && KernelObject.open(file) instanceof KernelImage image
        ? LibraryReader.readKernel(image.elf())
        : LibraryReader.read(file, debugFiles, kernels);
  }

  /** Whether a file is not ELF and ends its first sector as what a PC boots does. */
  private static boolean isBooted(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (var in = Files.newInputStream(file)) {
      byte[] sector = in.readNBytes(BOOT_SECTOR);
      return sector.length == BOOT_SECTOR
          && sector[0] != 0x7f
          && sector[BOOT_SECTOR - 2] == 0x55
          && sector[BOOT_SECTOR - 1] == (byte) 0xaa;
    }
  }
}
