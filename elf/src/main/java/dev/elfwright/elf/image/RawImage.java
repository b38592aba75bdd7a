package dev.elfwright.elf.image;

import dev.elfwright.elf.write.Content;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.elf.write.Placement;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** One run of bytes from the lowest address on, without any headers (objcopy -O binary). */
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

  /**
   * The plan of an image.
   *
   * @throws IllegalArgumentException when it would have more than 2 GiB
   */
  public static LayoutPlan plan(MemoryImage image, Filling filling) {
    List<MemoryImage.Chunk> chunks = image.disjoint();
    if (chunks.isEmpty()) {
      return LayoutPlan.of(List.of());
    }
    long start = chunks.getFirst().address();
    long end = Math.max(chunks.getLast().end(), filling.padTo());
    if (end - start < 0 || end - start > LARGEST) {
      throw new IllegalArgumentException(
          image.file()
              + ": an image from 0x%x to 0x%x would have more than 2 GiB".formatted(start, end));
    }
    List<Placement> placements = new ArrayList<>();
    long at = start;
    for (MemoryImage.Chunk c : chunks) {
      fill(placements, at - start, c.address() - at, filling);
      placements.add(new Placement(c.address() - start, c.name(), new Content.Bytes(c.bytes())));
      at = c.end();
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
}
