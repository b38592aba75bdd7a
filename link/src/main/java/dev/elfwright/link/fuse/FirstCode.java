package dev.elfwright.link.fuse;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The code that constructors begin with: one page of each stretch of 64 KiB, for the kernel maps
 * what lies around a page with it (mm/memory.c, fault_around_bytes). Only where one piece has many
 * of them: there one call for all takes two thirds of the time of a fault each (clang starts 7 to 9
 * % sooner); a few scattered over many mappings gained nothing that could be measured (ffmpeg).
 */
final class FirstCode {
  private static final long AROUND = 64 * 1024;
  private static final int MANY = 32;

  private FirstCode() {}

  static List<StarterPlan.Range> of(List<Part> parts, List<Long> constructors) {
    TreeMap<Long, Long> pages = new TreeMap<>();
    for (long address : constructors) {
      pages.putIfAbsent(address & -AROUND, address & -ImageLayout.PAGE);
    }
    List<StarterPlan.Range> ranges = new ArrayList<>();
    for (Part p : parts) {
      for (Piece piece : p.pieces()) {
        NavigableMap<Long, Long> own = pages.subMap(piece.address(), true, piece.end(), false);
        if (own.size() >= MANY) {
          own.values().forEach(a -> ranges.add(new StarterPlan.Range(a, ImageLayout.PAGE)));
        }
      }
    }
    return ranges;
  }
}
