package dev.elfwright.elf.size;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.SegmentType;
import dev.elfwright.elf.size.SizeNode.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * What takes the space of a file: segments, in them sections, in them symbols. Every byte counts
 * once: for headers first, then for the section with the lowest index, then as a gap.
 */
public final class FileSizes {
  private static final String UNMAPPED = "not loaded";

  private final ElfModel file;
  private final long size;
  private final SymbolSizes symbols;

  private FileSizes(ElfModel file, SymbolSizes symbols) {
    this.file = file;
    this.size = file.contents().byteSize();
    this.symbols = symbols;
  }

  /**
   * The tree of a file, whose root has the file's size.
   *
   * @throws dev.elfwright.elf.ElfFormatException when section names or symbols are malformed
   */
  public static SizeNode of(ElfModel file) {
    return new FileSizes(file, SymbolSizes.of(file)).tree();
  }

  /** The same, but sections have no parts. */
  static SizeNode withoutSymbols(ElfModel file) {
    return new FileSizes(file, SymbolSizes.none(file)).tree();
  }

  private SizeNode tree() {
    List<Claim> loads = loads();
    long[] cuts = loads.stream().flatMapToLong(l -> LongStream.of(l.start(), l.end())).toArray();
    List<Claims.Run> segments = Claims.runs(loads, new long[0], size);
    Map<String, Map<String, SizeNode>> found = new LinkedHashMap<>();
    int at = 0;
    for (Claims.Run run : Claims.runs(structures(), cuts, size)) {
      while (segments.get(at).end() <= run.start()) {
        at++;
      }
      Claim segment = segments.get(at).owner();
      SizeNode node = node(run);
      found
          .computeIfAbsent(segment == null ? UNMAPPED : segment.name(), s -> new LinkedHashMap<>())
          .merge(node.kind() + node.name(), node, FileSizes::joined);
    }
    List<SizeNode> parts = new ArrayList<>();
    found.forEach((name, nodes) -> parts.add(sum(name, Kind.SEGMENT, nodes.values())));
    return sum(file.file(), Kind.FILE, parts);
  }

  private static SizeNode joined(SizeNode a, SizeNode b) {
    List<SizeNode> parts = new ArrayList<>(a.parts());
    parts.addAll(b.parts());
    boolean whole = !a.parts().isEmpty() && !b.parts().isEmpty();
    return new SizeNode(a.name(), a.kind(), a.bytes() + b.bytes(), whole ? parts : List.of());
  }

  static SizeNode sum(String name, Kind kind, Iterable<SizeNode> of) {
    List<SizeNode> parts = new ArrayList<>();
    of.forEach(parts::add);
    parts.sort(Comparator.comparingLong(SizeNode::bytes).reversed());
    return new SizeNode(name, kind, parts.stream().mapToLong(SizeNode::bytes).sum(), parts);
  }

  private SizeNode node(Claims.Run run) {
    Claim owner = run.owner();
    if (owner == null) {
      return new SizeNode("padding and gaps", Kind.GAP, run.end() - run.start(), List.of());
    }
    List<SizeNode> parts =
        owner.section() == 0
            ? List.of()
            : symbols.within(file.sections().get(owner.section()), run.start(), run.end());
    return new SizeNode(owner.name(), owner.kind(), run.end() - run.start(), parts);
  }

  private List<Claim> loads() {
    List<Claim> loads = new ArrayList<>();
    for (Segment s : file.segments()) {
      if (s.type() == SegmentType.LOAD) {
        String flags =
            ((s.flags() & Segment.READ) != 0 ? "r" : "-")
                + ((s.flags() & Segment.WRITE) != 0 ? "w" : "-")
                + ((s.flags() & Segment.EXECUTE) != 0 ? "x" : "-");
        String name = "LOAD " + loads.size() + " " + flags;
        add(loads, name, Kind.SEGMENT, 0, s.offset(), s.fileSize());
      }
    }
    return loads;
  }

  private List<Claim> structures() {
    FileHeader h = file.header();
    List<Claim> claims = new ArrayList<>();
    add(claims, "ELF header", Kind.HEADERS, 0, 0, FileHeader.size(h.is64()));
    long segments = (long) file.segments().size() * Segment.entrySize(h.is64());
    add(claims, "program headers", Kind.HEADERS, 0, h.segmentOffset(), segments);
    long sections = (long) file.sections().size() * SectionHeader.entrySize(h.is64());
    add(claims, "section headers", Kind.HEADERS, 0, h.sectionOffset(), sections);
    for (Section s : file.sections()) {
      if (s.hasBytes()) {
        add(claims, s.name(), Kind.SECTION, s.index(), s.header().offset(), s.header().size());
      }
    }
    return claims;
  }

  /** Adds what of the unsigned range lies in the file. */
  private void add(List<Claim> to, String name, Kind kind, int section, long start, long length) {
    if (start >= 0 && start < size && length != 0) {
      long end = length < 0 ? size : start + Math.min(length, size - start);
      to.add(new Claim(to.size(), name, kind, section, start, end));
    }
  }
}
