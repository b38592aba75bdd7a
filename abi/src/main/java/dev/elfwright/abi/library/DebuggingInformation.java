package dev.elfwright.abi.library;

import dev.elfwright.dwarf.Dwarf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.btf.Btf;
import dev.elfwright.elf.debug.DebugFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Debugging information that was looked for, and where it was found. */
record DebuggingInformation(Optional<Dwarf> dwarf, Optional<Btf> btf, Sight.Debugging origin)
    implements AutoCloseable {
  static final DebuggingInformation NONE =
      new DebuggingInformation(Optional.empty(), Optional.empty(), Sight.Debugging.NONE);

  static DebuggingInformation of(
      ElfModel model, Path file, DebugFiles debugFiles, KernelTypes kernels) throws IOException {
    boolean isHere = hasBytes(model, ".debug_info") || hasBytes(model, ".zdebug_info");
    Optional<Dwarf> dwarf = Dwarf.open(file, debugFiles);
    return dwarf.isPresent()
        ? new DebuggingInformation(
            dwarf, Optional.empty(), isHere ? Sight.Debugging.IN_FILE : Sight.Debugging.APART)
        : ofBtf(model, file, kernels);
  }

  /** Types of a kernel, which continue no others. */
  static DebuggingInformation ofBtf(ElfModel kernel) {
    return Btf.of(kernel)
        .map(b -> new DebuggingInformation(Optional.empty(), Optional.of(b), Sight.Debugging.BTF))
        .orElse(NONE);
  }

  /**
   * A module built outside of the kernel's tree brings what it needs of the kernel's types along,
   * in .BTF.base (Linux 6.11, {@code Documentation/bpf/btf.rst}).
   */
  private static DebuggingInformation ofBtf(ElfModel model, Path file, KernelTypes kernels)
      throws IOException {
    Optional<Btf> own = Btf.of(model);
    if (own.isEmpty()) {
      return NONE;
    }
    if (!own.get().needsBase()) {
      return new DebuggingInformation(Optional.empty(), own, Sight.Debugging.BTF);
    }
    Optional<Btf> base =
        model
            .section(".BTF.base")
            .filter(Section::hasBytes)
            .map(s -> Btf.parse(model.file(), s.bytes()));
    if (base.isEmpty()) {
      base = kernels.of(file);
      base.ifPresent(kernel -> requireSame(model, kernel));
    }
    return base.flatMap(b -> Btf.of(model, b))
        .map(b -> new DebuggingInformation(Optional.empty(), Optional.of(b), Sight.Debugging.BTF))
        .orElse(
            new DebuggingInformation(
                Optional.empty(), Optional.empty(), Sight.Debugging.BTF_WITHOUT_KERNEL));
  }

  /**
   * Numbers that continue those of another kernel would lead to any type whatever. Every module
   * holds one {@code struct module} of its kernel.
   */
  private static void requireSame(ElfModel module, Btf kernel) {
    module
        .section(".gnu.linkonce.this_module")
        .ifPresent(own ->
            kernel
                .struct("module")
                .filter(s -> s.size() != own.header().size())
                .ifPresent(s -> {
                  throw new ElfFormatException(
                      module.file(),
                      ElfFormatException.NO_OFFSET,
                      ".gnu.linkonce.this_module",
                      "%d bytes, struct module of the kernel has %d: a module for another kernel"
                          .formatted(own.header().size(), s.size()));
                }));
  }

  private static boolean hasBytes(ElfModel model, String section) {
    return model.section(section).filter(Section::hasBytes).isPresent();
  }

  @Override
  public void close() {
    dwarf.ifPresent(Dwarf::close);
  }
}
