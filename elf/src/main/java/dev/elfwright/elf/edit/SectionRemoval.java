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
        checkLink(draft, s, s.link);
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

  private static void checkLink(Draft draft, DraftSection s, DraftSection link) {
    if (!draft.brokenLinks && !mayDoWithout(s, link)) {
      throw draft.refuse("cannot remove %s: %s needs it".formatted(link.name, s.name));
    }
    s.link = null;
    s.rawLink = 0;
    if (s.type == SectionType.GROUP) {
      s.rawInfo = 0;
    }
  }

  /** Of what names symbols, only relocations and groups make no sense without them. */
  private static boolean mayDoWithout(DraftSection s, DraftSection link) {
    return link.type == SectionType.SYMTAB && !s.isRelocations() && s.type != SectionType.GROUP;
  }
}
