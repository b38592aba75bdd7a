package dev.elfwright.elf.edit;

import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.constant.SectionType;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Changes to sections. In programs and libraries the bytes of loaded sections are pinned: such a
 * section may get other bytes of the same size, lose its header, and no more.
 */
public final class SectionsEdit {
  private final Draft draft;

  SectionsEdit(Draft draft) {
    this.draft = draft;
  }

  /**
   * A section as it is now, for predicates.
   *
   * @param index its index in the original file, -1 for a new one
   * @param name its name
   * @param type see {@link SectionType}
   * @param flags sh_flags
   * @param alignment sh_addralign, in bytes
   * @param size in bytes
   */
  public record View(int index, String name, int type, long flags, long alignment, long size) {
    /** Whether it is loaded: SHF_ALLOC. */
    public boolean isLoaded() {
      return (flags & SectionHeader.ALLOC) != 0;
    }

    /** The section with another name. */
    public View withName(String value) {
      return new View(index, value, type, flags, alignment, size);
    }

    /** The section with another sh_type. */
    public View withType(int value) {
      return new View(index, name, value, flags, alignment, size);
    }

    /** The section with other sh_flags. */
    public View withFlags(long value) {
      return new View(index, name, type, value, alignment, size);
    }

    /** The section with another sh_addralign: a power of two, in bytes. */
    public View withAlignment(long value) {
      return new View(index, name, type, flags, value, size);
    }
  }

  static View view(DraftSection s) {
    return new View(s.origin, s.name, s.type, s.flags, s.alignment, s.size);
  }

  /** The sections as they are now, without the null section. */
  public List<View> all() {
    return draft.sections.stream().skip(1).map(SectionsEdit::view).toList();
  }

  private DraftSection require(String name) {
    return draft.section(name).orElseThrow(() -> draft.refuse("has no section " + name));
  }

  /**
   * The bytes of a section as they are now.
   *
   * @throws EditRefusedException when there is no such section, or it has no bytes in the file
   */
  public MemorySegment bytes(String name) {
    DraftSection s = require(name);
    if (!s.hasBytes()) {
      throw draft.refuse("section " + name + " has no bytes in the file");
    }
    return draft.bytes(s);
  }

  /**
   * Adds a section at the end of the table, not loaded and of type SHT_PROGBITS, or SHT_NOTE when
   * its name begins with {@code .note}; .note.GNU-stack is a mere mark.
   *
   * @throws EditRefusedException when there is one of this name
   */
  public SectionsEdit add(String name, MemorySegment bytes) {
    return add(
        name,
        name.startsWith(".note") && !name.equals(".note.GNU-stack")
            ? SectionType.NOTE
            : SectionType.PROGBITS,
        0,
        1,
        bytes);
  }

  /**
   * Adds a section at the end of the table.
   *
   * @param flags sh_flags; SHF_ALLOC in object files only
   * @param alignment a power of two, in bytes
   */
  public SectionsEdit add(String name, int type, long flags, long alignment, MemorySegment bytes) {
    if (draft.section(name).isPresent()) {
      throw draft.refuse("has a section " + name + " already");
    }
    if ((flags & SectionHeader.ALLOC) != 0 && !draft.segments.isEmpty()) {
      throw draft.refuse("cannot load section " + name + ": only a linker gives it an address");
    }
    draft.add(name, type, flags, bytes).alignment = alignment;
    return this;
  }

  /**
   * Adds a section at the end of the table, not loaded, whose bytes the plan leaves as a hole: for
   * contents that come from other files, see {@link
   * dev.elfwright.elf.write.LayoutPlan#withHoleFilled}.
   *
   * @param alignment a power of two up to 65536, in bytes
   * @param size in bytes, more than 0
   * @throws EditRefusedException when there is one of this name
   */
  public SectionsEdit reserve(String name, long alignment, long size) {
    add(name, SectionType.PROGBITS, 0, alignment, MemorySegment.NULL);
    require(name).reserve(size);
    return this;
  }

  /**
   * Gives a section other bytes. Where a loaded one gets fewer, the others stay in the segment.
   *
   * @throws EditRefusedException when the section is loaded and would get more bytes, or has none
   *     in the file
   */
  public SectionsEdit update(String name, MemorySegment bytes) {
    DraftSection s = require(name);
    if (!s.hasBytes()) {
      throw draft.refuse("section " + name + " has no bytes in the file");
    }
    if (draft.isPinned(s) && bytes.byteSize() > s.size) {
      throw draft.refuse(
          "section %s is loaded and has 0x%x bytes; it cannot have 0x%x"
              .formatted(name, s.size, bytes.byteSize()));
    }
    s.replace(bytes);
    return this;
  }

  /**
   * Changes name, type, flags and alignment of each section as the operator gives them; index and
   * size stay. Relocations follow the name of their section, unless they are loaded or are renamed
   * themselves.
   *
   * @throws EditRefusedException when a section of a program would be loaded, or no longer
   */
  public SectionsEdit map(UnaryOperator<View> change) {
    Set<DraftSection> renamed = new HashSet<>();
    for (DraftSection s : draft.sections) {
      if (s.type == SectionType.NULL) {
        continue;
      }
      View to = change.apply(view(s));
      if (draft.isPinned(s) && ((s.flags ^ to.flags()) & SectionHeader.ALLOC) != 0) {
        throw draft.refuse("section " + s.name + " is loaded, and stays so");
      }
      if (!s.name.equals(to.name())) {
        renamed.add(s);
      }
      s.name = to.name();
      s.type = to.type();
      s.flags = to.flags();
      s.alignment = to.alignment();
    }
    for (DraftSection s : draft.sections) {
      DraftSection target = s.isRelocations() && !s.isLoaded() ? s.info : null;
      if (target != null && renamed.contains(target) && !renamed.contains(s)) {
        s.name = relocationPrefix(s.type) + target.name;
      }
    }
    return this;
  }

  private static String relocationPrefix(int type) {
    return switch (type) {
      case SectionType.REL -> ".rel";
      case SectionType.CREL -> ".crel";
      default -> ".rela";
    };
  }

  private SectionsEdit map(String name, UnaryOperator<View> change) {
    require(name);
    return map(s -> s.name().equals(name) ? change.apply(s) : s);
  }

  /** Renames sections, and the sections of their relocations along with them. */
  public SectionsEdit rename(String from, String to) {
    return map(from, s -> s.withName(to));
  }

  static void rename(Draft draft, DraftSection section, String to) {
    for (DraftSection r : draft.sections) {
      if (r.isRelocations() && !r.isLoaded() && r.info == section) {
        r.name = relocationPrefix(r.type) + to;
      }
    }
    section.name = to;
  }

  /** Renames all sections, and those of their relocations along with them. */
  public SectionsEdit renameAll(Function<View, String> names) {
    return map(s -> s.withName(isOfRelocations(s) ? s.name() : names.apply(s)));
  }

  private static boolean isOfRelocations(View s) {
    return !s.isLoaded()
        && (s.type() == SectionType.REL
            || s.type() == SectionType.RELA
            || s.type() == SectionType.CREL);
  }

  void forEachDraft(BiConsumer<Draft, DraftSection> change) {
    draft.sections.forEach(s -> change.accept(draft, s));
  }

  void withDraft(Consumer<Draft> change) {
    change.accept(draft);
  }

  /** Renames a section as {@link #rename} does; nothing happens when there is none. */
  public SectionsEdit renameIfPresent(String from, String to) {
    return draft.section(from).isPresent() ? rename(from, to) : this;
  }

  /** Sets sh_flags. */
  public SectionsEdit flags(String name, long flags) {
    return map(name, s -> s.withFlags(flags));
  }

  /** Sets sh_type. */
  public SectionsEdit type(String name, int type) {
    return map(name, s -> s.withType(type));
  }

  /**
   * Sets sh_addralign.
   *
   * @param alignment a power of two, in bytes
   */
  public SectionsEdit alignment(String name, long alignment) {
    return map(name, s -> s.withAlignment(alignment));
  }

  /** Lets sections go that others name by sh_link; those name none then. */
  public SectionsEdit allowBrokenLinks() {
    draft.brokenLinks = true;
    return this;
  }

  /**
   * Whether a section stands in a segment: by its address, where it has no bytes in the file,
   * otherwise by its offset. One without any size counts as one byte.
   */
  public boolean isInSegment(View section) {
    return section.index() > 0 && SegmentSections.holds(draft.model, section.index());
  }

  /**
   * Removes sections, and with them their relocations and their symbols. Where a loaded one was,
   * zeros remain.
   *
   * @throws EditRefusedException when something that stays needs one of them
   */
  public SectionsEdit removeIf(Predicate<View> which) {
    SectionRemoval.remove(draft, s -> which.test(view(s)));
    return this;
  }

  /** Removes sections by name. */
  public SectionsEdit remove(String... names) {
    Set<String> gone = Set.of(names);
    gone.forEach(this::require);
    return removeIf(s -> gone.contains(s.name()));
  }

  /** Removes string tables that are not loaded and that no section names any more. */
  public SectionsEdit removeUnusedStringTables() {
    SectionRemoval.remove(
        draft,
        s ->
            s.type == SectionType.STRTAB
                && !s.isLoaded()
                && s != draft.sectionNames
                && draft.sections.stream().noneMatch(user -> user.link == s));
    return this;
  }

  /** Leaves out the bytes of loaded sections but notes; see {@link Strip#onlyDebug}. */
  SectionsEdit dropLoaded() {
    draft.segmentsFloat = true;
    for (DraftSection s : draft.sections) {
      if (s.isLoaded() && s.hasBytes() && s.type != SectionType.NOTE) {
        s.drop();
      }
    }
    return this;
  }

  /** Leaves out the section header table: a loader needs none. */
  public SectionsEdit removeHeaders() {
    return removeHeaders(_ -> false);
  }

  /** The same, with the bytes of these sections behind the loaded ones. */
  public SectionsEdit removeHeaders(Predicate<View> kept) {
    draft.sections.removeIf(s -> s.type != SectionType.NULL && !kept.test(view(s)));
    draft.sectionNames = null;
    draft.header = Headers.withoutSections(draft.header);
    draft.withoutSectionHeaders = true;
    return this;
  }
}
