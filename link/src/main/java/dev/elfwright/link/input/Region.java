package dev.elfwright.link.input;

import dev.elfwright.elf.Section;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.constant.SectionType;

/** Memory with one protection, in the order of addresses. */
public enum Region {
  /** Machine code, and the stubs that lead to far functions. */
  CODE(Segment.READ | Segment.EXECUTE),
  /** Constants. */
  CONSTANTS(Segment.READ),
  /** Constants that hold addresses, the global offset table among them. */
  RELOCATED(Segment.READ),
  /** Data that changes. */
  VARIABLES(Segment.READ | Segment.WRITE);

  private final int protection;

  Region(int protection) {
    this.protection = protection;
  }

  /** What may be done with it once it is linked: see {@link Segment}. */
  public int protection() {
    return protection;
  }

  /** Where a section belongs by its flags, type and name. */
  public static Region of(Section s) {
    long flags = s.header().flags();
    int type = s.header().type();
    if ((flags & SectionFlag.EXECINSTR) != 0) {
      return CODE;
    }
    if ((flags & SectionFlag.WRITE) == 0) {
      return CONSTANTS;
    }
    // Threads get copies of .tdata and .tbss; the original only gets its addresses.
    boolean relocatedOnce =
        (flags & SectionFlag.TLS) != 0
            || type == SectionType.INIT_ARRAY
            || type == SectionType.PREINIT_ARRAY
            || type == SectionType.FINI_ARRAY
            || s.name().startsWith(".data.rel.ro");
    return relocatedOnce ? RELOCATED : VARIABLES;
  }
}
