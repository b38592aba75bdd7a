package dev.elfwright.elf.edit;

import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.constant.SectionType;
import java.lang.foreign.MemorySegment;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

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
   * @param size in bytes
   */
  public record View(int index, String name, int type, long flags, long size) {
    /** Whether it is loaded: SHF_ALLOC. */
    public boolean isLoaded() {
      return (flags & SectionHeader.ALLOC) != 0;
    }
  }

  private static View view(DraftSection s) {
    return new View(s.origin, s.name, s.type, s.flags, s.size);
  }

  /** The sections as they are now, without the null section. */
  public List<View> all() {
    return draft.sections.stream().skip(1).map(SectionsEdit::view).toList();
  }

  private DraftSection require(String name) {
    return draft.section(name).orElseThrow(() -> draft.refuse("has no section " + name));
  }

  /** The bytes of a section as they are now. */
  public MemorySegment bytes(String name) {
    return draft.bytes(require(name));
  }

  /**
   * Adds a section at the end of the table, not loaded and of type SHT_PROGBITS, or SHT_NOTE when
   * its name begins with {@code .note}.
   *
   * @throws EditRefusedException when there is one of this name
   */
  public SectionsEdit add(String name, MemorySegment bytes) {
    return add(
        name, name.startsWith(".note") ? SectionType.NOTE : SectionType.PROGBITS, 0, 1, bytes);
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
   * Gives a section other bytes.
   *
   * @throws EditRefusedException when the section is loaded and its size would change
   */
  public SectionsEdit update(String name, MemorySegment bytes) {
    DraftSection s = require(name);
    if (draft.isPinned(s) && bytes.byteSize() != s.size) {
      throw draft.refuse(
          "section %s is loaded and has 0x%x bytes; it cannot have 0x%x"
              .formatted(name, s.size, bytes.byteSize()));
    }
    if (s.type == SectionType.NOBITS) {
      s.type = SectionType.PROGBITS;
    }
    s.replace(bytes);
    return this;
  }

  /** Renames a section, and the section of its relocations along with it. */
  public SectionsEdit rename(String from, String to) {
    rename(draft, require(from), to);
    return this;
  }

  static void rename(Draft draft, DraftSection s, String to) {
    for (DraftSection r : draft.sections) {
      if (r.isRelocations() && r.info == s) {
        follow(r, s.name, to);
      }
    }
    s.name = to;
  }

  private static void follow(DraftSection relocations, String from, String to) {
    String name = relocations.name;
    if (name.endsWith(from)) {
      relocations.name = name.substring(0, name.length() - from.length()) + to;
    }
  }

  /** Renames all sections, and those of their relocations along with them. */
  public SectionsEdit renameAll(Function<View, String> names) {
    Map<DraftSection, String> before = new IdentityHashMap<>();
    for (DraftSection s : draft.sections) {
      if (s.type != SectionType.NULL && !s.isRelocations()) {
        before.put(s, s.name);
        s.name = names.apply(view(s));
      }
    }
    for (DraftSection s : draft.sections) {
      String of = s.isRelocations() && s.info != null ? before.get(s.info) : null;
      if (of != null && s.info != null && s.name.endsWith(of)) {
        follow(s, of, s.info.name);
      } else if (s.isRelocations()) {
        s.name = names.apply(view(s));
      }
    }
    return this;
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
    DraftSection s = require(name);
    if (draft.isPinned(s) && ((s.flags ^ flags) & SectionHeader.ALLOC) != 0) {
      throw draft.refuse("section " + name + " is loaded, and stays so");
    }
    s.flags = flags;
    return this;
  }

  /** Sets sh_type. */
  public SectionsEdit type(String name, int type) {
    require(name).type = type;
    return this;
  }

  /**
   * Sets sh_addralign.
   *
   * @param alignment a power of two, in bytes
   */
  public SectionsEdit alignment(String name, long alignment) {
    require(name).alignment = alignment;
    return this;
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
    draft.sections.clear();
    draft.sectionNames = null;
    draft.withoutSectionHeaders = true;
    return this;
  }
}
