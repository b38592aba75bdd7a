package dev.elfwright.elf.diff;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.SegmentType;
import dev.elfwright.elf.diff.Subject.Kind;
import java.util.Set;
import java.util.TreeSet;

/**
 * What memory may be used for. How many PT_LOAD segments share the same permissions is layout; that
 * there is one that is writable and executable is not.
 */
final class SegmentFacts {
  /** Those that only point to what is compared by itself. */
  private static final Set<Integer> POINTERS =
      Set.of(
          SegmentType.NULL,
          SegmentType.PHDR,
          SegmentType.INTERP,
          SegmentType.DYNAMIC,
          SegmentType.NOTE,
          SegmentType.GNU_PROPERTY);

  private SegmentFacts() {}

  static void add(ElfModel file, Inventory to) {
    Set<String> loads = new TreeSet<>();
    long pageSize = 0;
    for (Segment s : file.segments()) {
      if (s.isLoad()) {
        loads.add(permissions(s));
        pageSize = Math.max(pageSize, s.alignment());
      } else if (!POINTERS.contains(s.type())) {
        String name = SegmentType.name(s.type(), file.header().abi());
        boolean isTls = s.type() == SegmentType.TLS;
        boolean hasSize = isTls || s.type() == SegmentType.GNU_STACK;
        to.add(
            Kind.SEGMENT,
            name,
            permissions(s),
            hasSize ? Long.toUnsignedString(s.memorySize()) : "",
            isTls ? Long.toUnsignedString(s.alignment()) : "");
      }
    }
    loads.forEach(permissions -> to.add(Kind.SEGMENT, "LOAD " + permissions, "", "", ""));
    if (!loads.isEmpty()) {
      to.add(Kind.HEADER, "page size", Long.toUnsignedString(pageSize));
    }
  }

  private static String permissions(Segment s) {
    return ((s.flags() & Segment.READ) != 0 ? "r" : "-")
        .concat((s.flags() & Segment.WRITE) != 0 ? "w" : "-")
        .concat((s.flags() & Segment.EXECUTE) != 0 ? "x" : "-");
  }
}
