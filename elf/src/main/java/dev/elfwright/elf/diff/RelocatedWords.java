package dev.elfwright.elf.diff;

import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Relocations;
import dev.elfwright.elf.Section;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The words of two linked files that the loader fills in. What stands there in the file is an
 * address, or nothing; what comes there is told by the relocation.
 */
final class RelocatedWords {
  private final long[] before;
  private final long[] after;
  private final int size;

  RelocatedWords(ElfModel before, ElfModel after) {
    this.before = addresses(before);
    this.after = addresses(after);
    this.size = before.bytes().wordSize();
  }

  private static long[] addresses(ElfModel file) {
    LongStream.Builder found = LongStream.builder();
    file.dynamic().ifPresent(dynamic -> addTo(found, dynamic));
    long[] sorted = found.build().toArray();
    Arrays.sort(sorted);
    return sorted;
  }

  private static void addTo(LongStream.Builder found, DynamicModel dynamic) {
    List<Relocations> tables = new ArrayList<>(dynamic.relocations());
    tables.addAll(dynamic.packedRelocations());
    tables.forEach(t -> t.forEach((offset, _, _, _) -> found.add(offset)));
    dynamic.relr().ifPresent(relr -> relr.forEach(found::add));
  }

  /** How many bytes differ that are not in such a word, in both files. */
  long differentOutside(Section a, MemorySegment left, Section b, MemorySegment right) {
    long different = 0;
    for (long at = 0; at < left.byteSize(); at++) {
      if (left.get(ValueLayout.JAVA_BYTE, at) != right.get(ValueLayout.JAVA_BYTE, at)
          && !(contains(before, a.header().address() + at)
              && contains(after, b.header().address() + at))) {
        different++;
      }
    }
    return different;
  }

  private boolean contains(long[] words, long address) {
    int at = Arrays.binarySearch(words, address);
    return at >= 0 || (at < -1 && address - words[-at - 2] < size);
  }
}
