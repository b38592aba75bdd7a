package dev.elfwright.link.measure;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.Machine;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/**
 * Finds the instruction that stores a register into a variable of the same file: {@code MOV r/m64,
 * r64} with a displacement from the next instruction (Intel SDM volume 2, "MOV": REX.W 89 /r with
 * mod 00 and r/m 101). That is how compilers for x86-64 write to a variable that they know to be
 * near.
 */
final class StoreSearch {
  private static final ValueLayout.OfInt DISPLACEMENT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int LENGTH = 7;

  private StoreSearch() {}

  /** The address of the first such instruction; empty when there is none. */
  static OptionalLong find(ElfModel file, long variable) {
    if (file.header().machine() != Machine.X86_64) {
      return OptionalLong.empty();
    }
    for (Segment segment : file.segments()) {
      if (segment.isLoad() && (segment.flags() & Segment.EXECUTE) != 0) {
        OptionalLong found = find(file, segment, variable);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return OptionalLong.empty();
  }

  private static OptionalLong find(ElfModel file, Segment segment, long variable) {
    MemorySegment code =
        file.bytes().slice(segment.offset(), segment.fileSize(), "executable segment");
    for (long at = 0; at + LENGTH <= code.byteSize(); at++) {
      if (code.get(JAVA_BYTE, at + 1) == (byte) 0x89
          && (code.get(JAVA_BYTE, at) & 0xfb) == 0x48
          && (code.get(JAVA_BYTE, at + 2) & 0xc7) == 0x05) {
        long next = segment.address() + at + LENGTH;
        if (next + code.get(DISPLACEMENT, at + 3) == variable) {
          return OptionalLong.of(segment.address() + at);
        }
      }
    }
    return OptionalLong.empty();
  }
}
