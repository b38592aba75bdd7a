package dev.elfwright.machine.readelf;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SegmentType;
import org.jspecify.annotations.Nullable;

/**
 * The dynamic section where readelf looks for it: in .dynamic, or else in PT_DYNAMIC. Entries go up
 * to and with the first DT_NULL.
 */
final class DynamicEntries {
  private final ElfBytes in;
  private final long offset;
  private final int count;

  private DynamicEntries(ElfBytes in, long offset, int count) {
    this.in = in;
    this.offset = offset;
    this.count = count;
  }

  static DynamicEntries of(Image image) {
    DynamicEntries none = new DynamicEntries(image.bytes(), 0, 0);
    DynamicEntries found = none;
    for (Segment s : image.segments()) {
      if (s.type() == SegmentType.DYNAMIC) {
        SectionHeader section = image.section(".dynamic");
        if (section == null || section.size() == 0) {
          found = read(image, s.offset(), s.fileSize());
        } else if (section.type() == SectionType.NOBITS) {
          found = none;
        } else {
          found = read(image, section.offset(), section.size());
        }
      }
    }
    return found;
  }

  private static DynamicEntries read(Image image, long offset, long size) {
    ElfBytes in = image.bytes();
    int entry = 2 * in.wordSize();
    int count = 0;
    // readelf takes less than two bytes for none.
    if (size < 2 || !image.has(offset, size)) {
      return new DynamicEntries(in, 0, 0);
    }
    long most = Math.min(size / entry, Integer.MAX_VALUE);
    while (count < most) {
      count++;
      if (in.word(offset + (long) (count - 1) * entry) == DynamicTag.NULL) {
        break;
      }
    }
    return new DynamicEntries(in, offset, count);
  }

  /** The file offset of the first entry. */
  long offset() {
    return offset;
  }

  int count() {
    return count;
  }

  /** d_tag, unsigned in both classes. */
  long tag(int index) {
    return in.word(offset + (long) index * 2 * in.wordSize());
  }

  long value(int index) {
    return in.word(offset + (long) index * 2 * in.wordSize() + in.wordSize());
  }

  /** The value of the last entry with a tag, or 0: readelf does not tell the two apart. */
  long value(long tag) {
    for (int i = count - 1; i >= 0; i--) {
      if (tag(i) == tag) {
        return value(i);
      }
    }
    return 0;
  }

  /** Whether the first DT_FLAGS_1 says that the file is a program. */
  boolean isProgram() {
    for (int i = 0; i < count; i++) {
      if (tag(i) == DynamicTag.FLAGS_1) {
        return (value(i) & DynamicTag.DF_1_PIE) != 0;
      }
    }
    return false;
  }

  @Nullable StringBytes strings(Image image) {
    long address = value(DynamicTag.STRTAB);
    long size = value(DynamicTag.STRSZ);
    return address == 0 || size == 0
        ? null
        : StringBytes.at(in, image.offsetOf(address, size), size);
  }
}
