package dev.elfwright.elf.write;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.Segment;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a file puts into memory, from the lowest physical address on, without any headers: what a
 * boot loader or a programmer of flash memory takes (objcopy -O binary).
 *
 * <p>An image holds the bytes of loaded sections. The physical address of one in a segment follows
 * from p_paddr; that of others is sh_addr.
 */
public final class RawImage {
  /** Images are mostly filling when sections are far apart: no more than this in bytes. */
  private static final long LARGEST = 1L << 31;

  private RawImage() {}

  /**
   * What stands where no section does.
   *
   * @param gap the byte between sections and behind them
   * @param padTo the physical address up to which the image goes, if the sections end before; 0 for
   *     none
   */
  public record Filling(byte gap, long padTo) {}

  private record Part(long address, MemorySegment bytes, String name) {
    long end() {
      return address + bytes.byteSize();
    }
  }

  /**
   * The plan of a file's image.
   *
   * @throws IllegalArgumentException when it would have more than 2 GiB
   * @throws dev.elfwright.elf.ElfFormatException when a section lies outside of the file
   */
  public static LayoutPlan of(ElfModel model, Filling filling) {
    List<Part> parts = new ArrayList<>();
    for (Section s : model.sections()) {
      boolean loaded = (s.header().flags() & SectionHeader.ALLOC) != 0;
      if (loaded && s.hasBytes() && s.header().size() > 0) {
        parts.add(new Part(physical(model, s.header()), s.bytes(), s.name()));
      }
    }
    parts.sort(Comparator.comparingLong(Part::address));
    long start = parts.isEmpty() ? 0 : parts.getFirst().address();
    long end = start;
    for (Part p : parts) {
      end = Math.max(end, p.end());
    }
    end = parts.isEmpty() ? end : Math.max(end, filling.padTo());
    if (end - start < 0 || end - start > LARGEST) {
      throw new IllegalArgumentException(
          model.file()
              + ": an image from 0x%x to 0x%x would have more than 2 GiB".formatted(start, end));
    }
    return plan(parts, start, end, filling);
  }

  /** Where sections overlap, as in object files, the one behind wins. */
  private static LayoutPlan plan(List<Part> parts, long start, long end, Filling filling) {
    List<Placement> placements = new ArrayList<>();
    long at = start;
    for (int i = 0; i < parts.size(); i++) {
      Part p = parts.get(i);
      long limit = i + 1 < parts.size() ? Math.min(p.end(), parts.get(i + 1).address()) : p.end();
      fill(placements, at - start, p.address() - at, filling);
      if (limit > p.address()) {
        MemorySegment bytes = p.bytes().asSlice(0, limit - p.address());
        placements.add(new Placement(p.address() - start, p.name(), new Content.Bytes(bytes)));
      }
      at = Math.max(at, limit);
    }
    fill(placements, at - start, end - at, filling);
    return LayoutPlan.of(placements);
  }

  private static void fill(List<Placement> placements, long at, long size, Filling filling) {
    if (size > 0) {
      MemorySegment bytes = Arena.ofAuto().allocate(size).fill(filling.gap());
      placements.add(new Placement(at, "gap", new Content.Bytes(bytes)));
    }
  }

  private static long physical(ElfModel model, SectionHeader s) {
    for (Segment g : model.segments()) {
      long ahead = s.offset() - g.offset();
      if (g.isLoad() && ahead >= 0 && ahead < g.fileSize()) {
        return g.physicalAddress() + ahead;
      }
    }
    return s.address();
  }
}
