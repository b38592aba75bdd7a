package dev.elfwright.tls;

import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.constant.Machine;
import java.util.Optional;

/**
 * What a machine's glibc has at the thread pointer (sysdeps/.../tls.h, nptl/descr.h).
 *
 * @param variant on which side the block grows
 * @param controlBlock TLS_TCB_SIZE in bytes where it stands at the block's start, else 0
 * @param alignment TCB_ALIGNMENT in bytes: at least that is the block aligned to
 */
public record ThreadArea(Variant variant, long controlBlock, long alignment) {
  /** The area on a machine; empty for one whose rules are not known here. */
  public static Optional<ThreadArea> of(FileHeader header, GlibcVersion version) {
    // The area of restartable sequences in struct pthread has 32 bytes of alignment.
    long usual = version.isSince(GlibcVersion.RSEQ_IN_THREAD) ? 32 : 16;
    return switch (header.machine()) {
      case Machine.X86_64, Machine.I386 -> below(64);
      case Machine.S390, Machine.SPARC, Machine.SPARCV9 -> below(usual);
      case Machine.AARCH64 -> above(16, usual);
      case Machine.ARM -> above(8, usual);
      case Machine.PPC, Machine.PPC64, Machine.RISCV, Machine.LOONGARCH, Machine.MIPS ->
          above(0, usual);
      default -> Optional.empty();
    };
  }

  private static Optional<ThreadArea> below(long alignment) {
    return Optional.of(new ThreadArea(Variant.BELOW_THREAD_POINTER, 0, alignment));
  }

  private static Optional<ThreadArea> above(long controlBlock, long alignment) {
    return Optional.of(new ThreadArea(Variant.ABOVE_THREAD_POINTER, controlBlock, alignment));
  }
}
