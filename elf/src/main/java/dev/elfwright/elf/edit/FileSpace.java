package dev.elfwright.elf.edit;

import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.SegmentType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is used and what is free in the original file and in the memory that it describes. */
final class FileSpace {
  private static final long PAGE = 0x1000;

  private final Draft draft;
  private final List<Block> blocks;
  private final Layout layout;
  private final MemorySegment file;

  FileSpace(Draft draft, Blocks blocks, Layout layout) {
    this.draft = draft;
    this.blocks = blocks.all();
    this.layout = layout;
    this.file = draft.model.contents();
  }

  /** The distance of address and offset in the first segment, where the ELF header is. */
  long firstShift() {
    return loads().findFirst().map(s -> s.address() - s.offset()).orElse(0L);
  }

  private Stream<Segment> loads() {
    return draft.model.segments().stream().filter(Segment::isLoad);
  }

  /** The segments whose bytes are all there; a loader refuses a file with others. */
  private Stream<Segment> wholeLoads() {
    return loads()
        .filter(s -> s.offset() >= 0 && s.fileSize() >= 0)
        .filter(s -> s.fileSize() <= file.byteSize() - s.offset());
  }

  /** The address behind the last loaded byte. */
  long endOfMemory(Set<Segment> except) {
    return loads()
        .filter(s -> !except.contains(s))
        .mapToLong(s -> s.address() + s.memorySize())
        .max()
        .orElse(0);
  }

  /** The offset behind the last byte that stays where it is. */
  long endOfFile(Set<Segment> except) {
    if (draft.segmentsFloat) {
      return Math.min(file.byteSize(), Math.max(headerEnd(), tableEnd()));
    }
    if (layout == Layout.REPACK) {
      return endOfPinned(except);
    }
    long end = file.byteSize();
    for (Segment s : except) {
      long behind = s.offset() + s.fileSize();
      if (nextUsed(behind) >= file.byteSize() && s.offset() >= endOfPinned(except)) {
        end = Math.min(end, s.offset());
      }
    }
    return end;
  }

  private long endOfPinned(Set<Segment> except) {
    long size = file.byteSize();
    long end = headerEnd();
    for (Segment s : draft.model.segments()) {
      boolean inside = except.stream().anyMatch(e -> e.covers(s.address(), s.memorySize()));
      if (!inside && s.offset() >= 0 && s.fileSize() >= 0 && s.offset() <= size) {
        end = Math.max(end, s.offset() + Math.min(s.fileSize(), size - s.offset()));
      }
    }
    for (DraftSection s : draft.sections) {
      // Loaded by its flag, yet in no segment: whatever that means, it keeps its place.
      boolean inside =
          except.stream().anyMatch(e -> e.covers(s.original.address(), s.original.size()));
      if (!inside && !s.isNew() && draft.isPinned(s) && hadBytes(s) && draft.isInFile(s)) {
        end = Math.max(end, s.original.offset() + s.original.size());
      }
    }
    return except.stream().anyMatch(this::holdsHeaders) ? end : Math.max(end, tableEnd());
  }

  /** Whatever e_ehsize says, the ELF header has the size of its class. */
  private long headerEnd() {
    return FileHeader.size(draft.header.is64());
  }

  /** The offset behind the program header table; 0 where there is none, whatever e_phoff says. */
  long tableEnd() {
    return draft.model.segments().isEmpty()
        ? 0
        : draft.model.header().segmentOffset()
            + (long) draft.model.segments().size() * Segment.entrySize(draft.header.is64());
  }

  /** Whether the program header table stands at the start of a segment of our own. */
  boolean holdsHeaders(Segment own) {
    return own.offset() != 0 && own.offset() == draft.model.header().segmentOffset();
  }

  /**
   * The first offset from {@code offset} on that something stands at; the offset itself when it is
   * in the middle of something. The section header table does not count, it can go anywhere.
   */
  private long nextUsed(long offset) {
    long next = file.byteSize();
    for (DraftSection s : draft.sections) {
      if (!s.isNew() && s.original.size() > 0 && hadBytes(s)) {
        next = nextUsed(offset, next, s.original.offset(), s.original.size());
      }
    }
    for (Block b : blocks) {
      next = nextUsed(offset, next, b.oldOffset, b.oldSize);
    }
    for (Segment s : draft.model.segments()) {
      if (s.fileSize() > 0 && s.offset() >= offset) {
        next = Math.min(next, s.offset());
      }
    }
    return next;
  }

  private static boolean hadBytes(DraftSection s) {
    int type = s.original.type();
    return type != dev.elfwright.elf.constant.SectionType.NOBITS
        && type != dev.elfwright.elf.constant.SectionType.NULL;
  }

  private static long nextUsed(long offset, long next, long start, long size) {
    if (start >= offset) {
      return Math.min(next, start);
    }
    return size > offset - start ? offset : next;
  }

  private boolean isZero(long from, long to) {
    for (long at = from; at < to; at++) {
      if (file.get(ValueLayout.JAVA_BYTE, at) != 0) {
        return false;
      }
    }
    return true;
  }

  private @Nullable Segment loadOf(Block b) {
    return wholeLoads()
        .filter(s ->
            b.oldAddress >= s.address()
                && b.oldAddress + b.oldSize <= s.address() + s.fileSize()
                && b.oldAddress - s.address() == b.oldOffset - s.offset())
        .findFirst()
        .orElse(null);
  }

  /** Bytes from the block's start up to what follows it in its segment, in unused zeros. */
  long roomOf(Block b) {
    Segment load = loadOf(b);
    long end = b.oldOffset + b.oldSize;
    if (load == null || draft.model.sectionHeaders().isEmpty()) {
      return b.oldSize;
    }
    long segmentEnd = Math.min(load.offset() + load.fileSize(), file.byteSize());
    long limit = Math.min(nextUsed(end), segmentEnd);
    return limit > end && limit - end < PAGE && isZero(end, limit)
        ? b.oldSize + limit - end
        : b.oldSize;
  }

  /** The rooms that moving blocks leave, and those at the end of read-only segments. */
  List<Room> rooms(Collection<Block> moving, Set<Segment> dissolved, long tableEnd) {
    List<Room> rooms = new ArrayList<>();
    moving.stream()
        .filter(b -> !b.isWritable() && loadOf(b) != null && !dissolved.contains(loadOf(b)))
        .sorted(Comparator.comparingLong(b -> b.oldAddress))
        .forEach(b -> addRoom(rooms, b, tableEnd));
    wholeLoads()
        .filter(s -> !dissolved.contains(s))
        .filter(this::mayHoldTables)
        .forEach(s -> addTail(rooms, s));
    return rooms;
  }

  private void addRoom(List<Room> rooms, Block b, long tableEnd) {
    long lost = Math.max(0, tableEnd - b.oldOffset);
    long size = roomOf(b) - lost;
    if (b.oldOffset + b.oldSize <= draft.model.header().segmentOffset()) {
      lost = 0;
      size = roomOf(b);
    }
    if (size <= 0) {
      return;
    }
    addJoined(rooms, new Room(b.oldAddress + lost, b.oldOffset + lost, size));
  }

  /** Read-only, and executable only where the tables are in executable memory already. */
  private boolean mayHoldTables(Segment s) {
    return (s.flags() & Segment.WRITE) == 0
        && s.memorySize() == s.fileSize()
        && ((s.flags() & Segment.EXECUTE) == 0
            || blocks.stream().anyMatch(b -> s.covers(b.oldAddress, b.oldSize)));
  }

  /** The zeros behind a segment on its last page, which is mapped as a whole. */
  private void addTail(List<Room> rooms, Segment s) {
    boolean inFile =
        s.offset() >= 0
            && s.offset() <= file.byteSize()
            && s.fileSize() > 0
            && s.fileSize() <= file.byteSize() - s.offset();
    if (draft.model.sectionHeaders().isEmpty() || !inFile) {
      return;
    }
    long end = s.offset() + s.fileSize();
    long address = s.address() + s.fileSize();
    long limit = Math.min(nextUsed(end), end + Math.floorMod(-end, PAGE));
    long above =
        loads()
            .filter(o -> o.address() >= address)
            .mapToLong(o -> o.address() & -Math.max(PAGE, o.alignment()))
            .min()
            .orElse(Long.MAX_VALUE);
    limit = Math.min(limit, end + Math.max(0, above - address));
    if (limit > end && limit <= file.byteSize() && isZero(end, limit)) {
      addJoined(rooms, new Room(address, end, limit - end));
    }
  }

  /** Adds a room, as one with the one before it when they touch. */
  private static void addJoined(List<Room> rooms, Room room) {
    Room before = rooms.isEmpty() ? null : rooms.getLast();
    if (before != null
        && before.address() + before.size() == room.address()
        && before.offset() + before.size() == room.offset()) {
      rooms.removeLast();
      rooms.add(new Room(before.address(), before.offset(), before.size() + room.size()));
    } else {
      rooms.add(room);
    }
  }

  /**
   * What a larger program header table would cover.
   *
   * @param blocks what can move away
   * @param fixed whether something else is there too
   */
  record InTheWay(List<Block> blocks, boolean fixed) {
    boolean blocked() {
      return fixed || !blocks.isEmpty();
    }
  }

  InTheWay inTheWayOfHeaders(long tableEnd, List<Block> all) {
    if (draft.model.segments().isEmpty()) {
      return new InTheWay(List.of(), true);
    }
    List<Block> found = new ArrayList<>();
    long at = tableEnd();
    while (at < tableEnd) {
      Block here = blockAt(all, at);
      if (here != null) {
        if (here.kind == Block.Kind.DYNAMIC) {
          return new InTheWay(found, true);
        }
        found.add(here);
        at = here.oldOffset + here.oldSize;
        continue;
      }
      long next = nextUsed(at);
      boolean free = next > at && !draft.model.sectionHeaders().isEmpty();
      long until = Math.min(next, tableEnd);
      if (!free || until > file.byteSize() || !isZero(at, until)) {
        return new InTheWay(found, true);
      }
      at = until;
    }
    return new InTheWay(found, false);
  }

  private static @Nullable Block blockAt(List<Block> all, long offset) {
    for (Block b : all) {
      if (offset >= b.oldOffset && offset < b.oldOffset + b.oldSize) {
        return b;
      }
    }
    return null;
  }

  /**
   * The segment that an earlier edit made: behind all others, with nothing in it but blocks and
   * zeros between them. Null when there is none.
   */
  @Nullable Segment ownSegment(BlockPlacement.Access access, Set<Segment> dissolved) {
    List<Segment> last = wholeLoads().sorted(Comparator.comparingLong(Segment::address)).toList();
    for (int i = last.size() - 1; i > 0 && i >= last.size() - 2; i--) {
      Segment s = last.get(i);
      if (dissolved.contains(s)) {
        continue;
      }
      if (!holdsBlocksOnly(s)) {
        return null;
      }
      if (BlockPlacement.Access.of(s) == access) {
        return s;
      }
    }
    return null;
  }

  private boolean holdsBlocksOnly(Segment s) {
    if (s.fileSize() == 0 || s.memorySize() != s.fileSize() || s.offset() == 0) {
      return false;
    }
    for (Segment o : draft.model.segments()) {
      boolean shared = o.type() == SegmentType.GNU_RELRO || o.type() == SegmentType.TLS;
      if (shared
          && o.address() < s.address() + s.memorySize()
          && s.address() < o.address() + o.memorySize()) {
        return false;
      }
    }
    long table = draft.model.header().segmentOffset();
    long at = table == s.offset() ? tableEnd() : s.offset();
    long end = s.offset() + s.fileSize();
    boolean any = false;
    List<Block> inside =
        blocks.stream()
            .filter(b -> s.covers(b.oldAddress, b.oldSize))
            .sorted(Comparator.comparingLong(b -> b.oldOffset))
            .toList();
    for (Block b : inside) {
      if (!isZero(at, b.oldOffset)) {
        return false;
      }
      at = b.oldOffset + b.oldSize;
      any = true;
    }
    return any && end <= file.byteSize() && isZero(at, end);
  }
}
