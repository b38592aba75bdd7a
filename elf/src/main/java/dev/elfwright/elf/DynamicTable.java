package dev.elfwright.elf;

import dev.elfwright.elf.constant.DynamicTag;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The entries of a dynamic section, up to and without the first DT_NULL (gABI, "Dynamic Section").
 */
public final class DynamicTable implements SectionContent {
  private final List<DynamicEntry> entries;

  DynamicTable(ElfBytes in, long start, long size) {
    in.require(start, size, "dynamic section");
    int w = in.wordSize();
    List<DynamicEntry> found = new ArrayList<>();
    for (long at = start; at + 2L * w <= start + size; at += 2L * w) {
      long tag = in.signedWord(at);
      if (tag == DynamicTag.NULL) {
        break;
      }
      found.add(new DynamicEntry(tag, in.word(at + w)));
    }
    entries = List.copyOf(found);
  }

  /** All entries in order. */
  public List<DynamicEntry> entries() {
    return entries;
  }

  /** The value of the last entry with this tag, as the loader takes it. */
  public OptionalLong value(long tag) {
    for (int i = entries.size() - 1; i >= 0; i--) {
      if (entries.get(i).tag() == tag) {
        return OptionalLong.of(entries.get(i).value());
      }
    }
    return OptionalLong.empty();
  }
}
