package dev.elfwright.link.fuse;

import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.SegmentType;
import dev.elfwright.link.graph.LoadedObject;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/**
 * One fused object at its new place. Distances inside of it never change, for its code knows them;
 * {@code bias} is what its addresses grow by.
 */
final class Part {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final LoadedObject object;
  private final long bias;
  private List<Piece> pieces = List.of();
  private long tlsOffset;

  Part(LoadedObject object, long bias) {
    this.object = object;
    this.bias = bias;
  }

  LoadedObject object() {
    return object;
  }

  ElfModel model() {
    return object.model();
  }

  DynamicModel dynamic() {
    return object.dynamic();
  }

  long bias() {
    return bias;
  }

  List<Piece> pieces() {
    return pieces;
  }

  void setPieces(List<Piece> made) {
    pieces = List.copyOf(made);
  }

  /** Where this part's block begins in the merged TLS block, in bytes. */
  long tlsOffset() {
    return tlsOffset;
  }

  void setTlsOffset(long offset) {
    tlsOffset = offset;
  }

  /** The link-time address that dladdr() gives as the base: of the file's first byte. */
  long start() {
    return bias + model().segments(SegmentType.LOAD).mapToLong(Segment::address).min().orElse(0)
        & -ImageLayout.PAGE;
  }

  long end() {
    return pieces.stream().mapToLong(Piece::end).max().orElse(start());
  }

  Optional<Segment> tls() {
    return model().segments(SegmentType.TLS).findFirst();
  }

  /** The pages that are protected once they are relocated; link-time addresses. */
  Optional<StarterPlan.Range> relro() {
    return model()
        .segments(SegmentType.GNU_RELRO)
        .findFirst()
        .map(s -> {
          long start = s.address() + bias & -ImageLayout.PAGE;
          long end = s.address() + s.memorySize() + bias & -ImageLayout.PAGE;
          return new StarterPlan.Range(start, end - start);
        })
        .filter(r -> r.size() > 0);
  }

  String name() {
    return String.valueOf(object.path().getFileName());
  }

  Piece piece(long vaddr, long size) {
    for (Piece p : pieces) {
      if (p.holds(vaddr, size)) {
        return p;
      }
    }
    throw malformed("address", "0x%x lies in no loaded segment".formatted(vaddr));
  }

  void copyFromFile(long offset, byte[] into, int size) {
    MemorySegment file = model().contents();
    if (offset < 0 || offset > file.byteSize() || size > file.byteSize() - offset) {
      throw new ElfFormatException(
          model().file(),
          offset,
          "segment",
          "needs 0x%x bytes, the file ends before".formatted(size));
    }
    MemorySegment.copy(file, ValueLayout.JAVA_BYTE, offset, into, 0, size);
  }

  long fileLong(long offset) {
    MemorySegment file = model().contents();
    if (offset < 0 || offset > file.byteSize() - 8) {
      throw new ElfFormatException(model().file(), offset, "segment", "the file ends before");
    }
    return file.get(LONG, offset);
  }

  ElfFormatException malformed(String structure, String message) {
    return new ElfFormatException(model().file(), -1, structure, message);
  }

  @Override
  public String toString() {
    return name();
  }
}
