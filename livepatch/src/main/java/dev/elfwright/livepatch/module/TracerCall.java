package dev.elfwright.livepatch.module;

import dev.elfwright.livepatch.kernel.KernelImage;
import dev.elfwright.livepatch.kernel.KernelModule;
import dev.elfwright.livepatch.kernel.KernelObject;
import dev.elfwright.livepatch.kernel.KernelSymbol;
import java.lang.foreign.MemorySegment;

/**
 * The call of the tracer that an x86-64 function starts with as it lies on disk: CALL rel32, behind
 * a landing pad (ENDBR64) where the kernel has CONFIG_X86_KERNEL_IBT.
 */
final class TracerCall {
  private static final MemorySegment CALL = MemorySegment.ofArray(new byte[] {(byte) 0xe8});
  private static final MemorySegment ENDBR64 =
      MemorySegment.ofArray(new byte[] {(byte) 0xf3, 0x0f, 0x1e, (byte) 0xfa});

  private TracerCall() {}

  /** Whether a function can be redirected. */
  static boolean isAtStartOf(KernelSymbol function, KernelObject object) {
    long pad = ENDBR64.byteSize();
    return isAt(0, CALL, function, object)
        || isAt(0, ENDBR64, function, object) && isAt(pad, CALL, function, object);
  }

  private static boolean isAt(
      long offset, MemorySegment expected, KernelSymbol function, KernelObject object) {
    long address = function.address() + offset;
    long size = expected.byteSize();
    MemorySegment found =
        switch (object) {
          case KernelImage image -> image.bytes(address, size);
          case KernelModule module -> {
            MemorySegment code = module.elf().sections().get(function.section()).bytes();
            long from = Math.clamp(address, 0, code.byteSize());
            yield code.asSlice(from, Math.min(size, code.byteSize() - from));
          }
        };
    return found.mismatch(expected) == -1;
  }
}
