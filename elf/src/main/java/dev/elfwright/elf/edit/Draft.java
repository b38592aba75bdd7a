package dev.elfwright.elf.edit;

import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.SectionType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file on its way to the next: what edits change and what the layout then turns into a plan. */
final class Draft {
  /** SHF_INFO_LINK: sh_info is a section index (gABI, "Section Attribute Flags"). */
  private static final long INFO_LINK = 0x40;

  final ElfModel model;
  FileHeader header;

  /** The program headers, in the order of the new table. */
  final List<Segment> segments;

  /** The sections in the order of the new table, the null section at index 0 included. */
  final List<DraftSection> sections = new ArrayList<>();

  /** Sections of the original file that the new one does not have. */
  final Set<DraftSection> removed = new HashSet<>();

  /** What lies over the original file's bytes. */
  final Patches patches = new Patches();

  /** What is loaded, and was not there before. */
  final List<Block> addedBlocks = new ArrayList<>();

  @Nullable DraftSection sectionNames;

  /** The symbol table that edits added to a file without one. */
  @Nullable DraftSection madeSymbols;

  private @Nullable Ranges segmentBytes;

  /** Whether sections may go that others name by sh_link. */
  boolean brokenLinks;

  /** Whether no section header table is to be written. */
  boolean withoutSectionHeaders;

  /** Where the program header table stands. */
  long segmentTable;

  /** sh_name by name where the name table was made anew, otherwise null. */
  @Nullable Map<String, Long> nameOffsets;

  /** Whether loaded bytes are left out, so that nothing is pinned: a file for debuggers. */
  boolean segmentsFloat;

  /** The least alignment of new segments, in bytes; 0 leaves the choice. */
  long pageSize;

  Draft(ElfModel model) {
    this.model = model;
    this.header = model.header();
    this.segmentTable = model.header().segmentOffset();
    this.segments = new ArrayList<>(model.segments());
    for (Section s : model.sections()) {
      sections.add(new DraftSection(s.index(), s.name(), s.header()));
    }
    for (DraftSection s : sections) {
      resolve(s);
    }
    int names = model.sectionNamesIndex();
    sectionNames = names > 0 && names < sections.size() ? sections.get(names) : null;
  }

  private void resolve(DraftSection s) {
    s.link = byOrigin(s.rawLink);
    if ((s.isRelocations() || (s.flags & INFO_LINK) != 0) && s.type != SectionType.NULL) {
      s.info = byOrigin(s.rawInfo);
    }
  }

  private @Nullable DraftSection byOrigin(int index) {
    return index > 0 && index < sections.size() ? sections.get(index) : null;
  }

  /** The bytes of a section as they are now. */
  MemorySegment bytes(DraftSection s) {
    MemorySegment fresh = s.fresh();
    if (fresh != null) {
      return fresh;
    }
    return s.hasBytes() && !s.isNew() ? originalBytes(s) : MemorySegment.NULL;
  }

  /** The bytes of a section in the original file, checked to lie in it. */
  MemorySegment originalBytes(DraftSection s) {
    return model.sections().get(s.origin).bytes();
  }

  Optional<DraftSection> section(String name) {
    return sections.stream().filter(s -> s.name.equals(name)).findFirst();
  }

  Optional<DraftSection> sectionOfType(int type) {
    return sections.stream().filter(s -> s.type == type).findFirst();
  }

  DraftSection add(String name, int type, long flags, MemorySegment bytes) {
    DraftSection made =
        new DraftSection(
            DraftSection.NEW, name, new SectionHeader(0, type, flags, 0, 0, 0, 0, 0, 1, 0));
    made.replace(bytes);
    made.index = sections.size();
    if (sections.isEmpty()) {
      sections.add(new DraftSection(DraftSection.NEW, "", NULL_SECTION));
    }
    sections.add(made);
    return made;
  }

  private static final SectionHeader NULL_SECTION =
      new SectionHeader(0, SectionType.NULL, 0, 0, 0, 0, 0, 0, 0, 0);

  /** What the loader reads, or would read if PT_DYNAMIC named it. */
  Optional<DynamicModel> dynamic() {
    boolean linked = !model.segments().isEmpty();
    return model.dynamic().or(() -> linked ? model.dynamicOfSections() : Optional.empty());
  }

  /** Gives every section its index in the new file. */
  void number() {
    for (int i = 0; i < sections.size(); i++) {
      sections.get(i).index = i;
    }
  }

  /** Whether a section of the original file has another index now, or none. */
  boolean sectionsRenumbered() {
    return !removed.isEmpty()
        || sections.stream()
            .anyMatch(
                s -> !s.isNew() && (s.index != s.origin || s.address != s.original.address()));
  }

  /** Whether the section name table lacks a name, or has one too many. */
  boolean sectionNamesChanged() {
    return !removed.isEmpty()
        || sections.stream()
            .anyMatch(s ->
                s.isNew()
                    ? s.type != SectionType.NULL
                    : !s.name.equals(model.sections().get(s.origin).name()));
  }

  /** The sections that the original file had, by their index there; removed ones too. */
  Map<Integer, DraftSection> byOrigin() {
    Map<Integer, DraftSection> all = new HashMap<>();
    sections.forEach(s -> all.put(s.origin, s));
    removed.forEach(s -> all.put(s.origin, s));
    all.remove(DraftSection.NEW);
    return all;
  }

  /** Whether a section cannot move: in a file with segments, all that is loaded or in a segment. */
  boolean isPinned(DraftSection s) {
    if (s.isNew()) {
      return addedBlocks.stream().anyMatch(b -> b.section == s);
    }
    if (segmentsFloat || model.segments().isEmpty()) {
      return false;
    }
    return (s.original.flags() & SectionHeader.ALLOC) != 0
        || (s.original.size() > 0 && segmentBytes().contains(s.original.offset()));
  }

  /** Whether the bytes that a section had are all in the file. */
  boolean isInFile(DraftSection s) {
    long offset = s.original.offset();
    long size = s.original.size();
    long end = model.bytes().size();
    return offset >= 0 && size >= 0 && offset <= end && size <= end - offset;
  }

  private Ranges segmentBytes() {
    Ranges made = segmentBytes;
    if (made == null) {
      Ranges fresh = new Ranges();
      model.segments().forEach(g -> fresh.add(g.offset(), g.fileSize()));
      segmentBytes = fresh;
      return fresh;
    }
    return made;
  }

  /** An address as the class can hold it: the sum of two may go round. */
  long address(long sum) {
    return header.is64() ? sum : sum & 0xffff_ffffL;
  }

  /** sh_name of a section. */
  long nameOffset(DraftSection s) {
    Map<String, Long> offsets = nameOffsets;
    return offsets == null ? s.original.nameOffset() : offsets.getOrDefault(s.name, 0L);
  }

  EditRefusedException refuse(String reason) {
    return new EditRefusedException(model.file(), reason);
  }
}
