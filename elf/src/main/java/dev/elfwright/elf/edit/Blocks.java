package dev.elfwright.elf.edit;

import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Names;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SegmentType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The {@link Block}s of a file, found as the loader finds them, through segments and tags, and
 * those that edits add.
 */
final class Blocks {
  private static final long LARGEST_ALIGNMENT = 64;

  private final Draft draft;
  private final TreeMap<Long, Block> byAddress = new TreeMap<>();

  Blocks(Draft draft) {
    this.draft = draft;
    ElfModel model = draft.model;
    model
        .segments(SegmentType.INTERP)
        .filter(this::isPathOnly)
        .findFirst()
        .ifPresent(s -> add(Block.Kind.INTERPRETER, s));
    model
        .segments(SegmentType.DYNAMIC)
        .filter(s -> s.fileSize() != 0)
        .findFirst()
        .ifPresent(s -> add(Block.Kind.DYNAMIC, s));
    if (model.dynamic().isEmpty() && draft.dynamic().isPresent()) {
      draft.sectionOfType(SectionType.DYNAMIC).ifPresent(this::addDynamic);
    }
    draft.dynamic().ifPresent(this::addTables);
    addNotes();
  }

  List<Block> all() {
    return Stream.concat(byAddress.values().stream(), draft.addedBlocks.stream()).toList();
  }

  Optional<Block> of(Block.Kind kind) {
    return byAddress.values().stream().filter(b -> b.kind == kind).findFirst();
  }

  private void add(Block.Kind kind, Segment s) {
    if (s.offset() >= 0 && s.fileSize() <= draft.model.bytes().size() - s.offset()) {
      long alignment = kind == Block.Kind.INTERPRETER ? 1 : alignment(s);
      add(new Block(kind, s.address(), s.offset(), s.fileSize(), alignment));
    }
  }

  /** What a table of words can want; p_align may say anything. */
  private static long alignment(Segment s) {
    return Long.highestOneBit(Math.clamp(s.alignment(), 1, LARGEST_ALIGNMENT));
  }

  /**
   * Two blocks at one address, or one in another, are no blocks: moving one would tear the other.
   */
  private void add(Block b) {
    Map.Entry<Long, Block> before = byAddress.floorEntry(b.oldAddress + Math.max(b.oldSize, 1) - 1);
    if (b.oldSize > 0
        && (before == null
            || before.getValue().oldAddress + before.getValue().oldSize <= b.oldAddress)) {
      byAddress.put(b.oldAddress, b);
    }
  }

  /** Linker scripts can put other sections into PT_INTERP, which only begins with the path then. */
  private boolean isPathOnly(Segment s) {
    String path = draft.model.interpreter().orElse("");
    boolean oneSection =
        draft.sections.stream()
            .anyMatch(o -> o.isLoaded() && o.offset == s.offset() && o.size == s.fileSize());
    return oneSection || Names.encode(path).length + 1L == s.fileSize();
  }

  private void addDynamic(DraftSection s) {
    int word = draft.header.is64() ? 8 : 4;
    add(new Block(Block.Kind.DYNAMIC, s.address, s.offset, s.size, word));
  }

  private void addTables(DynamicModel dynamic) {
    int word = draft.header.is64() ? 8 : 4;
    table(dynamic, Block.Kind.STRINGS, DynamicTag.STRTAB, 1, size(dynamic, DynamicTag.STRSZ));
    long symbols = (long) dynamic.symbols().count() * SymbolTable.entrySize(draft.header.is64());
    table(dynamic, Block.Kind.SYMBOLS, DynamicTag.SYMTAB, word, symbols);
    table(dynamic, Block.Kind.VERSIONS, DynamicTag.VERSYM, 2, 2L * dynamic.symbols().count());
    table(dynamic, Block.Kind.GNU_HASH, DynamicTag.GNU_HASH, word, 0);
    table(dynamic, Block.Kind.SYSV_HASH, DynamicTag.HASH, word, 0);
    table(dynamic, Block.Kind.VERSION_NEEDS, DynamicTag.VERNEED, word, 0);
    table(dynamic, Block.Kind.VERSION_DEFINITIONS, DynamicTag.VERDEF, word, 0);
  }

  private static long size(DynamicModel dynamic, long tag) {
    return dynamic.value(tag).orElse(0);
  }

  /**
   * Adds a table whose size the section header knows best. Without a header, and without a size by
   * the dynamic section, the table's end is unknown and it stays where it is.
   */
  private void table(DynamicModel dynamic, Block.Kind kind, long tag, int alignment, long size) {
    OptionalLong address = dynamic.value(tag);
    if (address.isEmpty()) {
      return;
    }
    long known =
        draft.sections.stream()
            .filter(s -> s.isLoaded() && s.hasBytes() && s.address == address.getAsLong())
            .mapToLong(s -> s.size)
            .max()
            .orElse(size);
    OptionalLong offset = draft.model.offsetOf(address.getAsLong(), known);
    if (known > 0 && offset.isPresent()) {
      add(new Block(kind, address.getAsLong(), offset.getAsLong(), known, alignment));
    }
  }

  /** PT_NOTE and PT_GNU_PROPERTY often cover the same bytes: what touches moves as one. */
  private void addNotes() {
    List<Segment> notes = new ArrayList<>();
    for (Segment s : draft.model.segments()) {
      boolean note = s.type() == SegmentType.NOTE || s.type() == SegmentType.GNU_PROPERTY;
      boolean loaded = draft.model.offsetOf(s.address(), s.fileSize()).orElse(-1) == s.offset();
      if (note && loaded && s.fileSize() > 0) {
        notes.add(s);
      }
    }
    notes.sort(Comparator.comparingLong(Segment::address));
    for (int i = 0; i < notes.size(); ) {
      Segment first = notes.get(i);
      long end = first.address() + first.fileSize();
      long alignment = Math.max(4, alignment(first));
      int next = i + 1;
      for (; next < notes.size() && notes.get(next).address() <= end; next++) {
        end = Math.max(end, notes.get(next).address() + notes.get(next).fileSize());
        alignment = Math.max(alignment, alignment(notes.get(next)));
      }
      add(
          new Block(
              Block.Kind.NOTES, first.address(), first.offset(), end - first.address(), alignment));
      i = next;
    }
  }
}
