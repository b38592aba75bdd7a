package dev.elfwright.elf.edit;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.write.FieldWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Section groups name their members by index (gABI, "Section Groups": a word of flags, then the
 * indices). A group without members goes; members of a group that was removed are on their own.
 */
final class GroupPass {
  /** GRP_COMDAT. */
  private static final int COMDAT = 1;

  private GroupPass() {}

  /** Removes groups of which nothing is left; before sections are numbered. */
  static void removeEmpty(Draft draft) {
    Map<Integer, DraftSection> byOrigin = draft.byOrigin();
    SectionRemoval.remove(
        draft,
        s ->
            s.type == SectionType.GROUP
                && !s.isNew()
                && s.original.size() > 4
                && members(draft, s, byOrigin).stream().allMatch(draft.removed::contains));
    for (DraftSection s : List.copyOf(draft.removed)) {
      if (s.type == SectionType.GROUP && !s.isNew()) {
        members(draft, s, byOrigin).forEach(m -> m.flags &= ~SectionHeader.GROUP);
      }
    }
  }

  /** Writes the members' new numbers. */
  static void renumber(Draft draft) {
    if (!draft.sectionsRenumbered()) {
      return;
    }
    Map<Integer, DraftSection> byOrigin = draft.byOrigin();
    for (DraftSection s : draft.sections) {
      if (s.type != SectionType.GROUP || s.isNew()) {
        continue;
      }
      List<DraftSection> kept =
          members(draft, s, byOrigin).stream().filter(m -> !draft.removed.contains(m)).toList();
      MemorySegment out = Arena.ofAuto().allocate(4L + 4L * kept.size());
      ElfBytes in = draft.model.bytes();
      FieldWriter w = new FieldWriter(out, 0, in.is64(), in.order());
      w.i32(in.i32(s.original.offset()));
      kept.forEach(m -> w.i32(m.index));
      s.replace(out);
    }
  }

  /** Takes back GRP_COMDAT: linkers keep one of all groups that have it and the same signature. */
  static void makeUnique(Draft draft, DraftSection group) {
    MemorySegment out = Arena.ofAuto().allocate(group.size);
    out.copyFrom(draft.bytes(group));
    ElfBytes in = draft.model.bytes();
    int flags = in.i32(group.original.offset());
    new FieldWriter(out, 0, in.is64(), in.order()).i32(flags & ~COMDAT);
    group.replace(out);
  }

  private static List<DraftSection> members(
      Draft draft, DraftSection group, Map<Integer, DraftSection> byOrigin) {
    ElfBytes in = draft.model.bytes();
    in.require(group.original.offset(), group.original.size(), "section group");
    List<DraftSection> members = new ArrayList<>();
    for (long at = 4; at + 4 <= group.original.size(); at += 4) {
      DraftSection member = byOrigin.get(in.i32(group.original.offset() + at));
      if (member != null) {
        members.add(member);
      }
    }
    return members;
  }
}
