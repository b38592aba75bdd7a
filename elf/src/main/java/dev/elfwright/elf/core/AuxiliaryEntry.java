package dev.elfwright.elf.core;

import dev.elfwright.elf.ElfBytes;
import java.util.List;

/**
 * An entry of the auxiliary vector: two words.
 *
 * @param type a_type, see {@link dev.elfwright.elf.constant.AuxiliaryType}
 * @param value a_val, unsigned
 */
public record AuxiliaryEntry(long type, long value) {
  static void read(ElfBytes in, long start, long size, List<AuxiliaryEntry> found) {
    int w = in.wordSize();
    for (long at = start; at + 2L * w <= start + size && in.word(at) != 0; at += 2L * w) {
      found.add(new AuxiliaryEntry(in.word(at), in.word(at + w)));
    }
  }
}
