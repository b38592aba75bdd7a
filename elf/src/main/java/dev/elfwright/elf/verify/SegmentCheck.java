package dev.elfwright.elf.verify;

import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.FileType;
import dev.elfwright.elf.constant.SegmentType;
import java.util.List;

/** Rules about program headers of every type, and those that are mapped. */
final class SegmentCheck implements Check {
  private static final int PAGE = 4096;

  private static final int FIRST_OF_SYSTEMS = 0x6000_0000;

  /** PF_MASKOS and PF_MASKPROC, with R, W and X. */
  private static final int KNOWN_FLAGS = 0xfff0_0007;

  @Override
  public void run(Subject subject, Report report) {
    if (subject.isDebugFile()) {
      return;
    }
    List<Segment> segments = subject.segments();
    int previous = -1;
    for (int i = 0; i < segments.size(); i++) {
      Segment s = segments.get(i);
      if (s.type() != SegmentType.NULL) {
        every(subject, report, i, s);
      }
      if (s.isLoad()) {
        load(subject, report, i, s);
        if (previous >= 0) {
          order(subject, report, i, s, segments.get(previous));
        }
        previous = i;
      }
    }
  }

  private static void every(Subject subject, Report report, int index, Segment s) {
    long at = subject.segmentAt(index);
    long end = subject.in().size();
    if (s.fileSize() != 0
        && (s.offset() < 0
            || s.fileSize() < 0
            || s.offset() > end
            || s.fileSize() > end - s.offset())) {
      report.add(
          Rule.SEGMENT_IN_FILE,
          at,
          subject.segmentName(index),
          "0x%x bytes at 0x%x, the file ends at 0x%x",
          s.fileSize(),
          s.offset(),
          end);
    }
    if (Long.bitCount(s.alignment()) > 1) {
      report.add(
          Rule.SEGMENT_ALIGNMENT,
          at,
          subject.segmentName(index),
          "p_align 0x%x, expected a power of two",
          s.alignment());
    }
    if ((s.flags() & ~KNOWN_FLAGS) != 0) {
      report.add(Rule.SEGMENT_FLAGS, at, subject.segmentName(index), "p_flags 0x%x", s.flags());
    }
    if (s.type() >= 0
        && s.type() < FIRST_OF_SYSTEMS
        && SegmentType.name(s.type(), subject.abi()).startsWith("0x")) {
      report.add(
          Rule.SEGMENT_TYPE, at, subject.segmentName(index), "unknown p_type 0x%x", s.type());
    }
    boolean sized = s.isLoad() || s.type() == SegmentType.TLS;
    if (sized && Long.compareUnsigned(s.fileSize(), s.memorySize()) > 0) {
      report.add(
          Rule.SEGMENT_SIZE,
          at,
          subject.segmentName(index),
          "p_filesz 0x%x is more than p_memsz 0x%x",
          s.fileSize(),
          s.memorySize());
    }
  }

  private static void load(Subject subject, Report report, int index, Segment s) {
    long at = subject.segmentAt(index);
    boolean power = Long.bitCount(s.alignment()) == 1;
    // Without bytes in the file there is nothing to map at the offset.
    if (power && s.fileSize() != 0 && ((s.address() - s.offset()) & (s.alignment() - 1)) != 0) {
      report.add(
          Rule.SEGMENT_CONGRUENT,
          at,
          subject.segmentName(index),
          "p_vaddr 0x%x and p_offset 0x%x differ modulo p_align 0x%x",
          s.address(),
          s.offset(),
          s.alignment());
    }
    boolean forLoader = subject.header().type() == FileType.DYN && subject.dynamic().isPresent();
    if (forLoader && power && s.alignment() < PAGE && s.alignment() >= 0) {
      report.add(
          Rule.SEGMENT_PAGE_ALIGNED,
          at,
          subject.segmentName(index),
          "p_align 0x%x, expected a multiple of 0x%x",
          s.alignment(),
          PAGE);
    }
    int writeExecute = Segment.WRITE | Segment.EXECUTE;
    if ((s.flags() & writeExecute) == writeExecute) {
      report.add(
          Rule.LOAD_WRITE_EXECUTE, at, subject.segmentName(index), "writable and executable");
    }
  }

  private static void order(Subject subject, Report report, int index, Segment s, Segment before) {
    if (Long.compareUnsigned(s.address(), before.address()) < 0) {
      report.add(
          Rule.LOAD_ORDER,
          subject.segmentAt(index),
          subject.segmentName(index),
          "p_vaddr 0x%x is below that of the PT_LOAD before it, 0x%x",
          s.address(),
          before.address());
    } else if (Long.compareUnsigned(s.address() - before.address(), before.memorySize()) < 0
        && s.memorySize() != 0) {
      report.add(
          Rule.LOAD_OVERLAP,
          subject.segmentAt(index),
          subject.segmentName(index),
          "starts at 0x%x, the PT_LOAD before it ends at 0x%x",
          s.address(),
          before.address() + before.memorySize());
    }
  }
}
