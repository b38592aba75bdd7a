package dev.elfwright.elf.write;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.SegmentType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The plan that gives back a file as it is: the headers encoded anew from the values that were
 * read, everything else as views. Every transformation starts from here.
 *
 * <p>ELF does not forbid that structures overlap. Then the first in this order owns the bytes: ELF
 * header, program headers, section headers, sections, segments.
 */
public final class IdentityLayout {
  private final MemorySegment file;

  /** What is placed so far, by offset. */
  private final TreeMap<Long, Placement> placed = new TreeMap<>();

  private IdentityLayout(MemorySegment file) {
    this.file = file;
  }

  /** The plan whose file equals the model's, byte by byte. */
  public static LayoutPlan of(ElfModel model) {
    IdentityLayout layout = new IdentityLayout(model.contents());
    FileHeader header = model.header();
    ElfEncoder encoder = ElfEncoder.like(header);
    layout.place(0, "ELF header", encoder.header(header));
    layout.place(header.segmentOffset(), "program headers", encoder.segments(model.segments()));
    layout.place(
        header.sectionOffset(), "section headers", encoder.sectionHeaders(model.sectionHeaders()));
    for (Section s : model.sections()) {
      if (s.hasBytes()) {
        layout.view(s.header().offset(), s.header().size(), "section " + s.index());
      }
    }
    int index = 0;
    for (Segment s : model.segments()) {
      layout.view(
          s.offset(), s.fileSize(), "segment " + index++ + " " + SegmentType.name(s.type()));
    }
    layout.view(0, layout.file.byteSize(), "gap");
    return new LayoutPlan(layout.file.byteSize(), List.copyOf(layout.placed.values()));
  }

  /** Places the part of {@code [offset, offset + size)} that lies in the file, both unsigned. */
  private void view(long offset, long size, String what) {
    if (offset < 0 || offset >= file.byteSize()) {
      return;
    }
    long room = file.byteSize() - offset;
    place(offset, what, file.asSlice(offset, size < 0 ? room : Math.min(size, room)));
  }

  /** Places what no earlier placement owns. */
  private void place(long offset, String what, MemorySegment bytes) {
    long end = offset + bytes.byteSize();
    List<Placement> fresh = new ArrayList<>();
    long at = offset;
    while (at < end) {
      Map.Entry<Long, Placement> owner = placed.floorEntry(at);
      if (owner != null && owner.getValue().end() > at) {
        at = owner.getValue().end();
        continue;
      }
      Long next = placed.higherKey(at);
      long until = next == null ? end : Math.min(end, next);
      fresh.add(new Placement(at, what, new Content.Bytes(bytes.asSlice(at - offset, until - at))));
      at = until;
    }
    fresh.forEach(p -> placed.put(p.offset(), p));
  }
}
