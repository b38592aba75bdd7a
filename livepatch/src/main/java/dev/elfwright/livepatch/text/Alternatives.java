package dev.elfwright.livepatch.text;

import dev.elfwright.livepatch.LivepatchRefusedException;
import dev.elfwright.livepatch.code.CodeImage;
import dev.elfwright.livepatch.code.Structure;
import dev.elfwright.machine.x86.InstructionLength;
import java.io.IOException;
import java.util.Arrays;

/**
 * Instructions that are replaced on processors with a feature, or without it: {@code
 * apply_alternatives} in {@code arch/x86/kernel/alternative.c} of Linux 6.1.
 *
 * <table>
 * <caption>struct alt_instr, offsets in bytes</caption>
 * <tr><td>0</td><td>4</td><td>distance to the instructions</td></tr>
 * <tr><td>4</td><td>4</td><td>distance to the replacement</td></tr>
 * <tr><td>8</td><td>2</td><td>number of the feature; bit 15: replaced where it is missing</td></tr>
 * <tr><td>10</td><td>1</td><td>bytes of the instructions</td></tr>
 * <tr><td>11</td><td>1</td><td>bytes of the replacement</td></tr>
 * </table>
 */
final class Alternatives {
  private static final int ENTRY = 12;
  private static final int WITHOUT = 1 << 15;
  private static final byte NOP = (byte) 0x90;

  private final CodeImage code;

  private Alternatives(CodeImage code) {
    this.code = code;
  }

  static void apply(CodeImage code, RunningKernel kernel, Tables tables) throws IOException {
    CodeImage.Table table = tables.find(".altinstructions").orElse(new CodeImage.Table(0, 0));
    if (table.size() == 0) {
      return;
    }
    Structure entry = kernel.structure("alt_instr");
    if (entry.size() != ENTRY || !entry.has("cpuid") || entry.offset("cpuid") != 8) {
      throw new LivepatchRefusedException(
          "%s: alternatives in a form other than that of Linux 6.1 are not known"
              .formatted(kernel.image().elf().file()));
    }
    Alternatives all = new Alternatives(code);
    for (long at = table.address(); at + ENTRY <= table.end(); at += ENTRY) {
      int condition = code.u16(at + 8);
      boolean wanted = kernel.hasFeature(condition & ~WITHOUT) ^ (condition & WITHOUT) != 0;
      all.entry(code.relative(at), code.relative(at + 4), at, wanted);
    }
  }

  private void entry(long site, long replacement, long at, boolean wanted) {
    int size = code.u8(at + 10);
    int replacementSize = code.u8(at + 11);
    if (!code.has(site, size)) {
      return;
    }
    if (wanted) {
      replace(site, size, code.bytes(replacement, replacementSize), replacement);
    }
    joinNops(site, size);
  }

  private void replace(long site, int size, byte[] with, long from) {
    byte[] bytes = with;
    if (with.length == Encoding.SIZE) {
      int opcode = with[0] & 0xff;
      long target = from + Encoding.SIZE + code.i32(from + 1);
      if (opcode == Encoding.CALL) {
        bytes = Encoding.branch(Encoding.CALL, site, target);
      } else if (opcode == Encoding.JUMP) {
        bytes = jump(site, target);
      }
    }
    code.write(
        Cause.ALTERNATIVE.ordinal(),
        site,
        Encoding.padded(bytes, Math.max(size, bytes.length), NOP));
  }

  /** {@code recompute_jump}: forwards in two bytes where that is far enough. */
  private static byte[] jump(long site, long target) {
    long distance = target - site;
    if (distance < 0 || distance - 2 > 127) {
      return Encoding.branch(Encoding.JUMP, site, target);
    }
    byte[] bytes = Arrays.copyOf(Encoding.shortJump(site, target), Encoding.SIZE);
    System.arraycopy(Encoding.nops(3), 0, bytes, 2, 3);
    return bytes;
  }

  /** {@code optimize_nops}: single bytes that do nothing become fewer instructions. */
  private void joinNops(long site, int size) {
    int readable = size;
    while (readable < size + InstructionLength.LONGEST && code.has(site, readable + 1)) {
      readable++;
    }
    byte[] bytes = code.bytes(site, readable);
    int at = 0;
    while (at < size) {
      int length = InstructionLength.at(bytes, at, bytes.length);
      if (length == 0) {
        return;
      }
      if (length == 1 && bytes[at] == NOP) {
        int end = at;
        while (end < size && bytes[end] == NOP) {
          end++;
        }
        if (end - at > 1) {
          code.write(Cause.ALTERNATIVE.ordinal(), site + at, Encoding.nops(end - at));
        }
        at = end;
      } else {
        at += length;
      }
    }
  }
}
