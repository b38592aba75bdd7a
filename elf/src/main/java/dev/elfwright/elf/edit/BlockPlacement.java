package dev.elfwright.elf.edit;

import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.SegmentType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds room in memory for {@link Block}s that grew. In this order: the block's own place and the
 * zeros behind it; what other moving blocks leave; the end of a read-only segment up to the next
 * page, which is mapped anyway; a segment of our own.
 *
 * <p>A segment of our own needs a program header. The table grows over what follows it, and as long
 * as those are blocks (interpreter, notes, hash table), they move too. Were the table moved
 * instead, kernels before 5.18 would tell programs a wrong AT_PHDR (fs/binfmt_elf.c adds e_phoff to
 * the address of the first segment), and strip tools would lose it. Only where what follows cannot
 * move does the table go, and then to a place where that sum is still right.
 *
 * <p>A segment of our own lies at the end of memory and holds nothing but blocks, which is how it
 * is known again: a later edit dissolves it and makes it anew, so that edits do not pile up.
 */
final class BlockPlacement {
  private static final long SMALLEST_PAGE = 0x1000;
  private static final long LARGEST_PAGE = 0x10000;

  /**
   * Addresses left free before a segment of our own. eu-elflint takes a relocation to be as long as
   * the symbol that it names, so that a read-only segment close behind .got.plt looks relocated.
   */
  private static final long APART = 0x100000;

  /**
   * Bytes that a file may grow by, as a hole, so that its headers can be found by their address.
   */
  private static final long LARGEST_HOLE = 64L << 20;

  private final Draft draft;
  private final Blocks blocks;
  private final FileSpace space;
  private final int headerSize;

  private final Set<Block> moving = new LinkedHashSet<>();
  private final Set<Segment> dissolved = new LinkedHashSet<>();
  private final Set<Access> needed = EnumSet.noneOf(Access.class);
  private boolean headersMove;
  private long attemptedEnd;

  /** What the current attempt could not place in existing segments. */
  private final List<Block> homeless = new ArrayList<>();

  BlockPlacement(Draft draft, Blocks blocks, FileSpace space) {
    this.draft = draft;
    this.blocks = blocks;
    this.space = space;
    this.headerSize = Segment.entrySize(draft.header.is64());
  }

  /**
   * Gives every block its address and offset.
   *
   * @return the segments of our own that hold what found no other room
   */
  Result place(Layout layout) {
    for (Block b : blocks.all()) {
      if (b.size() > space.roomOf(b)) {
        moving.add(b);
      }
    }
    if (layout == Layout.PRESERVE) {
      refuseToMove();
    }
    do {
      attempt();
    } while (!settled());
    return new Result(ownSegments(), Set.copyOf(dissolved), space.endOfFile(dissolved));
  }

  private void refuseToMove() {
    if (!moving.isEmpty()) {
      Block b = moving.iterator().next();
      throw draft.refuse(
          "the %s would need 0x%x bytes but has 0x%x, and nothing may move"
              .formatted(b, b.size(), space.roomOf(b)));
    }
    if (space.inTheWayOfHeaders(tableEnd(), blocks.all()).blocked()
        && draft.segments.size() > draft.model.segments().size()) {
      throw draft.refuse("there is no room for another program header, and nothing may move");
    }
  }

  /** Places what moves into rooms, as far as they go. */
  private void attempt() {
    attemptedEnd = tableEnd();
    homeless.clear();
    List<Room> rooms = space.rooms(moving, dissolved, attemptedEnd);
    List<Block> largestFirst = new ArrayList<>(moving);
    largestFirst.sort(Comparator.comparingLong(Block::size).reversed());
    for (Block b : largestFirst) {
      Room room = b.isWritable() ? null : Room.smallestFor(b, rooms);
      if (room == null) {
        homeless.add(b);
      } else {
        rooms.set(rooms.indexOf(room), room.take(b));
      }
    }
  }

  /** Whether the attempt holds. If not, more moves: segments of ours, or what headers grow over. */
  private boolean settled() {
    boolean changed = false;
    for (Access access : Access.values()) {
      if (homeless.stream().anyMatch(access::suits) && needed.add(access)) {
        changed = true;
        Segment own = space.ownSegment(access, dissolved);
        if (own != null) {
          dissolve(own);
        }
      }
    }
    if (!headersMove) {
      FileSpace.InTheWay inTheWay = space.inTheWayOfHeaders(tableEnd(), blocks.all());
      changed |= inTheWay.fixed() ? moveHeaders() : moving.addAll(inTheWay.blocks());
    }
    return !changed && attemptedEnd == tableEnd();
  }

  private boolean moveHeaders() {
    if (tableEnd() <= space.tableEnd()) {
      return false;
    }
    headersMove = true;
    needed.add(Access.READ);
    Segment own = space.ownSegment(Access.READ, dissolved);
    if (own != null) {
      dissolve(own);
    }
    return true;
  }

  private void dissolve(Segment own) {
    dissolved.add(own);
    if (space.holdsHeaders(own)) {
      headersMove = true;
      needed.add(Access.READ);
    }
    blocks.all().stream().filter(b -> own.covers(b.oldAddress, b.oldSize)).forEach(moving::add);
  }

  private int headerCount() {
    return draft.segments.size() - dissolved.size() + needed.size();
  }

  private long tableEnd() {
    return headersMove
        ? space.tableEnd()
        : space.tableEnd() + (headerCount() - draft.model.segments().size()) * (long) headerSize;
  }

  /** Lays out what is homeless behind all memory, in one segment for each kind of access. */
  private List<Own> ownSegments() {
    List<Own> made = new ArrayList<>();
    long page = pageSize();
    long address = roundUp(space.endOfMemory(dissolved) + APART, page);
    long offset = roundUp(space.endOfFile(dissolved), 8);
    for (Access access : Access.values()) {
      List<Block> inside = homeless.stream().filter(access::suits).toList();
      boolean withHeaders = headersMove && access == Access.READ;
      if (inside.isEmpty() && !withHeaders) {
        continue;
      }
      long start = address + offset % page;
      long at = start;
      if (withHeaders) {
        // The kernel's sum: e_phoff and the distance of the first segment's address and offset.
        long shift = space.firstShift();
        offset = Math.max(offset, roundUp(address - shift, 8));
        if (offset > space.endOfFile(dissolved) + LARGEST_HOLE) {
          throw draft.refuse(
              "its program headers cannot grow: only at 0x%x of the file would kernels find them"
                  .formatted(offset));
        }
        start = offset + shift;
        at = start + (long) headerCount() * headerSize;
      }
      for (Block b : inside) {
        at = roundUp(at, b.alignment);
        b.address = at;
        b.offset = offset + at - start;
        at += b.size();
      }
      if (start < 0 || at < start || (!draft.header.is64() && at > 0xffff_ffffL)) {
        throw draft.refuse("no addresses are left behind its segments");
      }
      made.add(new Own(access, start, offset, at - start, page, withHeaders));
      address = roundUp(at, page);
      offset = roundUp(offset + at - start, 8);
    }
    return made;
  }

  /** What every kernel that runs this file's segments can map: a power of two, in bytes. */
  private long pageSize() {
    long largest = Math.max(SMALLEST_PAGE, draft.pageSize);
    for (Segment s : draft.segments) {
      if (s.isLoad() && Long.bitCount(s.alignment()) == 1 && s.alignment() <= LARGEST_PAGE) {
        largest = Math.max(largest, s.alignment());
      }
    }
    return largest;
  }

  private static long roundUp(long value, long multiple) {
    return value + Math.floorMod(-value, multiple);
  }

  /**
   * A segment of our own.
   *
   * @param withHeaders whether it begins with the program header table
   */
  record Own(
      Access access, long address, long offset, long size, long alignment, boolean withHeaders) {
    Segment segment() {
      return new Segment(
          SegmentType.LOAD, access.flags, offset, address, address, size, size, alignment);
    }
  }

  /**
   * What came out, besides the places of the blocks.
   *
   * @param own the new segments in the order of their addresses
   * @param dissolved the segments that are no more
   * @param keptEnd the offset up to which the original file is kept
   */
  record Result(List<Own> own, Set<Segment> dissolved, long keptEnd) {}

  /** The kinds of segments of our own, in the order of their addresses. */
  enum Access {
    READ(Segment.READ),
    READ_WRITE(Segment.READ | Segment.WRITE);

    final int flags;

    Access(int flags) {
      this.flags = flags;
    }

    boolean suits(Block b) {
      return b.isWritable() == (this == READ_WRITE);
    }

    static @Nullable Access of(Segment s) {
      if (s.type() != SegmentType.LOAD || (s.flags() & Segment.EXECUTE) != 0) {
        return null;
      }
      return (s.flags() & Segment.WRITE) == 0 ? READ : READ_WRITE;
    }
  }
}
