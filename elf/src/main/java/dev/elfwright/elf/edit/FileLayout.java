package dev.elfwright.elf.edit;

import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SegmentType;
import dev.elfwright.elf.write.Content;
import dev.elfwright.elf.write.ElfEncoder;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.elf.write.Placement;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The last step: gives every section that floats its offset, encodes the tables of headers, and
 * says which bytes stand where.
 */
final class FileLayout {
  /** The largest page of any kernel; more is for memory to see, not for files. */
  private static final long LARGEST_ALIGNMENT = 0x10000;

  /** Thousands of sections may claim the same bytes; packed, each would get a copy of them. */
  private static final long MOST_COPIES = 4;

  private final Draft draft;
  private final Layout layout;
  private final List<Placement> tail = new ArrayList<>();

  /** The original file is kept up to here. */
  private final long keptEnd;

  /** Where the next section that floats may go. */
  private long cursor;

  /** Bytes of the original file that were given a new place. */
  private long copied;

  FileLayout(Draft draft, Layout layout, long keptEnd) {
    this.draft = draft;
    this.layout = layout;
    this.keptEnd = Math.min(keptEnd, draft.model.bytes().size());
    long headers =
        draft.segments.isEmpty()
            ? FileHeader.size(draft.header.is64())
            : draft.segmentTable
                + (long) draft.segments.size() * Segment.entrySize(draft.header.is64());
    this.cursor = Math.max(Math.max(this.keptEnd, headers), draft.patches.end());
  }

  LayoutPlan lay() {
    updatePinned();
    if (layout == Layout.REPACK || draft.segmentsFloat) {
      packFloating();
      draft.segments.replaceAll(this::emptied);
    } else {
      appendFloating();
    }
    placeHeaders();
    List<Placement> all = draft.patches.over(draft.model, keptEnd);
    all.addAll(tail);
    return LayoutPlan.of(all);
  }

  /** New bytes of sections that stay where they are. */
  private void updatePinned() {
    for (DraftSection s : draft.sections) {
      MemorySegment fresh = s.fresh();
      // What is new and pinned was written as a block.
      if (fresh != null && !s.isNew() && draft.isPinned(s)) {
        if (s.size > s.original.size()) {
          throw draft.refuse(
              "%s lies in a segment and has 0x%x bytes; it cannot have 0x%x"
                  .formatted(s, s.original.size(), s.size));
        }
        draft.patches.put(s.offset, s.toString(), fresh);
      }
    }
  }

  private List<DraftSection> floating() {
    return draft.sections.stream()
        .filter(s -> s.type != SectionType.NULL && !draft.isPinned(s))
        .sorted(
            Comparator.comparing(DraftSection::isNew).thenComparingLong(s -> s.original.offset()))
        .toList();
  }

  /** Everything that floats, in the order in which it was. */
  private void packFloating() {
    for (DraftSection s : List.copyOf(draft.removed)) {
      clearOld(s);
    }
    for (DraftSection s : floating()) {
      clearOld(s);
      place(s);
    }
  }

  /** In a file for debuggers, segments tell of memory; of their bytes only notes are there. */
  private Segment emptied(Segment s) {
    if (!draft.segmentsFloat || s.fileSize() == 0 || s.type() == SegmentType.PHDR) {
      return s;
    }
    if (s.isLoad() && s.offset() == 0) {
      // The headers are there, and readers want PT_PHDR to be loaded.
      return Headers.at(s, s.address(), 0, Math.min(s.fileSize(), keptEnd), s.memorySize());
    }
    boolean notes = s.type() == SegmentType.NOTE || s.type() == SegmentType.GNU_PROPERTY;
    for (DraftSection section : draft.sections) {
      if (notes && section.type == SectionType.NOTE && section.address == s.address()) {
        return Headers.at(s, s.address(), section.offset, s.fileSize(), s.memorySize());
      }
    }
    return Headers.at(s, s.address(), congruent(s.address()), 0, s.memorySize());
  }

  /**
   * Where bytes of an address would lie in the file, if there were any: gABI, "Program Header",
   * wants offset and address of PT_LOAD to be congruent modulo its alignment, however little is
   * there.
   */
  private long congruent(long address) {
    return draft.segments.stream()
        .filter(s -> s.isLoad() && s.alignment() > 1)
        .filter(s -> Long.compareUnsigned(address - s.address(), s.memorySize()) <= 0)
        .findFirst()
        .map(s -> Long.remainderUnsigned(address, s.alignment()))
        .orElse(keptEnd);
  }

  /** A section that moved out of the kept part leaves zeros there. */
  private void clearOld(DraftSection s) {
    boolean had = !s.isNew() && s.original.size() > 0 && s.original.type() != SectionType.NOBITS;
    if (had && !draft.isPinned(s) && s.original.offset() >= 0 && s.original.offset() < keptEnd) {
      long size = Math.min(s.original.size(), keptEnd - s.original.offset());
      draft.patches.clear(s.original.offset(), size, "moved " + s.name);
    }
  }

  private void appendFloating() {
    for (DraftSection s : List.copyOf(draft.removed)) {
      clearOld(s);
    }
    for (DraftSection s : floating()) {
      MemorySegment fresh = s.fresh();
      boolean fits =
          !s.isNew()
              && s.original.type() != SectionType.NOBITS
              && s.size <= s.original.size()
              && s.original.offset() + s.original.size() <= keptEnd;
      if (fresh == null && (fits || !s.hasBytes())) {
        continue;
      }
      if (fits && fresh != null) {
        clearOld(s);
        draft.patches.put(s.offset, s.toString(), fresh);
      } else if (layout == Layout.PRESERVE) {
        throw draft.refuse(
            "%s would need 0x%x bytes but has 0x%x, and nothing may move"
                .formatted(s, s.size, s.original.size()));
      } else {
        clearOld(s);
        place(s);
      }
    }
  }

  private void place(DraftSection s) {
    long at = roundUp(cursor, alignment(s));
    if (!s.hasBytes()) {
      s.offset = at;
      return;
    }
    if (s.isReserved()) {
      tail.add(new Placement(at, s.toString(), new Content.Hole(s.size)));
      s.offset = at;
      cursor = at + s.size;
      return;
    }
    MemorySegment fresh = s.fresh();
    MemorySegment bytes = fresh == null ? draft.originalBytes(s) : fresh;
    copied += fresh == null ? bytes.byteSize() : 0;
    if (copied > MOST_COPIES * draft.model.bytes().size()) {
      throw draft.refuse(
          "its sections overlap: each with bytes of its own, the file would explode");
    }
    if (bytes.byteSize() > 0) {
      tail.add(
          new Placement(
              at,
              s.toString(),
              fresh == null
                  ? new Content.Kept(draft.model, s.original.offset(), bytes.byteSize())
                  : new Content.Bytes(bytes)));
    }
    s.offset = at;
    cursor = at + bytes.byteSize();
  }

  /** A section that did not stand at a multiple of its alignment before need not do so now. */
  private static long alignment(DraftSection s) {
    long alignment = Long.highestOneBit(Math.clamp(s.alignment, 1, LARGEST_ALIGNMENT));
    boolean aligned = s.isNew() || s.original.offset() % alignment == 0;
    return aligned && s.size != 0 ? alignment : 1;
  }

  private void placeHeaders() {
    FileHeader before = draft.model.header();
    int count = draft.withoutSectionHeaders ? 0 : draft.sections.size();
    long table = 0;
    if (count > 0) {
      table = sectionTable(count);
    }
    int names = draft.sectionNames == null || count == 0 ? 0 : draft.sectionNames.index;
    boolean manySections = count >= 0xff00;
    boolean manySegments = draft.segments.size() >= FileHeader.PN_XNUM;
    FileHeader header =
        Headers.withTables(
            draft.header,
            draft.segments.isEmpty() ? before.segmentOffset() : draft.segmentTable,
            manySegments ? FileHeader.PN_XNUM : draft.segments.size(),
            table,
            manySections ? 0 : count,
            names >= 0xff00 ? FileHeader.SHN_XINDEX : names);
    ElfEncoder encoder = ElfEncoder.like(header);
    draft.patches.put(0, "ELF header", encoder.header(header));
    if (!draft.segments.isEmpty()) {
      draft.patches.put(draft.segmentTable, "program headers", encoder.segments(draft.segments));
    }
    if (count > 0) {
      if (manySections || manySegments || names >= 0xff00) {
        extendNull(count, names);
      }
      put(table, "section headers", encoder.sectionHeaders(encoded()));
    }
  }

  /** Counts that the ELF header cannot hold stand in section 0 (gABI, "ELF Header"). */
  private void extendNull(int count, int names) {
    DraftSection zero = draft.sections.getFirst();
    zero.size = count >= 0xff00 ? count : 0;
    zero.rawLink = names >= 0xff00 ? names : 0;
    zero.rawInfo = draft.segments.size() >= FileHeader.PN_XNUM ? draft.segments.size() : 0;
  }

  /** Where the section header table goes: its old place, if it is large enough and still free. */
  private long sectionTable(int count) {
    long old = draft.model.header().sectionOffset();
    long size = (long) count * SectionHeader.entrySize(draft.header.is64());
    boolean stays =
        layout != Layout.REPACK
            && count <= draft.model.sectionHeaders().size()
            && old + size <= keptEnd;
    if (stays) {
      return old;
    }
    if (layout == Layout.PRESERVE) {
      throw draft.refuse("there is no room for another section header, and nothing may move");
    }
    return roundUp(cursor, draft.header.is64() ? 8 : 4);
  }

  private void put(long offset, String what, MemorySegment bytes) {
    if (offset < keptEnd) {
      draft.patches.put(offset, what, bytes);
    } else {
      tail.add(new Placement(offset, what, new Content.Bytes(bytes)));
    }
  }

  private List<SectionHeader> encoded() {
    List<SectionHeader> headers = new ArrayList<>(draft.sections.size());
    for (DraftSection s : draft.sections) {
      headers.add(
          new SectionHeader(
              draft.nameOffset(s),
              s.type,
              s.flags,
              s.address,
              s.offset,
              s.size,
              s.link == null ? s.rawLink : s.link.index,
              s.info == null ? s.rawInfo : s.info.index,
              s.alignment,
              s.entrySize));
    }
    return headers;
  }

  private static long roundUp(long value, long multiple) {
    return value + Math.floorMod(-value, multiple);
  }
}
