package dev.elfwright.link.image;

import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SegmentType;
import dev.elfwright.link.input.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The program header table over placed sections; its length is known before they are. */
final class ImageSegments {
  private static final List<Region> ORDER =
      List.of(Region.CONSTANTS, Region.CODE, Region.RELOCATED, Region.VARIABLES);

  private final ImageOptions options;
  private final ImageLayout layout;

  ImageSegments(ImageOptions options, ImageLayout layout) {
    this.options = options;
    this.layout = layout;
  }

  List<Segment> all() {
    List<Segment> all = new ArrayList<>();
    layout.find(".interp").ifPresent(s -> all.add(over(SegmentType.INTERP, Segment.READ, s)));
    ORDER.forEach(region -> load(region).ifPresent(all::add));
    int writable = Segment.READ | Segment.WRITE;
    layout.find(".dynamic").ifPresent(s -> all.add(over(SegmentType.DYNAMIC, writable, s)));
    for (OutputSection s : layout.loaded()) {
      if (s.type == SectionType.NOTE) {
        all.add(over(SegmentType.NOTE, Segment.READ, s));
      }
    }
    threadLocal().ifPresent(all::add);
    layout
        .find(".eh_frame_hdr")
        .ifPresent(s -> all.add(over(SegmentType.GNU_EH_FRAME, Segment.READ, s)));
    relro().ifPresent(all::add);
    all.add(new Segment(SegmentType.GNU_STACK, writable, 0, 0, 0, 0, 0, 16));
    if (layout.find(".interp").isPresent()) {
      // Before all others (gABI, "Program Header"); it covers the table, itself included.
      long at = FileHeader.size(true);
      long size = (all.size() + 1L) * Segment.entrySize(true);
      long address = layout.base() + at;
      all.addFirst(
          new Segment(SegmentType.PHDR, Segment.READ, at, address, address, size, size, 8));
    }
    return all;
  }

  private static Segment over(int type, int flags, OutputSection s) {
    long bytes = s.hasBytes() ? s.size : 0;
    return new Segment(type, flags, s.offset, s.address, s.address, bytes, s.size, s.alignment);
  }

  /** The ELF header and this table lie in the first one. */
  private Optional<Segment> load(Region region) {
    List<OutputSection> in = layout.in(region);
    boolean first = region == Region.CONSTANTS;
    if (in.isEmpty() && !first) {
      return Optional.empty();
    }
    long start = first ? layout.base() : in.getFirst().address;
    long end = first ? layout.constantsEnd() : endOf(in);
    long fileEnd = first ? end : layout.fileEnd(region);
    // What mprotect() makes read-only later is whole pages.
    long memoryEnd = region == Region.RELOCATED ? pageEnd(end) : end;
    int flags =
        switch (region) {
          case CONSTANTS -> Segment.READ;
          case CODE -> Segment.READ | Segment.EXECUTE;
          case RELOCATED, VARIABLES -> Segment.READ | Segment.WRITE;
        };
    return Optional.of(
        new Segment(
            SegmentType.LOAD,
            flags,
            start - layout.base(),
            start,
            start,
            fileEnd - start,
            memoryEnd - start,
            layout.page()));
  }

  private static long endOf(List<OutputSection> in) {
    return in.stream()
        .filter(s -> !s.isThreadLocal() || s.hasBytes())
        .mapToLong(s -> s.address + s.size)
        .max()
        .orElse(in.getFirst().address);
  }

  private long pageEnd(long end) {
    return end + layout.page() - 1 & -layout.page();
  }

  private Optional<Segment> relro() {
    List<OutputSection> in = layout.in(Region.RELOCATED);
    if (in.isEmpty() || !options.kind().isDynamic()) {
      return Optional.empty();
    }
    long start = in.getFirst().address;
    long size = pageEnd(endOf(in)) - start;
    long bytes = layout.fileEnd(Region.RELOCATED) - start;
    return Optional.of(
        new Segment(
            SegmentType.GNU_RELRO,
            Segment.READ,
            start - layout.base(),
            start,
            start,
            bytes,
            size,
            1));
  }

  /** The block that each thread gets a copy of. */
  Optional<Segment> threadLocal() {
    List<OutputSection> in = layout.loaded().stream().filter(OutputSection::isThreadLocal).toList();
    if (in.isEmpty()) {
      return Optional.empty();
    }
    OutputSection first = in.getFirst();
    OutputSection last = in.getLast();
    long bytes =
        in.stream()
            .filter(OutputSection::hasBytes)
            .mapToLong(s -> s.address + s.size - first.address)
            .max()
            .orElse(0);
    return Optional.of(
        new Segment(
            SegmentType.TLS,
            Segment.READ,
            first.offset,
            first.address,
            first.address,
            bytes,
            last.address + last.size - first.address,
            first.alignment));
  }
}
