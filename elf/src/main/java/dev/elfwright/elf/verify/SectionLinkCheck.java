package dev.elfwright.elf.verify;

import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.constant.SectionType;
import java.util.HashSet;
import java.util.Set;

/** Rules about what sections say of each other: sh_link and sh_info. */
final class SectionLinkCheck implements Check {
  private static final Set<Integer> ONCE =
      Set.of(SectionType.SYMTAB, SectionType.DYNSYM, SectionType.DYNAMIC);

  private static final int FIRST_OF_SYSTEMS = 0x6000_0000;

  /** What sh_link must name. */
  private enum Target {
    STRINGS,
    SYMBOLS,
    /** In programs without dynamic symbols, relocations of IFUNCs have none to name. */
    SYMBOLS_OR_NOTHING,
    ANYTHING
  }

  @Override
  public void run(Subject subject, Report report) {
    Set<Integer> seen = new HashSet<>();
    for (int i = 1; i < subject.sections().size(); i++) {
      SectionHeader s = subject.sections().get(i);
      if (ONCE.contains(s.type()) && !seen.add(s.type())) {
        report.add(
            Rule.TABLE_ONCE, subject.sectionAt(i), subject.sectionName(i), "a second of its type");
      }
      link(subject, report, i, s);
      info(subject, report, i, s);
    }
  }

  private static Target target(Subject subject, SectionHeader s) {
    return switch (s.type()) {
      case SectionType.SYMTAB,
          SectionType.DYNSYM,
          SectionType.DYNAMIC,
          SectionType.GNU_VERDEF,
          SectionType.GNU_VERNEED,
          SectionType.GNU_LIBLIST ->
          Target.STRINGS;
      case SectionType.HASH,
          SectionType.GNU_HASH,
          SectionType.GNU_VERSYM,
          SectionType.GROUP,
          SectionType.SYMTAB_SHNDX ->
          Target.SYMBOLS;
      case SectionType.REL, SectionType.RELA ->
          subject.isRelocatable() ? Target.SYMBOLS : Target.SYMBOLS_OR_NOTHING;
      default -> Target.ANYTHING;
    };
  }

  private static void link(Subject subject, Report report, int index, SectionHeader s) {
    Target target = target(subject, s);
    int type = subject.isSection(s.link()) ? subject.sections().get(s.link()).type() : 0;
    // In a debug file, the tables of the program are there as SHT_NOBITS.
    boolean leftOut = subject.isDebugFile() && (type == SectionType.NOBITS || s.link() == 0);
    boolean right =
        switch (target) {
          case STRINGS -> type == SectionType.STRTAB;
          case SYMBOLS -> isSymbols(type);
          case SYMBOLS_OR_NOTHING -> isSymbols(type) || s.link() == 0;
          case ANYTHING ->
              s.link() == 0
                  || s.type() >= FIRST_OF_SYSTEMS
                  || subject.isSection(s.link())
                  || ordered(s);
        };
    if (!right && !leftOut) {
      report.add(
          Rule.SECTION_LINK,
          subject.sectionAt(index),
          subject.sectionName(index),
          "sh_link names %s, of type %s",
          subject.sectionName(s.link()),
          SectionType.name(type, subject.abi()));
    }
    if (target == Target.ANYTHING && ordered(s) && s.link() != 0 && !subject.isSection(s.link())) {
      report.add(
          Rule.LINK_ORDER,
          subject.sectionAt(index),
          subject.sectionName(index),
          "sh_link %d of %d sections",
          Integer.toUnsignedLong(s.link()),
          subject.sections().size());
    }
  }

  private static boolean ordered(SectionHeader s) {
    return (s.flags() & SectionFlag.LINK_ORDER) != 0;
  }

  private static boolean isSymbols(int type) {
    return type == SectionType.SYMTAB || type == SectionType.DYNSYM;
  }

  private static void info(Subject subject, Report report, int index, SectionHeader s) {
    boolean relocations = s.type() == SectionType.REL || s.type() == SectionType.RELA;
    boolean needed = relocations && subject.isRelocatable() && (s.flags() & SectionFlag.ALLOC) == 0;
    boolean linked = (s.flags() & SectionFlag.INFO_LINK) != 0 && s.info() != 0;
    if ((needed || linked) && (!subject.isSection(s.info()) || s.info() == index)) {
      report.add(
          Rule.SECTION_INFO,
          subject.sectionAt(index),
          subject.sectionName(index),
          "sh_info %d of %d sections",
          Integer.toUnsignedLong(s.info()),
          subject.sections().size());
    }
  }
}
