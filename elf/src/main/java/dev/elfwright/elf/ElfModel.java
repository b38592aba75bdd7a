package dev.elfwright.elf;

import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SegmentType;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One ELF file: immutable, and lazy past its headers. Iterating gives the header, the segments and
 * the sections, in that order.
 */
public final class ElfModel implements Iterable<ElfElement>, AutoCloseable {
  /** How LLVM bitcode begins: {@code BC C0 DE} (LLVM Bitcode File Format, "Magic Numbers"). */
  private static final int BITCODE = 0xdec04342;

  private final String file;
  private final FileContents contents;
  private final ElfBytes in;
  private final FileHeader header;
  private final List<Segment> segments;
  private final List<SectionHeader> sectionHeaders;
  private final int sectionNames;
  private @Nullable List<Section> sections;
  private @Nullable DynamicModel dynamic;
  private @Nullable AddressMap addresses;
  private @Nullable Map<Integer, SectionHeader> indexTables;

  ElfModel(String file, FileContents contents) {
    this.file = file;
    this.contents = contents;
    MemorySegment bytes = contents.bytes();
    ElfBytes ident = new ElfBytes(file, bytes, true, false);
    checkMagic(ident);
    int identClass = ident.u8(4);
    int data = ident.u8(5);
    if (identClass != 1 && identClass != 2) {
      throw ident.malformed(4, "ELF header", "class " + identClass + ", expected 1 or 2");
    }
    if (data != 1 && data != 2) {
      throw ident.malformed(5, "ELF header", "data encoding " + data + ", expected 1 or 2");
    }
    this.in = new ElfBytes(file, bytes, identClass == 2, data == 2);
    this.header = FileHeader.read(in, ident.u8(6));
    this.sectionHeaders = readSectionHeaders();
    this.sectionNames =
        header.sectionNames() == FileHeader.SHN_XINDEX && !sectionHeaders.isEmpty()
            ? sectionHeaders.getFirst().link()
            : header.sectionNames();
    this.segments = readSegments();
  }

  private static void checkMagic(ElfBytes in) {
    if (in.size() < 16) {
      throw in.malformed(0, "ELF header", "file of " + in.size() + " bytes is too short to be ELF");
    }
    if (in.u8(0) != 0x7f || in.u8(1) != 'E' || in.u8(2) != 'L' || in.u8(3) != 'F') {
      throw in.malformed(
          0,
          "ELF header",
          in.i32(0) == BITCODE
              ? "no ELF magic number, but that of LLVM bitcode, which clang -flto writes"
              : "no ELF magic number");
    }
  }

  private List<SectionHeader> readSectionHeaders() {
    long offset = header.sectionOffset();
    if (offset == 0) {
      return List.of();
    }
    int entry = SectionHeader.entrySize(in.is64());
    if (header.sectionEntrySize() != entry) {
      throw in.malformed(
          in.is64() ? 58 : 46,
          "ELF header",
          "section headers of %d bytes, expected %d".formatted(header.sectionEntrySize(), entry));
    }
    long count = header.sectionCount();
    if (count == 0) {
      in.require(offset, entry, "section header 0");
      count = SectionHeader.read(in, offset).size();
    }
    if (count < 0 || count > in.size() / entry) {
      throw in.malformed(
          offset,
          "section headers",
          Long.toUnsignedString(count) + " of them do not fit into the file");
    }
    in.require(offset, count * entry, "section headers");
    requireIndexable(count, offset, "section headers");
    return LazyTable.of((int) count, i -> SectionHeader.read(in, offset + (long) i * entry));
  }

  private List<Segment> readSegments() {
    long offset = header.segmentOffset();
    long count = header.segmentCount();
    if (offset == 0 || count == 0) {
      return List.of();
    }
    int entry = Segment.entrySize(in.is64());
    if (header.segmentEntrySize() != entry) {
      throw in.malformed(
          in.is64() ? 54 : 42,
          "ELF header",
          "program headers of %d bytes, expected %d".formatted(header.segmentEntrySize(), entry));
    }
    if (count == FileHeader.PN_XNUM && !sectionHeaders.isEmpty()) {
      count = Integer.toUnsignedLong(sectionHeaders.getFirst().info());
    }
    if (count > in.size() / entry) {
      throw in.malformed(offset, "program headers", count + " of them do not fit into the file");
    }
    in.require(offset, count * entry, "program headers");
    requireIndexable(count, offset, "program headers");
    return LazyTable.of((int) count, i -> Segment.read(in, offset + (long) i * entry));
  }

  private void requireIndexable(long count, long offset, String structure) {
    if (count > Integer.MAX_VALUE) {
      throw in.malformed(offset, structure, count + " of them are too many");
    }
  }

  /** The file's name as the user knows it. */
  public String file() {
    return file;
  }

  /** The whole file, a view. */
  public MemorySegment contents() {
    return contents.bytes();
  }

  /**
   * Copies the file's bytes from {@code offset} on into a buffer, until it is full. Of a large file
   * that {@link Elf#open} opened, the kernel copies them, which is faster than a copy out of {@link
   * #contents} with its page faults.
   *
   * @throws IOException when they cannot be read
   * @throws IndexOutOfBoundsException when they do not lie in the file
   */
  public void copy(long offset, ByteBuffer into) throws IOException {
    contents.copy(offset, into);
  }

  /** The whole file, for checked reads in its class and byte order. */
  public ElfBytes bytes() {
    return in;
  }

  /** The ELF header. */
  public FileHeader header() {
    return header;
  }

  /** The program headers in order, empty when the file has none. */
  public List<Segment> segments() {
    return segments;
  }

  /** The program headers of one type, in order. */
  public Stream<Segment> segments(int type) {
    return segments.stream().filter(s -> s.type() == type);
  }

  /** The section headers in order, empty when the file has none. */
  public List<SectionHeader> sectionHeaders() {
    return sectionHeaders;
  }

  /** The index of the section that holds the section names, 0 for none. */
  public int sectionNamesIndex() {
    return sectionNames;
  }

  /** The sections in order, the null section at index 0 included. */
  public List<Section> sections() {
    List<Section> made = sections;
    if (made == null) {
      made = LazyTable.of(sectionHeaders.size(), i -> new Section(this, i, sectionHeaders.get(i)));
      sections = made;
    }
    return made;
  }

  /** The first section of this name. */
  public Optional<Section> section(String name) {
    return sections().stream().filter(s -> s.name().equals(name)).findFirst();
  }

  String sectionName(SectionHeader section) {
    if (sectionNames == 0) {
      return "";
    }
    return stringTable(sectionNames).at(section.nameOffset());
  }

  private StringTable stringTable(int index) {
    SectionHeader table = sectionHeader(index, "string table");
    return new StringTable(in, table.offset(), table.size());
  }

  /** The symbol table in a section, with the SHT_SYMTAB_SHNDX that belongs to it. */
  SymbolTable symbolTable(int index) {
    SectionHeader h = sectionHeader(index, "symbol table");
    SectionHeader indices = indexTables().get(index);
    return new SymbolTable(
        in,
        h.offset(),
        h.size() / SymbolTable.entrySize(in.is64()),
        stringTable(h.link()),
        indices == null ? null : new SectionIndexTable(in, indices.offset(), indices.size()));
  }

  /** The first SHT_SYMTAB_SHNDX of each symbol table, found once for all of them. */
  private Map<Integer, SectionHeader> indexTables() {
    Map<Integer, SectionHeader> found = indexTables;
    if (found == null) {
      Map<Integer, SectionHeader> first = new HashMap<>();
      for (SectionHeader h : sectionHeaders) {
        if (h.type() == SectionType.SYMTAB_SHNDX) {
          first.putIfAbsent(h.link(), h);
        }
      }
      found = Map.copyOf(first);
      indexTables = found;
    }
    return found;
  }

  SectionHeader sectionHeader(int index, String use) {
    if (index < 0 || index >= sectionHeaders.size()) {
      throw in.malformed(
          header.sectionOffset(),
          use,
          "section %s of %d".formatted(Integer.toUnsignedString(index), sectionHeaders.size()));
    }
    return sectionHeaders.get(index);
  }

  SectionContent content(Section section) {
    SectionHeader h = section.header();
    return switch (h.type()) {
      case SectionType.SYMTAB, SectionType.DYNSYM -> symbolTable(section.index());
      case SectionType.SYMTAB_SHNDX -> new SectionIndexTable(in, h.offset(), h.size());
      case SectionType.STRTAB -> new StringTable(in, h.offset(), h.size());
      case SectionType.REL, SectionType.RELA ->
          new RelocationTable(
              in, h.offset(), h.size(), h.type() == SectionType.RELA, header.machine());
      case SectionType.CREL -> new CompactRelocations(in, h.offset(), h.size());
      case SectionType.ANDROID_REL, SectionType.ANDROID_RELA ->
          new AndroidRelocations(in, h.offset(), h.size(), h.type() == SectionType.ANDROID_RELA);
      case SectionType.RELR, SectionType.ANDROID_RELR -> new RelrTable(in, h.offset(), h.size());
      case SectionType.DYNAMIC -> new DynamicTable(in, h.offset(), h.size());
      case SectionType.NOTE -> new NoteTable(in, h.offset(), h.size(), h.alignment());
      case SectionType.GROUP -> new SectionGroup(this, h);
      case SectionType.HASH -> {
        in.require(h.offset(), h.size(), "SysV hash table");
        yield new SysvHash(in, h.offset(), sysvHashEntry());
      }
      case SectionType.GNU_HASH -> {
        in.require(h.offset(), h.size(), "GNU hash table");
        yield new GnuHash(in, h.offset());
      }
      case SectionType.GNU_VERSYM -> new VersionSymbols(in, h.offset(), h.size() / 2);
      case SectionType.GNU_VERDEF ->
          new VersionDefinitions(
              in, h.offset(), Integer.toUnsignedLong(h.info()), stringTable(h.link()));
      case SectionType.GNU_VERNEED ->
          new VersionNeeds(in, h.offset(), Integer.toUnsignedLong(h.info()), stringTable(h.link()));
      default -> new SectionContent.Opaque(section.bytes());
    };
  }

  /** The symbols of the first section of type SHT_SYMTAB: those that a debugger reads. */
  public Optional<SymbolTable> symbols() {
    return sections().stream()
        .filter(s -> s.header().type() == SectionType.SYMTAB)
        .findFirst()
        .map(s -> (SymbolTable) s.content());
  }

  /**
   * What the loader reads: the dynamic section and all that it points to. Empty also for files of
   * debugging information, whose program headers describe bytes that were left out.
   */
  public Optional<DynamicModel> dynamic() {
    DynamicModel made = dynamic;
    if (made != null) {
      return Optional.of(made);
    }
    Optional<DynamicModel> found =
        segments(SegmentType.DYNAMIC)
            .filter(s -> s.fileSize() != 0)
            .findFirst()
            .map(s -> new DynamicModel(this, new DynamicTable(in, s.offset(), s.fileSize())));
    dynamic = found.orElse(null);
    return found;
  }

  /**
   * The dynamic section as the section headers name it, for files that no loader loads: those that
   * were linked without PT_DYNAMIC.
   */
  public Optional<DynamicModel> dynamicOfSections() {
    return sections().stream()
        .filter(s -> s.header().type() == SectionType.DYNAMIC && s.header().size() != 0)
        .findFirst()
        .map(s ->
            new DynamicModel(this, new DynamicTable(in, s.header().offset(), s.header().size())));
  }

  /** The notes of all PT_NOTE segments. */
  public List<Note> notes() {
    return segments(SegmentType.NOTE)
        .flatMap(s -> new NoteTable(in, s.offset(), s.fileSize(), s.alignment()).notes().stream())
        .toList();
  }

  /**
   * The path in PT_INTERP: the program's loader.
   *
   * @throws ElfFormatException when it has no NUL or lies outside of the file
   */
  public Optional<String> interpreter() {
    return segments(SegmentType.INTERP)
        .findFirst()
        .map(s -> {
          in.require(s.offset(), s.fileSize(), "program interpreter");
          return in.string(s.offset(), s.offset() + s.fileSize(), "program interpreter");
        });
  }

  /**
   * The file offset of an address whose {@code size} bytes all stand in the file, in one PT_LOAD
   * segment, or empty. Where segments overlap, the first in the table that holds the first byte
   * counts. Where the file part of one segment ends and another begins at the same address, an
   * empty range belongs to the second. Takes the logarithm of the number of segments.
   */
  public OptionalLong offsetOf(long address, long size) {
    AddressMap made = addresses;
    if (made == null) {
      made = new AddressMap(segments, in.size());
      addresses = made;
    }
    return made.offsetOf(address, size);
  }

  /** The number of bytes from an address to the end of the file part of its segment. */
  long roomAt(long address, long offset) {
    return segments.stream()
        .filter(Segment::isLoad)
        .filter(s -> Long.compareUnsigned(address - s.address(), s.fileSize()) < 0)
        .mapToLong(s -> s.fileSize() - (address - s.address()))
        .map(room -> Math.min(room, in.size() - offset))
        .findFirst()
        .orElse(0);
  }

  long require(long address, long size, String structure) {
    OptionalLong offset = offsetOf(address, size);
    if (offset.isEmpty()) {
      throw in.malformed(
          header.segmentOffset(),
          structure,
          "0x%x bytes at address 0x%x are not in the file part of any PT_LOAD segment"
              .formatted(size, address));
    }
    return offset.getAsLong();
  }

  /** Bytes of one entry of DT_HASH: 4, but 8 on s390x and Alpha by their psABIs. */
  public int sysvHashEntry() {
    boolean wide = header.machine() == Machine.S390 || header.machine() == Machine.ALPHA;
    return wide && in.is64() ? 8 : 4;
  }

  @Override
  public Iterator<ElfElement> iterator() {
    return Stream.<ElfElement>concat(
            Stream.of(header), Stream.concat(segments.stream(), sections().stream()))
        .iterator();
  }

  @Override
  public void close() {
    contents.close();
  }

  @Override
  public String toString() {
    return file;
  }
}
