package dev.elfwright.link.fuse;

import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.FileType;
import dev.elfwright.elf.constant.SegmentType;
import dev.elfwright.link.graph.LoadedObject;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where everything lies. A program that is no PIE keeps its address, with the ELF header and
 * program headers in the pages below it; a PIE begins after them. Libraries follow in scope order,
 * each in one piece, then the linker's own tables.
 *
 * @param head address of the ELF header and program headers
 * @param parts the fused objects, the program first
 * @param tail first free address behind them
 * @param alignment what the data of any part asks for, at least a page
 * @param fixed whether the file is linked for one address
 */
record ImageLayout(long head, List<Part> parts, long tail, long alignment, boolean fixed) {
  static final long PAGE = 4096;

  /**
   * Where nothing slides, addresses and file offsets agree modulo this: code that the page cache
   * holds in huge pages is then mapped by huge pages (Linux mm/memory.c, do_set_pmd).
   */
  static final long HUGE = 2 << 20;

  /** The kernel maps nothing below (vm.mmap_min_addr). */
  private static final long LOWEST = 16 * PAGE;

  /** The kernel refuses more than 64 KiB of program headers (fs/binfmt_elf.c, load_elf_phdrs). */
  static final long HEAD_SIZE = 64 + 65536 / 56 * 56L;

  /** Everything refers to everything by 32-bit distances. */
  private static final long LIMIT = 0x7fff_0000L;

  /**
   * Epoch images lie between 1 and 80 TiB: above what 32-bit programs and the heap use, below where
   * the kernel puts PIEs, libraries and stacks (x86-64 ELF_ET_DYN_BASE is two thirds of 128 TiB).
   */
  private static final long EPOCH_LOWEST = 1L << 40;

  private static final long EPOCH_HIGHEST = 80L << 40;

  static ImageLayout of(Selection selection, FuseOptions options) throws FuseRefusal {
    LoadedObject program = selection.program();
    boolean movable = program.model().header().type() == FileType.DYN;
    boolean fixed = !movable || options.addressMode() == AddressMode.EPOCH;
    long headSize = roundUp(HEAD_SIZE, PAGE);
    long base = fixed ? options.base().orElseGet(() -> drawBase(movable)) : 0;
    List<Part> parts = new ArrayList<>();
    long head = base;
    long free = base + headSize;
    long alignment = PAGE;
    for (LoadedObject o : selection.fused()) {
      Extent e = Extent.of(o);
      long bias;
      if (o == program && !movable) {
        bias = 0;
        head = e.start() - headSize & -HUGE;
        if (head < LOWEST) {
          head = e.start() - headSize;
        }
        free = base;
        if (head < LOWEST) {
          throw new FuseRefusal(o.path() + ": no room for program headers below its address");
        }
      } else {
        bias = roundUp(free - e.start(), e.alignment());
        free = bias + e.end();
      }
      alignment = Math.max(alignment, e.alignment());
      parts.add(new Part(o, bias));
    }
    long lowest = Math.min(head, base);
    if (free - lowest > LIMIT) {
      throw new FuseRefusal(
          "%s: with its libraries it takes 0x%x bytes, more than 32-bit distances reach; use --keep"
              .formatted(program.path(), free - lowest));
    }
    return new ImageLayout(head, List.copyOf(parts), roundUp(free, PAGE), alignment, fixed);
  }

  private static long drawBase(boolean movable) {
    SecureRandom random = new SecureRandom();
    // Libraries beside a program at a fixed low address must be within 2 GiB of it.
    return movable
        ? random.nextLong(EPOCH_LOWEST / HUGE, EPOCH_HIGHEST / HUGE) * HUGE
        : random.nextLong(0x1000_0000 / HUGE, 0x3000_0000 / HUGE) * HUGE;
  }

  static long roundUp(long value, long alignment) {
    return (value + alignment - 1) & -alignment;
  }

  Part program() {
    return parts.getFirst();
  }

  /** The memory that one object takes, in whole pages. */
  private record Extent(long start, long end, long alignment) {
    static Extent of(LoadedObject o) throws FuseRefusal {
      List<Segment> loads =
          o.model()
              .segments(SegmentType.LOAD)
              .sorted(Comparator.comparingLong(Segment::address))
              .toList();
      long last = 0;
      for (Segment s : loads) {
        boolean sane =
            s.fileSize() >= 0
                && s.memorySize() >= s.fileSize()
                && s.memorySize() < LIMIT
                && s.address() >= 0
                && s.address() < 1L << 47
                && (s.address() - s.offset()) % PAGE == 0
                && (s == loads.getFirst() || (s.address() & -PAGE) >= last);
        if (!sane) {
          throw new FuseRefusal(
              "%s: segment at 0x%x is too large, overlaps another, or is not aligned to pages"
                  .formatted(o.path(), s.address()));
        }
        last = roundUp(s.address() + s.memorySize(), PAGE);
      }
      return new Extent(loads.getFirst().address() & -PAGE, last, alignment(o, loads));
    }

    /**
     * The alignment that data asks for. p_align is often 2 MiB without need, and would spread
     * objects over as many page tables.
     */
    private static long alignment(LoadedObject o, List<Segment> loads) {
      long most =
          o.model().sectionHeaders().isEmpty()
              ? loads.stream().mapToLong(Segment::alignment).max().orElse(PAGE)
              : o.model().sectionHeaders().stream()
                  .filter(h -> (h.flags() & SectionHeader.ALLOC) != 0)
                  .mapToLong(SectionHeader::alignment)
                  .max()
                  .orElse(PAGE);
      return Long.bitCount(most) == 1 ? Math.clamp(most, PAGE, 2 << 20) : PAGE;
    }
  }
}
