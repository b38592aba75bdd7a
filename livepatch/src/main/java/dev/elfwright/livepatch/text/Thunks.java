package dev.elfwright.livepatch.text;

import dev.elfwright.livepatch.code.CodeImage;
import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Indirect branches and returns, which compilers make as jumps to thunks, and which the kernel
 * turns into what the processor needs: {@code apply_retpolines} and {@code apply_returns} in {@code
 * arch/x86/kernel/alternative.c}.
 */
final class Thunks {
  // Numbers of features in arch/x86/include/asm/cpufeatures.h of Linux 6.1.
  private static final int RETPOLINE = 11 * 32 + 12;
  private static final int RETPOLINE_LFENCE = 11 * 32 + 13;
  private static final int RETHUNK = 11 * 32 + 14;
  private static final int THUNK_IN_LOWER_HALF = 21 * 32 + 5;

  private static final int CS_PREFIX = 0x2e;

  /** Bytes from a thunk to that for the next register ({@code RETPOLINE_THUNK_SIZE}). */
  private static final int THUNK_SIZE = 32;

  private final CodeImage code;
  private final RunningKernel kernel;
  private final boolean withReturnThunk;
  private final boolean hasLowerHalfThunks;
  private final long returnThunk;

  Thunks(CodeImage code, RunningKernel kernel) throws IOException {
    this.code = code;
    this.kernel = kernel;
    this.withReturnThunk = kernel.hasFeature(RETHUNK);
    this.hasLowerHalfThunks = kernel.hasFeature(THUNK_IN_LOWER_HALF);
    OptionalLong chosen = kernel.find("x86_return_thunk");
    this.returnThunk = chosen.isPresent() ? kernel.memory().i64(chosen.getAsLong()) : 0;
  }

  /** {@code cpu_wants_rethunk_at}. */
  private boolean isThunked(long site) {
    boolean onlyLowerHalf =
        hasLowerHalfThunks && returnThunk == kernel.find("its_return_thunk").orElse(0);
    return withReturnThunk && (!onlyLowerHalf || (site & 0x20) == 0);
  }

  /** What a return is at an address, in five bytes. */
  byte[] returnAt(long site) {
    return isThunked(site)
        ? Encoding.branch(Encoding.JUMP, site, returnThunk)
        : Encoding.padded(new byte[] {(byte) Encoding.RETURN}, Encoding.SIZE, Encoding.STOP);
  }

  /** The function that a conditional jump to a return leads to. */
  String conditionalReturn() {
    return withReturnThunk ? "__x86_return_thunk" : "__static_call_return";
  }

  /** Entries of four bytes, the distance to a jump to the thunk. */
  void returns(Tables tables) {
    CodeImage.Table table = tables.find(".return_sites").orElse(new CodeImage.Table(0, 0));
    for (long at = table.address(); at + 4 <= table.end(); at += 4) {
      long site = code.relative(at);
      if (code.has(site, Encoding.SIZE) && code.u8(site) == Encoding.JUMP) {
        code.write(Cause.RETURN.ordinal(), site, returnAt(site));
      }
    }
  }

  /** Entries of four bytes, the distance to a call or jump to a thunk. */
  void indirectBranches(Tables tables) throws IOException {
    CodeImage.Table table = tables.find(".retpoline_sites").orElse(new CodeImage.Table(0, 0));
    boolean withFence = kernel.hasFeature(RETPOLINE_LFENCE);
    if (kernel.hasFeature(RETPOLINE) && !withFence) {
      return;
    }
    for (long at = table.address(); at + 4 <= table.end(); at += 4) {
      long site = code.relative(at);
      if (code.has(site, Encoding.SIZE + 1)) {
        indirectBranch(site, withFence);
      }
    }
  }

  /** {@code patch_retpoline}; what GCC does not make, conditional jumps to thunks, is left. */
  private void indirectBranch(long site, boolean withFence) throws IOException {
    int prefixes = code.u8(site) == CS_PREFIX ? 1 : 0;
    int opcode = code.u8(site + prefixes);
    if (opcode != Encoding.CALL && opcode != Encoding.JUMP) {
      return;
    }
    int size = prefixes + Encoding.SIZE;
    long target = site + size + code.i32(site + prefixes + 1);
    long register = (target - kernel.address("__x86_indirect_thunk_array")) / THUNK_SIZE;
    if (register < 0 || register > 15) {
      throw code.malformed("an indirect branch at 0x%x to no thunk".formatted(site));
    }
    byte[] fence = withFence ? Encoding.hex("0faee8") : new byte[0];
    long lastByte = site + fence.length + 1 + register / 8;
    if (hasLowerHalfThunks && (lastByte & 0x20) == 0) {
      throughThunk(site, prefixes, opcode, (int) register);
      return;
    }
    byte[] branch = branch(opcode, (int) register);
    byte[] bytes = Arrays.copyOf(fence, size);
    int n = fence.length + branch.length;
    if (n > size) {
      return; // the kernel leaves what does not fit
    }
    System.arraycopy(branch, 0, bytes, fence.length, branch.length);
    if (opcode == Encoding.JUMP && n < size) {
      bytes[n++] = Encoding.STOP;
    }
    byte[] rest = Encoding.nops(size - n);
    System.arraycopy(rest, 0, bytes, n, rest.length);
    code.write(Cause.RETPOLINE.ordinal(), site, bytes);
  }

  /** {@code emit_indirect}. */
  private static byte[] branch(int opcode, int register) {
    int modRm = (opcode == Encoding.CALL ? 0xd0 : 0xe0) + (register & 7);
    return register >= 8
        ? new byte[] {0x41, (byte) 0xff, (byte) modRm}
        : new byte[] {(byte) 0xff, (byte) modRm};
  }

  /**
   * {@code emit_its_trampoline}: the branch leads to a jump that lies where such may lie. The
   * kernel makes these jumps on pages that are no part of any file, so where it leads is taken from
   * memory, and what is there has to be that jump.
   */
  private void throughThunk(long site, int prefixes, int opcode, int register) throws IOException {
    long at = site + prefixes;
    MemoryPicture memory = kernel.memory();
    long target = at + Encoding.SIZE + memory.i32(at + 1);
    byte[] jump = branch(Encoding.JUMP, register);
    if ((target + jump.length - 1 & 0x20) != 0 && memory.contains(target, jump)) {
      code.write(Cause.RETPOLINE.ordinal(), at, Encoding.branch(opcode, at, target));
    }
  }
}
