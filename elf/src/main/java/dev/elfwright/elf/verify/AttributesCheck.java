package dev.elfwright.elf.verify;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.constant.SectionType;

/**
 * Rules about build attributes. The byte 'A', then for each vendor
 *
 * <pre>
 * 4   size of all that is the vendor's, these bytes included
 *     the vendor's name, with a NUL
 *     for the file, a section or a symbol: a ULEB128 tag; 4 for the size, from the tag on; attributes
 * </pre>
 */
final class AttributesCheck implements Check {
  /** SHT_ARM_ATTRIBUTES, SHT_RISCV_ATTRIBUTES and those of others are one number. */
  private static final int ATTRIBUTES = 0x70000003;

  @Override
  public void run(Subject subject, Report report) {
    for (int i = 1; i < subject.sections().size(); i++) {
      SectionHeader s = subject.sections().get(i);
      if (s.size() > 0 && (s.flags() & SectionFlag.COMPRESSED) == 0 && holds(subject, s.type())) {
        int index = i;
        report.attempt(() -> section(subject, report, subject.sectionName(index), s));
      }
    }
  }

  private static boolean holds(Subject subject, int type) {
    int machine = subject.header().machine();
    return type == SectionType.GNU_ATTRIBUTES
        || type == ATTRIBUTES && (machine == Machine.ARM || machine == Machine.RISCV);
  }

  private static void section(Subject subject, Report report, String place, SectionHeader s) {
    ElfBytes in = subject.in();
    in.require(s.offset(), s.size(), place);
    subject.spend(s.size());
    if (in.u8(s.offset()) != 'A') {
      report.add(
          Rule.ATTRIBUTES_FORMAT,
          s.offset(),
          place,
          "begins with 0x%x instead of 'A'",
          in.u8(s.offset()));
      return;
    }
    long end = s.offset() + s.size();
    for (long at = s.offset() + 1; at < end; ) {
      long size = end - at < 4 ? 0 : in.u32(at);
      if (size < 5 || size > end - at) {
        tooLong(report, at, place, "the attributes of a vendor", size, end - at);
        return;
      }
      if (!vendor(in, report, place, at + 4, at + size)) {
        return;
      }
      at += size;
    }
  }

  /** A vendor's name and parts; false when a part is broken, so that one defect is told once. */
  private static boolean vendor(ElfBytes in, Report report, String place, long start, long end) {
    long at = start;
    while (at < end && in.u8(at) != 0) {
      at++;
    }
    if (at == end) {
      tooLong(report, start, place, "the name of a vendor", end - start + 1, end - start);
      return false;
    }
    for (at++; at < end; ) {
      long sizeAt = at;
      while (sizeAt < end && in.u8(sizeAt) >= 0x80) {
        sizeAt++;
      }
      sizeAt++;
      long size = end - sizeAt < 4 ? 0 : in.u32(sizeAt);
      if (size < sizeAt - at + 4 || size > end - at) {
        tooLong(report, at, place, "a part of the attributes", size, end - at);
        return false;
      }
      at += size;
    }
    return true;
  }

  private static void tooLong(
      Report report, long at, String place, String what, long size, long room) {
    report.add(Rule.ATTRIBUTES_LENGTH, at, place, "%s would have %d bytes of %d", what, size, room);
  }
}
