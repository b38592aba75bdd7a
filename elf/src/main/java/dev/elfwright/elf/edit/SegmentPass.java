package dev.elfwright.elf.edit;

import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.SegmentType;
import dev.elfwright.elf.write.ElfEncoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Makes program headers and sections follow the {@link Block}s that were placed. */
final class SegmentPass {
  private final Draft draft;
  private final List<Block> blocks;
  private final BlockPlacement.Result placed;
  private final long oldHeaders;

  SegmentPass(Draft draft, Blocks blocks, BlockPlacement.Result placed) {
    this.draft = draft;
    this.blocks = blocks.all();
    this.placed = placed;
    this.oldHeaders = draft.model.header().segmentOffset();
  }

  /** Brings the draft's segments and sections up to date. */
  void run() {
    List<Segment> changed = new ArrayList<>();
    for (Segment s : draft.segments) {
      if (!placed.dissolved().contains(original(s))) {
        changed.add(s.isLoad() ? extended(s) : followed(s));
      }
    }
    int behindLast = 0;
    for (int i = 0; i < changed.size(); i++) {
      behindLast = changed.get(i).isLoad() ? i + 1 : behindLast;
    }
    changed.addAll(behindLast, placed.own().stream().map(BlockPlacement.Own::segment).toList());
    draft.segments.clear();
    draft.segments.addAll(changed);
    placed.own().stream()
        .filter(BlockPlacement.Own::withHeaders)
        .forEach(o -> draft.segmentTable = o.offset());
    describeTable();
    blocks.forEach(this::moveSections);
  }

  /** The segment before edits of its flags or alignment. */
  private Segment original(Segment s) {
    return draft.model.segments().stream()
        .filter(o -> o.type() == s.type() && o.offset() == s.offset() && o.address() == s.address())
        .findFirst()
        .orElse(s);
  }

  /** A segment into whose tail blocks went, or at whose end they grew, grows up to their end. */
  private Segment extended(Segment s) {
    long end = s.address() + s.fileSize();
    for (Block b : blocks) {
      boolean own =
          placed.own().stream()
              .anyMatch(o -> b.address >= o.address() && b.address < o.address() + o.size());
      boolean inTail =
          (b.hasMoved() || b.size() > b.oldSize)
              && !own
              && b.address >= s.address()
              && b.address - s.address() == b.offset - s.offset()
              && b.address <= ((s.address() + s.fileSize() - 1) | 0xfff);
      if (inTail) {
        end = Math.max(end, b.address + b.size());
      }
    }
    return end == s.address() + s.fileSize()
        ? s
        : Headers.at(
            s,
            s.address(),
            s.offset(),
            end - s.address(),
            Math.max(end - s.address(), s.memorySize()));
  }

  /** A segment that describes a block goes where the block went. */
  private Segment followed(Segment s) {
    for (Block b : blocks) {
      boolean describes =
          switch (b.kind) {
            case INTERPRETER -> s.type() == SegmentType.INTERP;
            case DYNAMIC -> s.type() == SegmentType.DYNAMIC;
            case NOTES -> s.type() == SegmentType.NOTE || s.type() == SegmentType.GNU_PROPERTY;
            case STRINGS,
                SYMBOLS,
                GNU_HASH,
                SYSV_HASH,
                VERSIONS,
                VERSION_NEEDS,
                VERSION_DEFINITIONS ->
                false;
          };
      if (describes && b.isAdded() && s.offset() == Block.NOWHERE) {
        return Headers.at(s, b.address, b.offset, b.size(), b.size());
      }
      if (describes && s.fileSize() > 0 && b.covers(s.address(), s.fileSize())) {
        boolean whole = b.kind != Block.Kind.NOTES;
        long size = whole ? b.size() : s.fileSize();
        return Headers.at(
            s,
            b.address + s.address() - b.oldAddress,
            b.offset + s.offset() - b.oldOffset,
            size,
            size);
      }
    }
    return s;
  }

  /** PT_PHDR gives the table's place and size. */
  private void describeTable() {
    boolean same =
        draft.segmentTable == oldHeaders && draft.segments.size() == draft.model.segments().size();
    if (same) {
      return;
    }
    long size = (long) draft.segments.size() * Segment.entrySize(draft.header.is64());
    long shift =
        draft.segments.stream()
            .filter(s -> s.isLoad() && draft.segmentTable - s.offset() >= 0)
            .filter(s -> draft.segmentTable - s.offset() < s.fileSize())
            .max(Comparator.comparingLong(Segment::offset))
            .map(s -> s.address() - s.offset())
            .orElse(0L);
    draft.segments.replaceAll(s ->
        s.type() == SegmentType.PHDR
            ? Headers.at(s, draft.segmentTable + shift, draft.segmentTable, size, size)
            : s);
    draft.patches.clear(
        oldHeaders,
        (long) draft.model.segments().size() * Segment.entrySize(draft.header.is64()),
        "old program headers");
  }

  private void moveSections(Block b) {
    DraftSection added = b.section;
    if (added != null) {
      added.address = b.address;
      added.offset = b.offset;
      added.size = b.size();
    }
    for (DraftSection s : draft.sections) {
      boolean inside =
          s.isLoaded()
              && s.hasBytes()
              && !s.isNew()
              && b.covers(s.original.address(), s.original.size())
              && s.original.offset() - b.oldOffset == s.original.address() - b.oldAddress;
      if (inside && (s.original.size() > 0 || s.original.address() == b.oldAddress)) {
        s.address = b.address + s.original.address() - b.oldAddress;
        s.offset = b.offset + s.original.offset() - b.oldOffset;
        if (s.original.address() == b.oldAddress && s.original.size() == b.oldSize) {
          s.size = b.size();
        }
      }
    }
  }

  /** The program header table's bytes. */
  static java.lang.foreign.MemorySegment encode(Draft draft) {
    return ElfEncoder.like(draft.header).segments(draft.segments);
  }
}
