package dev.elfwright.elf.verify;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.NoteType;
import dev.elfwright.elf.constant.SegmentType;

/**
 * Rules about PT_GNU_PROPERTY: one note of owner GNU whose description is a list of properties.
 *
 * <table>
 * <caption>A property, offsets in bytes</caption>
 * <tr><td>0</td><td>pr_type, 4 bytes</td></tr>
 * <tr><td>4</td><td>pr_datasz, 4 bytes: the size of pr_data</td></tr>
 * <tr><td>8</td><td>pr_data, padded to a multiple of 8 bytes, of 4 in ELF32</td></tr>
 * </table>
 */
final class PropertyCheck implements Check {
  /** NOTE_DATA_SZ of the kernel. */
  private static final long KERNEL_LIMIT = 1024;

  /** The sizes and type of the note, and "GNU" with its NUL. */
  private static final int NOTE_HEADER = 16;

  @Override
  public void run(Subject subject, Report report) {
    if (!subject.isLoadable()) {
      return;
    }
    for (int i = 0; i < subject.segments().size(); i++) {
      Segment s = subject.segments().get(i);
      if (s.type() == SegmentType.GNU_PROPERTY) {
        note(subject, report, i, s);
      }
    }
  }

  private static void note(Subject subject, Report report, int index, Segment s) {
    String name = subject.segmentName(index);
    if (s.fileSize() < 0 || s.fileSize() > KERNEL_LIMIT) {
      report.add(Rule.PROPERTY_SIZE, subject.segmentAt(index), name, "0x%x bytes", s.fileSize());
      return;
    }
    ElfBytes in = subject.in();
    in.require(s.offset(), s.fileSize(), "program properties");
    boolean isProperties =
        s.fileSize() >= NOTE_HEADER
            && in.u32(s.offset()) == 4
            && in.i32(s.offset() + 8) == NoteType.GNU_PROPERTY_TYPE_0;
    if (!isProperties || in.u32(s.offset() + 4) > s.fileSize() - NOTE_HEADER) {
      report.add(Rule.PROPERTY_LAYOUT, s.offset(), name, "not one note of properties");
      return;
    }
    properties(report, name, in, s.offset() + NOTE_HEADER, in.u32(s.offset() + 4));
  }

  private static void properties(Report report, String name, ElfBytes in, long start, long size) {
    long end = start + size;
    long previous = -1;
    for (long at = start; at < end; ) {
      long data = end - at < 8 ? -1 : in.u32(at + 4);
      long padded = data + in.wordSize() - 1 & -in.wordSize();
      if (data < 0 || padded > end - at - 8) {
        report.add(Rule.PROPERTY_LAYOUT, at, name, "a property does not fit before 0x%x", end);
        return;
      }
      long type = in.u32(at);
      if (type <= previous) {
        report.add(Rule.PROPERTY_ORDER, at, name, "type 0x%x follows 0x%x", type, previous);
      }
      previous = type;
      at += 8 + padded;
    }
  }
}
