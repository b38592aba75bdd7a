package dev.elfwright.elf.diff;

import static java.util.Objects.requireNonNull;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Section;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What sections of the same name and size hold; of other sizes the size is difference enough. */
final class SectionBytes {
  private final ElfModel before;
  private final ElfModel after;
  private final Addresses addresses;

  SectionBytes(ElfModel before, ElfModel after, Addresses addresses) {
    this.before = before;
    this.after = after;
    this.addresses = addresses;
  }

  List<Change> changes() {
    Map<Subject, Section> old = sections(before);
    Map<Subject, Section> now = sections(after);
    RelocatedWords words = new RelocatedWords(before, after);
    List<Change> found = new ArrayList<>();
    for (Subject subject : old.keySet()) {
      Section a = requireNonNull(old.get(subject));
      Section b = now.get(subject);
      if (b == null || !isCompared(a) || !isCompared(b)) {
        continue;
      }
      MemorySegment left = a.uncompressed();
      MemorySegment right = b.uncompressed();
      if (left.byteSize() != right.byteSize() || left.mismatch(right) < 0) {
        continue;
      }
      long different = words.differentOutside(a, left, b, right);
      if (different > 0) {
        String amount = different + " of " + left.byteSize() + " bytes differ";
        found.add(new Change.Altered(subject, "content", "", amount));
      }
    }
    return found;
  }

  private boolean isCompared(Section section) {
    return section.hasBytes()
        && switch (Meaning.of(section)) {
          case BYTES -> true;
          case ADDRESSES -> addresses == Addresses.COMPARED;
          case ELSEWHERE -> false;
        };
  }

  private static Map<Subject, Section> sections(ElfModel file) {
    Map<Subject, Section> found = new LinkedHashMap<>();
    Inventory names = new Inventory();
    for (Section s : file.sections()) {
      if (s.index() != 0) {
        found.put(SectionFacts.add(s, file.header().abi(), Addresses.IGNORED, names), s);
      }
    }
    return found;
  }
}
