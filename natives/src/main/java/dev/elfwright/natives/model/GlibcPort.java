package dev.elfwright.natives.model;

import dev.elfwright.elf.constant.Machine;
import java.util.Map;

/**
 * The first release of glibc for a machine, where that is not lost in history. A library for it
 * cannot ask for less: all symbols have at least the version of that release (glibc
 * sysdeps/unix/sysv/linux, the files shlib-versions).
 */
public final class GlibcPort {
  private static final GlibcVersion BEGINNING = new GlibcVersion(2, 0, 0);

  private static final Map<Integer, GlibcVersion> FIRST =
      Map.of(
          Machine.X86_64, new GlibcVersion(2, 2, 5),
          Machine.AARCH64, new GlibcVersion(2, 17, 0),
          Machine.LOONGARCH, new GlibcVersion(2, 36, 0),
          Machine.ARC_COMPACT2, new GlibcVersion(2, 32, 0),
          Machine.OPENRISC, new GlibcVersion(2, 35, 0));

  private GlibcPort() {}

  /** The release before which no library of a target ran. */
  public static GlibcVersion first(Target target) {
    return switch (target.machine()) {
      case Machine.RISCV -> new GlibcVersion(2, target.bits() == 64 ? 27 : 33, 0);
      // Little-endian programs came with the second ELF ABI.
      case Machine.PPC64 -> target.bigEndian() ? BEGINNING : new GlibcVersion(2, 17, 0);
      default -> FIRST.getOrDefault(target.machine(), BEGINNING);
    };
  }
}
