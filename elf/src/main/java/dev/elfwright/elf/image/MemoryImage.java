package dev.elfwright.elf.image;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.Segment;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * The bytes that a file puts into memory, by physical address.
 *
 * @param file the file's name, for messages
 * @param chunks by address, those of equal address in the order in which they are loaded
 * @param entry where execution starts, 0 for nowhere
 */
public record MemoryImage(String file, List<Chunk> chunks, long entry) {
  /** Copies the list. */
  public MemoryImage {
    chunks =
        chunks.stream()
            .filter(c -> c.bytes.byteSize() > 0)
            .sorted(Comparator.comparingLong(Chunk::address))
            .toList();
  }

  /**
   * Bytes that stand together.
   *
   * @param name the section's name
   * @param address the physical address of the first byte
   * @param bytes the bytes
   */
  public record Chunk(String name, long address, MemorySegment bytes) {
    /** Refuses what passes the end of the address space. */
    public Chunk {
      if (address > Long.MAX_VALUE - bytes.byteSize()) {
        throw new IllegalArgumentException(
            "%s: 0x%x bytes at 0x%x pass the end of memory"
                .formatted(name, bytes.byteSize(), address));
      }
    }

    /** The address behind the last byte. */
    public long end() {
      return address + bytes.byteSize();
    }

    private Chunk part(long from, long to) {
      return new Chunk(name, from, bytes.asSlice(from - address, to - from));
    }
  }

  /** Addresses from one on, up to and without another. */
  private record Range(long start, long end) {}

  /**
   * The loaded sections of a file. The physical address of one in a segment follows from p_paddr;
   * that of others is sh_addr. Some linkers leave p_paddr 0 throughout: then p_vaddr counts, as
   * more than one segment cannot be loaded to 0.
   *
   * @throws dev.elfwright.elf.ElfFormatException when a section lies outside of the file
   * @throws IllegalArgumentException when one passes the end of the address space
   */
  public static MemoryImage of(ElfModel model) {
    boolean physical =
        model.segments().stream().filter(Segment::isLoad).count() < 2
            || model.segments().stream().anyMatch(g -> g.physicalAddress() != 0);
    List<Chunk> chunks = new ArrayList<>();
    for (Section s : model.sections()) {
      boolean loaded = (s.header().flags() & SectionHeader.ALLOC) != 0;
      if (loaded && s.hasBytes() && s.header().size() > 0) {
        chunks.add(new Chunk(s.name(), address(model, s.header(), physical), s.bytes()));
      }
    }
    return new MemoryImage(model.file(), chunks, model.header().entry());
  }

  private static long address(ElfModel model, SectionHeader s, boolean physical) {
    for (Segment g : model.segments()) {
      long ahead = s.offset() - g.offset();
      if (g.isLoad() && ahead >= 0 && ahead < g.fileSize()) {
        return (physical ? g.physicalAddress() : g.address()) + ahead;
      }
    }
    return s.address();
  }

  /** The bytes of each address once: where chunks overlap, as in object files, the last wins. */
  public List<Chunk> disjoint() {
    List<Chunk> pieces = new ArrayList<>();
    // What later chunks cover: none of it begins before the chunk at hand.
    Deque<Range> covered = new ArrayDeque<>();
    for (Chunk c : chunks.reversed()) {
      long at = c.address();
      while (!covered.isEmpty() && covered.peek().start() <= c.end()) {
        Range next = covered.pop();
        if (next.start() > at) {
          pieces.add(c.part(at, next.start()));
        }
        at = Math.max(at, next.end());
      }
      if (c.end() > at) {
        pieces.add(c.part(at, c.end()));
      }
      covered.push(new Range(c.address(), Math.max(at, c.end())));
    }
    pieces.sort(Comparator.comparingLong(Chunk::address));
    return pieces;
  }
}
