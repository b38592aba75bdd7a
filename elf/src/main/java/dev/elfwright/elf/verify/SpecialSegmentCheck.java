package dev.elfwright.elf.verify;

import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.SegmentType;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Rules about segments that tell a loader something: PT_PHDR, PT_INTERP, PT_TLS and others. */
final class SpecialSegmentCheck implements Check {
  private static final Set<Integer> ONCE =
      Set.of(
          SegmentType.PHDR,
          SegmentType.INTERP,
          SegmentType.DYNAMIC,
          SegmentType.TLS,
          SegmentType.GNU_STACK,
          SegmentType.GNU_RELRO);

  /** PATH_MAX, the NUL included. */
  private static final long LONGEST_INTERPRETER = 4096;

  @Override
  public void run(Subject subject, Report report) {
    if (!subject.isLoadable()) {
      return;
    }
    AddressRanges loaded =
        AddressRanges.of(subject.segments().stream().filter(Segment::isLoad).toList());
    List<Segment> segments = subject.segments();
    Set<Integer> seen = new HashSet<>();
    boolean afterLoad = false;
    for (int i = 0; i < segments.size(); i++) {
      Segment s = segments.get(i);
      afterLoad |= s.isLoad();
      if (ONCE.contains(s.type()) && !seen.add(s.type())) {
        report.add(Rule.SEGMENT_ONCE, subject.segmentAt(i), subject.segmentName(i), "a second one");
      }
      boolean first = s.type() == SegmentType.PHDR || s.type() == SegmentType.INTERP;
      if (first && afterLoad) {
        report.add(
            Rule.SEGMENT_FIRST, subject.segmentAt(i), subject.segmentName(i), "follows a PT_LOAD");
      }
      special(subject, report, i, s, loaded);
      // What takes no memory, such as the attributes of RISC-V, is only in the file.
      boolean inMemory = s.memorySize() != 0;
      if (inMemory && !s.isLoad() && s.fileSize() != 0 && s.type() != SegmentType.NULL) {
        offset(subject, report, i, s);
      }
    }
    if (!seen.contains(SegmentType.GNU_STACK) && subject.dynamic().isPresent()) {
      report.add(Rule.STACK_MISSING, subject.header().segmentOffset(), "program headers", "none");
    }
  }

  private static void special(
      Subject subject, Report report, int index, Segment s, AddressRanges loaded) {
    long at = subject.segmentAt(index);
    String name = subject.segmentName(index);
    boolean inMemory = s.memorySize() == 0 || loaded.contain(s.address(), s.memorySize());
    switch (s.type()) {
      case SegmentType.PHDR -> {
        programHeaders(subject, report, index, s);
        if (!inMemory) {
          report.add(Rule.PHDR_LOADED, at, name, "0x%x is in no PT_LOAD segment", s.address());
        }
      }
      case SegmentType.INTERP -> interpreter(subject, report, index, s);
      case SegmentType.DYNAMIC -> {
        if (!inMemory) {
          report.add(Rule.DYNAMIC_LOADED, at, name, "0x%x is in no PT_LOAD segment", s.address());
        }
      }
      case SegmentType.TLS -> {
        if (s.fileSize() != 0 && !loaded.contain(s.address(), s.fileSize())) {
          report.add(Rule.TLS_LOADED, at, name, "0x%x is in no PT_LOAD segment", s.address());
        }
      }
      case SegmentType.GNU_RELRO -> {
        if (s.memorySize() != 0 && !loaded.contain(s.address(), 1)) {
          report.add(Rule.RELRO_LOADED, at, name, "0x%x is in no PT_LOAD segment", s.address());
        }
      }
      case SegmentType.GNU_STACK -> {
        if ((s.flags() & Segment.EXECUTE) != 0) {
          report.add(Rule.EXECUTABLE_STACK, at, name, "executable");
        }
      }
      default -> {}
    }
  }

  /** Where an address has no bytes in the file, other rules know better why. */
  private static void offset(Subject subject, Report report, int index, Segment s) {
    OptionalLong expected = subject.model().offsetOf(s.address(), 1);
    subject.spend(subject.segments().size());
    if (expected.isPresent() && expected.getAsLong() != s.offset()) {
      report.add(
          Rule.SEGMENT_OFFSET,
          subject.segmentAt(index),
          subject.segmentName(index),
          "p_offset 0x%x, but p_vaddr 0x%x is at 0x%x",
          s.offset(),
          s.address(),
          expected.getAsLong());
    }
  }

  private static void programHeaders(Subject subject, Report report, int index, Segment s) {
    long offset = subject.header().segmentOffset();
    long size = (long) subject.segments().size() * subject.header().segmentEntrySize();
    if (s.offset() != offset || s.fileSize() != size) {
      report.add(
          Rule.PHDR_LOCATION,
          subject.segmentAt(index),
          subject.segmentName(index),
          "0x%x bytes at 0x%x, but the program headers are 0x%x at 0x%x",
          s.fileSize(),
          s.offset(),
          size,
          offset);
    }
  }

  private static void interpreter(Subject subject, Report report, int index, Segment s) {
    long at = subject.segmentAt(index);
    String name = subject.segmentName(index);
    if (s.fileSize() < 2 || s.fileSize() > LONGEST_INTERPRETER) {
      report.add(Rule.INTERP_SIZE, at, name, "0x%x bytes", s.fileSize());
      return;
    }
    long end = subject.in().size();
    boolean inFile = s.offset() >= 0 && s.offset() <= end && s.fileSize() <= end - s.offset();
    if (inFile && subject.in().u8(s.offset() + s.fileSize() - 1) != 0) {
      report.add(Rule.INTERP_END, s.offset() + s.fileSize() - 1, name, "the last byte is not NUL");
    }
  }
}
