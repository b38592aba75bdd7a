package dev.elfwright.elf.verify;

import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.Abi;
import dev.elfwright.elf.constant.FileType;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SegmentType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The file under test, with what several rules ask about it. */
final class Subject {
  private static final long MOST_READINGS = 64;
  private static final long SMALL_FILE = 1 << 20;

  private final ElfModel model;
  private final boolean debugFile;
  private @Nullable Optional<DynamicModel> dynamic;
  private long budget;

  Subject(ElfModel model) {
    this.model = model;
    this.debugFile = isDebugFile(model);
    this.budget = MOST_READINGS * model.bytes().size() + SMALL_FILE;
  }

  /**
   * Counts bytes that a rule reads. Real files have every byte read a few times; where thousands of
   * tables or names lie over each other, the rule ends here.
   *
   * @throws ElfFormatException when it is too much
   */
  void spend(long bytes) {
    budget -= bytes;
    if (budget < 0) {
      throw in().malformed(0, "file", "its tables and names lie over each other too often");
    }
  }

  /**
   * Whether the bytes of the program were left out, as {@code objcopy --only-keep-debug} does: its
   * program headers describe another file, and sections of code have become SHT_NOBITS.
   */
  private static boolean isDebugFile(ElfModel model) {
    return model.sectionHeaders().stream()
        .anyMatch(s ->
            s.type() == SectionType.NOBITS
                && s.size() != 0
                && (s.flags() & SectionFlag.ALLOC) != 0
                && (s.flags() & SectionFlag.WRITE) == 0);
  }

  ElfModel model() {
    return model;
  }

  ElfBytes in() {
    return model.bytes();
  }

  FileHeader header() {
    return model.header();
  }

  Abi abi() {
    return model.header().abi();
  }

  int wordSize() {
    return in().wordSize();
  }

  List<Segment> segments() {
    return model.segments();
  }

  List<SectionHeader> sections() {
    return model.sectionHeaders();
  }

  boolean isDebugFile() {
    return debugFile;
  }

  /** Whether the file is input of a linker: offsets in it count from the start of a section. */
  boolean isRelocatable() {
    return header().type() == FileType.REL;
  }

  /** Whether the file is a program or a library, and its bytes are here. */
  boolean isLoadable() {
    int type = header().type();
    return (type == FileType.EXEC || type == FileType.DYN) && !debugFile;
  }

  /** What the loader reads, where there is something to load. */
  Optional<DynamicModel> dynamic() {
    Optional<DynamicModel> made = dynamic;
    if (made == null) {
      made = isLoadable() ? model.dynamic() : Optional.empty();
      dynamic = made;
    }
    return made;
  }

  /** Where the file has a segment's program header. */
  long segmentAt(int index) {
    return header().segmentOffset() + (long) index * Segment.entrySize(in().is64());
  }

  /** Where the file has a section's header. */
  long sectionAt(int index) {
    return header().sectionOffset() + (long) index * SectionHeader.entrySize(in().is64());
  }

  /** How a message names a segment. */
  String segmentName(int index) {
    return "segment " + index + " " + SegmentType.name(segments().get(index).type(), abi());
  }

  /** The name of a section, empty when it has none that can be read. */
  String nameOf(int index) {
    String name;
    try {
      name = model.sections().get(index).name();
    } catch (ElfFormatException e) {
      return "";
    }
    spend(name.length());
    return name;
  }

  /** How a message names a section. */
  String sectionName(int index) {
    if (index < 0 || index >= sections().size()) {
      return "section " + Integer.toUnsignedString(index);
    }
    String name = nameOf(index);
    return name.isEmpty() ? "section " + index : "section " + index + " " + name;
  }

  /** Whether an index names a section of the file, the null section not counted. */
  boolean isSection(int index) {
    return index > 0 && index < sections().size();
  }

  /** The PT_LOAD segment that has all of these bytes in memory. */
  Optional<Segment> loadedBy(long address, long size) {
    return segments().stream().filter(s -> s.isLoad() && s.covers(address, size)).findFirst();
  }
}
