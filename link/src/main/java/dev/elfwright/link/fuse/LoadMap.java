package dev.elfwright.link.fuse;

import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.SegmentType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where addresses stand in the file, and the PT_LOADs that map them there. The file is the image
 * itself, with holes where it has none; only the gap between a program at its fixed address and the
 * libraries beside it is closed. Neighbours with the same access share a mapping.
 */
final class LoadMap {
  private record Region(long address, long end, long offset) {}

  private final List<Region> regions = new ArrayList<>();
  private final List<Segment> loads = new ArrayList<>();

  LoadMap(ImageLayout layout, List<Area> areas) {
    List<Area> sorted = areas.stream().sorted(Comparator.comparingLong(Area::address)).toList();
    makeRegions(layout.head(), sorted);
    add(layout.head(), ImageLayout.HEAD_SIZE, ImageLayout.HEAD_SIZE, Segment.READ);
    for (Area a : sorted) {
      add(a.address(), a.fileSize(), a.memorySize(), a.access());
    }
    if (!layout.fixed()) {
      loads.set(0, aligned(loads.getFirst(), layout.alignment()));
    }
  }

  /** The kernel slides the whole by a multiple of the largest p_align (fs/binfmt_elf.c). */
  private static Segment aligned(Segment s, long alignment) {
    return new Segment(
        s.type(),
        s.flags(),
        s.offset(),
        s.address(),
        s.physicalAddress(),
        s.fileSize(),
        s.memorySize(),
        alignment);
  }

  private void makeRegions(long head, List<Area> sorted) {
    long start = head;
    long offset = 0;
    long end = head;
    for (Area a : sorted) {
      if (a.address() - end > 64 << 20) {
        long size = page(end + ImageLayout.PAGE - 1) - start;
        regions.add(new Region(start, start + size, offset));
        start = page(a.address());
        offset = ImageLayout.roundUp(offset + size, ImageLayout.HUGE) + start % ImageLayout.HUGE;
      }
      end = a.end();
    }
    regions.add(new Region(start, page(end + ImageLayout.PAGE - 1), offset));
  }

  private static long page(long address) {
    return address & -ImageLayout.PAGE;
  }

  private void add(long address, long fileSize, long memorySize, int access) {
    Segment last = loads.isEmpty() ? null : loads.getLast();
    if (last != null
        && last.flags() == access
        && page(address) - (last.address() + last.fileSize()) <= ImageLayout.PAGE
        && last.fileSize() == last.memorySize()
        && offset(address) - last.offset() == address - last.address()) {
      long grown = address - last.address();
      loads.removeLast();
      loads.add(load(last.address(), last.offset(), access, grown + fileSize, grown + memorySize));
    } else {
      loads.add(load(address, offset(address), access, fileSize, memorySize));
    }
  }

  private static Segment load(long address, long offset, int access, long fileSize, long memory) {
    return new Segment(
        SegmentType.LOAD,
        access,
        offset,
        address,
        address,
        fileSize,
        Math.max(memory, fileSize),
        ImageLayout.PAGE);
  }

  /** The file offset of an address. */
  long offset(long address) {
    for (Region r : regions) {
      if (address >= r.address() && address <= r.end()) {
        return r.offset() + (address - r.address());
      }
    }
    throw new IllegalStateException("0x%x lies nowhere".formatted(address));
  }

  /** The end of the image in the file. */
  long fileEnd() {
    Region r = regions.getLast();
    return r.offset() + (r.end() - r.address());
  }

  List<Segment> loads() {
    return loads;
  }
}
