package dev.elfwright.elf.edit;

import dev.elfwright.elf.constant.SectionType;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/** Removes sections together with what makes no sense without them. */
final class SectionRemoval {
  private SectionRemoval() {}

  static void remove(Draft draft, Predicate<DraftSection> which) {
    Set<DraftSection> gone = new HashSet<>();
    for (DraftSection s : draft.sections) {
      if (s.type != SectionType.NULL && which.test(s)) {
        gone.add(s);
      }
    }
    if (gone.isEmpty()) {
      return;
    }
    for (DraftSection s : draft.sections) {
      if (belongsTo(s, gone)) {
        gone.add(s);
      }
    }
    for (DraftSection s : draft.sections) {
      if (!gone.contains(s) && s.link != null && gone.contains(s.link)) {
        checkLink(draft, s);
      }
    }
    for (DraftSection s : gone) {
      if (s.hasBytes() && draft.isPinned(s) && draft.isInFile(s)) {
        draft.patches.clear(s.original.offset(), s.original.size(), "removed " + s.name);
      }
    }
    DraftSection names = draft.sectionNames;
    if (names != null && gone.contains(names)) {
      throw draft.refuse(names + " holds the names of the others");
    }
    draft.removed.addAll(gone);
    draft.sections.removeAll(gone);
  }

  /** Relocations of what is gone, and extended indices of symbols that are gone. */
  private static boolean belongsTo(DraftSection s, Set<DraftSection> gone) {
    boolean relocations = s.isRelocations() && s.info != null && gone.contains(s.info);
    boolean indices = s.type == SectionType.SYMTAB_SHNDX && s.link != null && gone.contains(s.link);
    return relocations || indices;
  }

  private static void checkLink(Draft draft, DraftSection s) {
    if (draft.brokenLinks) {
      s.link = null;
      s.rawLink = 0;
      return;
    }
    switch (s.type) {
      case SectionType.SYMTAB,
          SectionType.DYNSYM,
          SectionType.REL,
          SectionType.RELA,
          SectionType.CREL,
          SectionType.GROUP ->
          throw draft.refuse(
              "cannot remove %s: %s needs it".formatted(requireLink(s).name, s.name));
      default -> {
        s.link = null;
        s.rawLink = 0;
      }
    }
  }

  private static DraftSection requireLink(DraftSection s) {
    return java.util.Objects.requireNonNull(s.link);
  }
}
