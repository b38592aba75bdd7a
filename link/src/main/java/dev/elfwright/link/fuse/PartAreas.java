package dev.elfwright.link.fuse;

import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.write.Content;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The pieces of parts as sections: named after what they hold and the library they come from. */
final class PartAreas {
  private PartAreas() {}

  /**
   * Cuts areas.
   *
   * @param protectedFromStart of which parts the data that is protected is mapped so at once
   */
  static List<Area> of(List<Part> parts, Predicate<Part> protectedFromStart) {
    List<Area> areas = new ArrayList<>();
    for (Part p : parts) {
      for (Piece piece : p.pieces()) {
        Area whole = area(p, piece);
        StarterPlan.Range relro = p.relro().filter(_ -> protectedFromStart.test(p)).orElse(null);
        if (piece.isWritable() && relro != null && covers(piece, relro)) {
          areas.addAll(split(p, piece, relro));
        } else {
          areas.add(whole);
        }
      }
    }
    return areas;
  }

  private static boolean covers(Piece piece, StarterPlan.Range r) {
    return r.start() == (piece.address() & -ImageLayout.PAGE)
        && r.start() + r.size() <= piece.address() + piece.fileSize();
  }

  private static List<Area> split(Part p, Piece piece, StarterPlan.Range relro) {
    int first = (int) (relro.start() + relro.size() - piece.address());
    MemorySegment bytes = MemorySegment.ofArray(piece.data());
    List<Area> areas = new ArrayList<>();
    areas.add(
        Area.of(
            ".data.rel.ro." + p.name(),
            SectionType.PROGBITS,
            Segment.READ,
            piece.address(),
            bytes.asSlice(0, first)));
    long rest = piece.fileSize() - first;
    long memory = Math.max(piece.fileSize(), piece.segment().memorySize()) - first;
    if (memory > 0) {
      areas.add(
          new Area(
              ".data." + p.name(),
              SectionType.PROGBITS,
              Segment.READ | Segment.WRITE,
              piece.address() + first,
              rest,
              memory,
              "",
              0,
              0,
              List.of(new Area.At(0, new Content.Bytes(bytes.asSlice(first, rest))))));
    }
    return areas;
  }

  private static Area area(Part p, Piece piece) {
    int access = piece.segment().flags() & (Segment.READ | Segment.WRITE | Segment.EXECUTE);
    String kind =
        (access & Segment.EXECUTE) != 0
            ? ".text."
            : (access & Segment.WRITE) != 0 ? ".data." : ".rodata.";
    return new Area(
        kind + p.name(),
        SectionType.PROGBITS,
        access,
        piece.address(),
        piece.fileSize(),
        Math.max(piece.fileSize(), piece.segment().memorySize()),
        "",
        0,
        0,
        piece.isWritable()
            ? List.of(new Area.At(0, new Content.Bytes(MemorySegment.ofArray(piece.data()))))
            : copied(p, piece));
  }

  private static List<Area.At> copied(Part p, Piece piece) {
    List<Area.At> contents = new ArrayList<>();
    Segment s = piece.segment();
    long done = 0;
    for (Map.Entry<Long, byte[]> patch : piece.patches().entrySet()) {
      long at = patch.getKey() - s.address();
      copy(p, s, done, at, contents);
      contents.add(new Area.At(at, new Content.Bytes(MemorySegment.ofArray(patch.getValue()))));
      done = at + patch.getValue().length;
    }
    copy(p, s, done, s.fileSize(), contents);
    return contents;
  }

  private static void copy(Part p, Segment s, long from, long to, List<Area.At> contents) {
    if (to > from) {
      contents.add(
          new Area.At(
              from, new Content.FileRange(p.object().path(), s.offset() + from, to - from)));
    }
  }
}
