package dev.elfwright.livepatch.kernel;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.constant.FileType;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** A kernel or a module: what a livepatch calls an object. */
public sealed interface KernelObject permits KernelImage, KernelModule {
  /** {@code vmlinux}, or the module's name as {@code lsmod} prints it. */
  String name();

  /** The ELF file, expanded. */
  ElfModel elf();

  /** Its symbols as the kernel counts them. */
  KernelSymbols symbols();

  /**
   * What makes a module fit a kernel: release and build options, as modules have it in {@code
   * vermagic=}.
   */
  String vermagic();

  /**
   * Reads a {@code vmlinuz}, a {@code vmlinux} or a module, packed or not.
   *
   * @throws IOException when the file cannot be read
   * @throws ElfFormatException when it is none of these, or malformed
   */
  static KernelObject open(Path file) throws IOException {
    String name = file.toString();
    MemorySegment bytes = BootFile.read(file);
    ElfModel elf = BootFile.elf(name, bytes);
    return elf.header().type() == FileType.REL
        ? new KernelModule(elf, file.getFileName().toString())
        : new KernelImage(elf);
  }
}
