package dev.elfwright.link.image;

import static java.util.Objects.requireNonNull;

import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.link.input.Region;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Addresses. Headers and what is only read come first, then code, then what is read-only once the
 * loader is done (RELRO), then what changes; each begins at a page of its own. A file offset is
 * always the address less the image's first one: pages of the file are mapped as they lie.
 */
final class ImageLayout {
  /** Where programs that do not move begin. */
  private static final long FIXED_BASE = 0x400000;

  private static final List<Region> ORDER =
      List.of(Region.CONSTANTS, Region.CODE, Region.RELOCATED, Region.VARIABLES);

  private final ImageOptions options;
  private final List<OutputSection> loaded;
  private final long base;
  private final long page;
  private long end;
  private int segmentCount;

  /** Sorts the sections; they get no address yet. */
  ImageLayout(ImageOptions options, List<OutputSection> sections) {
    this.options = options;
    this.base = options.kind().moves() ? 0 : FIXED_BASE;
    this.loaded =
        sections.stream()
            .filter(s -> s.region != null)
            .sorted(
                Comparator.<OutputSection>comparingInt(s -> ORDER.indexOf(s.region))
                    .thenComparing(ImageLayout::rank))
            .toList();
    this.page =
        Math.max(
            options.machine().page(), loaded.stream().mapToLong(s -> s.alignment).max().orElse(1));
  }

  /** Notes and tables of the loader first, the TLS block in one piece, zeros last. */
  private static int rank(OutputSection s) {
    if (s.isThreadLocal()) {
      return s.hasBytes() ? 2 : 3;
    }
    return switch (s.type) {
      case SectionType.NOTE -> s.region == Region.CONSTANTS ? 1 : 4;
      case SectionType.NOBITS -> 5;
      default -> s.name.equals(".interp") ? 0 : 4;
    };
  }

  List<OutputSection> loaded() {
    return loaded;
  }

  long base() {
    return base;
  }

  /** The first address behind everything. */
  long end() {
    return end;
  }

  /** Where the bytes of a region end that stand in the file. */
  long fileEnd(Region region) {
    List<OutputSection> in = in(region);
    return in.stream()
        .filter(OutputSection::hasBytes)
        .mapToLong(s -> s.address + s.size)
        .max()
        .orElse(in.getFirst().address);
  }

  /** Where the first segment ends, which has at least the headers. */
  long constantsEnd() {
    return Math.max(
        base + headersSize(),
        in(Region.CONSTANTS).stream().mapToLong(s -> s.address + s.size).max().orElse(0));
  }

  private long headersSize() {
    return FileHeader.size(true) + (long) segmentCount * Segment.entrySize(true);
  }

  /** Gives every section its address and offset. Sizes may change and this be called again. */
  void place() {
    segmentCount = new ImageSegments(options, this).all().size();
    long threadAlignment =
        loaded.stream()
            .filter(OutputSection::isThreadLocal)
            .mapToLong(s -> s.alignment)
            .max()
            .orElse(1);
    // The block starts at its alignment, whichever section is first in it.
    loaded.stream()
        .filter(OutputSection::isThreadLocal)
        .findFirst()
        .ifPresent(s -> s.alignment = threadAlignment);
    long at = base + headersSize();
    Region region = Region.CONSTANTS;
    for (OutputSection s : loaded) {
      if (s.region != region) {
        at = align(at, page);
        region = requireNonNull(s.region);
      }
      s.address = align(at, s.alignment);
      s.offset = s.address - base;
      // Zeros of threads take no room in the image: only each thread's block has them.
      at = s.isThreadLocal() && !s.hasBytes() ? at : s.address + s.size;
    }
    end = at;
  }

  private static long align(long at, long multiple) {
    return at + multiple - 1 & -multiple;
  }

  Optional<OutputSection> find(String name) {
    return loaded.stream().filter(s -> s.name.equals(name)).findFirst();
  }

  List<OutputSection> in(Region region) {
    return loaded.stream().filter(s -> s.region == region).toList();
  }

  long page() {
    return page;
  }

  /** No function lies before this address. */
  long firstCode() {
    List<OutputSection> code = in(Region.CODE);
    return code.isEmpty() ? end : code.getFirst().address;
  }
}
