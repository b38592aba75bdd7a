package dev.elfwright.link.image;

import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.FileType;
import dev.elfwright.elf.write.Content;
import dev.elfwright.elf.write.ElfEncoder;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.elf.write.Placement;
import dev.elfwright.elf.write.StringTableBuilder;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Headers around finished sections, and the plan of the whole file. */
final class ImageFile {
  private final ImageOptions options;
  private final ElfEncoder encoder;
  private final List<OutputSection> sections;
  private final List<Segment> segments;
  private final int osAbi;
  private final long entry;
  private final StringTableBuilder names = new StringTableBuilder();

  /** All sections in the order of their indexes, the section names last and still empty. */
  ImageFile(
      ImageOptions options,
      List<OutputSection> sections,
      List<Segment> segments,
      int osAbi,
      long entry) {
    this.options = options;
    this.encoder = new ElfEncoder(true, options.target().order(), options.machine().number());
    this.sections = sections;
    this.segments = segments;
    this.osAbi = osAbi;
    this.entry = entry;
  }

  LayoutPlan plan() {
    sections.forEach(s -> names.add(s.name));
    sections.getLast().content(names.build());
    List<Placement> placements = new ArrayList<>();
    long end = place(placements);
    long headers = end + 7 & -8;
    add(placements, 0, "ELF header", encoder.header(header(headers)));
    long size = FileHeader.size(true);
    add(placements, size, "program headers", encoder.segments(segments));
    add(placements, headers, "section headers", encoder.sectionHeaders(sectionHeaders()));
    return LayoutPlan.of(placements);
  }

  /** What is not mapped follows what is. */
  private long place(List<Placement> placements) {
    long at = segments.stream().mapToLong(s -> s.offset() + s.fileSize()).max().orElse(0);
    for (OutputSection s : sections) {
      if (s.region == null) {
        s.offset = at + s.alignment - 1 & -s.alignment;
        at = s.offset + s.size;
      }
      if (s.hasBytes() && s.size > 0) {
        add(placements, s.offset, "section " + s.name, s.content());
      }
    }
    return at;
  }

  private static void add(
      List<Placement> placements, long offset, String what, MemorySegment bytes) {
    placements.add(new Placement(offset, what, new Content.Bytes(bytes)));
  }

  private List<SectionHeader> sectionHeaders() {
    List<SectionHeader> all = new ArrayList<>();
    all.add(new SectionHeader(0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    for (OutputSection s : sections) {
      OutputSection link = s.link;
      all.add(
          new SectionHeader(
              names.offsetOf(s.name),
              s.type,
              s.flags,
              s.address,
              s.offset,
              s.size,
              link == null ? 0 : link.index,
              s.info,
              s.alignment,
              s.entrySize));
    }
    return all;
  }

  private FileHeader header(long sectionHeaders) {
    return new FileHeader(
        true,
        options.target().order(),
        1,
        osAbi,
        0,
        0,
        options.kind().moves() ? FileType.DYN : FileType.EXEC,
        options.machine().number(),
        1,
        entry,
        FileHeader.size(true),
        sectionHeaders,
        options.target().flags(),
        FileHeader.size(true),
        Segment.entrySize(true),
        segments.size(),
        SectionHeader.entrySize(true),
        sections.size() + 1,
        sections.size());
  }
}
