package dev.elfwright.abi.library;

import dev.elfwright.dwarf.Dwarf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.btf.Btf;
import dev.elfwright.elf.debug.DebugFiles;
import dev.elfwright.elf.debug.DebugLink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Debugging information that was looked for, and where it was found.
 *
 * @param absent the names of whole files of DWARF that were looked for and not found
 */
record DebuggingInformation(
    Optional<Dwarf> dwarf, Optional<Btf> btf, Sight.Debugging origin, List<String> absent)
    implements AutoCloseable {
  static final DebuggingInformation NONE =
      new DebuggingInformation(Optional.empty(), Optional.empty(), Sight.Debugging.NONE, List.of());

  static DebuggingInformation of(
      ElfModel model, Path file, DebugFiles debugFiles, KernelTypes kernels) throws IOException {
    boolean isHere = hasBytes(model, ".debug_info") || hasBytes(model, ".zdebug_info");
    Optional<Dwarf> dwarf = Dwarf.open(file, debugFiles);
    if (dwarf.isEmpty()) {
      return ofBtf(model, file, kernels)
          .lacking(DebugLink.of(model).map(DebugLink::name).stream().toList());
    }
    List<String> absent = dwarf.get().missing();
    if (!absent.isEmpty()) {
      // A reference into what is not there would be taken for void.
      dwarf.get().close();
      return ofBtf(model, file, kernels).lacking(absent);
    }
    return new DebuggingInformation(
        dwarf,
        Optional.empty(),
        isHere ? Sight.Debugging.IN_FILE : Sight.Debugging.APART,
        List.of());
  }

  private DebuggingInformation lacking(List<String> files) {
    return new DebuggingInformation(dwarf, btf, origin, files);
  }

  private static DebuggingInformation of(Btf btf) {
    return new DebuggingInformation(
        Optional.empty(), Optional.of(btf), Sight.Debugging.BTF, List.of());
  }

  /** The files that were not found, those of split units as far as these were asked for. */
  List<String> missing() {
    return dwarf.map(Dwarf::missing).orElse(absent);
  }

  /** Types of a kernel, which continue no others. */
  static DebuggingInformation ofBtf(ElfModel kernel) {
    return Btf.of(kernel).map(DebuggingInformation::of).orElse(NONE);
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
      return of(own.get());
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
        .map(DebuggingInformation::of)
        .orElse(
            new DebuggingInformation(
                Optional.empty(), Optional.empty(), Sight.Debugging.BTF_WITHOUT_KERNEL, List.of()));
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
