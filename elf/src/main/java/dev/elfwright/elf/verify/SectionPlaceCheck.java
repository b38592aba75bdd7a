package dev.elfwright.elf.verify;

import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.constant.SectionType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/** Rules about where sections lie, among each other and in segments. */
final class SectionPlaceCheck implements Check {
  private record Indexed(int index, SectionHeader header) {}

  @Override
  public void run(Subject subject, Report report) {
    List<Indexed> inFile = new ArrayList<>();
    List<Indexed> inMemory = new ArrayList<>();
    for (int i = 1; i < subject.sections().size(); i++) {
      SectionHeader s = subject.sections().get(i);
      if (s.size() <= 0 || s.type() == SectionType.NULL) {
        continue;
      }
      if (s.type() != SectionType.NOBITS && s.offset() >= 0) {
        inFile.add(new Indexed(i, s));
      }
      // .tbss is a size in each thread's block, and takes no room where it seems to lie.
      boolean tbss = (s.flags() & SectionFlag.TLS) != 0 && s.type() == SectionType.NOBITS;
      if ((s.flags() & SectionFlag.ALLOC) != 0 && !tbss) {
        inMemory.add(new Indexed(i, s));
      }
    }
    overlaps(subject, report, Rule.SECTION_OVERLAP, inFile, SectionHeader::offset);
    if (subject.isLoadable()) {
      overlaps(subject, report, Rule.SECTION_MEMORY_OVERLAP, inMemory, SectionHeader::address);
      inSegments(subject, report, inMemory);
    }
  }

  /** Compares each section with the one that ends last of those that start before it. */
  private static void overlaps(
      Subject subject,
      Report report,
      Rule rule,
      List<Indexed> sections,
      ToLongFunction<SectionHeader> start) {
    sections.sort(Comparator.comparing(i -> start.applyAsLong(i.header()), Long::compareUnsigned));
    Indexed last = null;
    for (Indexed s : sections) {
      long at = start.applyAsLong(s.header());
      if (last != null) {
        long lastStart = start.applyAsLong(last.header());
        if (Long.compareUnsigned(at - lastStart, last.header().size()) < 0) {
          report.add(
              rule,
              subject.sectionAt(s.index()),
              subject.sectionName(s.index()),
              "starts at 0x%x, %s ends at 0x%x",
              at,
              subject.sectionName(last.index()),
              lastStart + last.header().size());
        }
        long lastEnd = lastStart + last.header().size();
        if (Long.compareUnsigned(at + s.header().size(), lastEnd) <= 0) {
          continue;
        }
      }
      last = s;
    }
  }

  private static void inSegments(Subject subject, Report report, List<Indexed> sections) {
    List<Segment> loads = subject.segments().stream().filter(Segment::isLoad).toList();
    AddressRanges loaded = AddressRanges.of(loads);
    int candidate = 0;
    List<Segment> sorted = new ArrayList<>(loads);
    sorted.sort(Comparator.comparing(Segment::address, Long::compareUnsigned));
    for (Indexed s : sections) {
      SectionHeader h = s.header();
      if (!loaded.contain(h.address(), h.size())) {
        report.add(
            Rule.SECTION_LOADED,
            subject.sectionAt(s.index()),
            subject.sectionName(s.index()),
            "0x%x bytes at address 0x%x are in no PT_LOAD segment",
            h.size(),
            h.address());
        continue;
      }
      while (candidate + 1 < sorted.size()
          && Long.compareUnsigned(sorted.get(candidate + 1).address(), h.address()) <= 0) {
        candidate++;
      }
      Segment segment = sorted.get(candidate);
      boolean hasBytes = h.type() != SectionType.NOBITS;
      if (hasBytes && h.address() - segment.address() != h.offset() - segment.offset()) {
        report.add(
            Rule.SECTION_OFFSET,
            subject.sectionAt(s.index()),
            subject.sectionName(s.index()),
            "at offset 0x%x, but its segment has its address 0x%x at 0x%x",
            h.offset(),
            h.address(),
            h.address() - segment.address() + segment.offset());
      }
    }
  }
}
