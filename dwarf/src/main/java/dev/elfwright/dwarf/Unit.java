package dev.elfwright.dwarf;

import dev.elfwright.dwarf.constant.At;
import dev.elfwright.elf.ElfBytes;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One unit: mostly what the compiler knew of one source file. Reading its header costs nothing; its
 * entries are found in one pass when they are first asked for. Any thread may use it.
 */
public final class Unit {
  /** A unit of more bytes is read where it lies. */
  private static final long LARGEST_COPY = 16 << 20;

  private final Dwarf dwarf;
  private final DebugSection section;
  private final UnitHeader header;
  private final @Nullable Unit skeleton;
  private final @Nullable Unit whole; // of which this is the outline; else null
  private volatile @Nullable EntryTable entries;
  private volatile byte @Nullable [] copy;
  private volatile @Nullable Optional<Unit> split;

  Unit(Dwarf dwarf, DebugSection section, UnitHeader header, @Nullable Unit skeleton) {
    this(dwarf, section, header, skeleton, null);
  }

  private Unit(
      Dwarf dwarf,
      DebugSection section,
      UnitHeader header,
      @Nullable Unit skeleton,
      @Nullable Unit whole) {
    this.dwarf = dwarf;
    this.section = section;
    this.header = header;
    this.skeleton = skeleton;
    this.whole = whole;
  }

  /**
   * The same unit for those who want to know what it declares, and not how functions work: of
   * functions it has nothing but their parameters. Most entries are such, so it takes a fraction of
   * the time and memory. What refers to an entry that was left out gets that of the whole unit.
   */
  public Unit outline() {
    return whole != null ? this : new Unit(dwarf, section, header, skeleton, this);
  }

  Dwarf dwarf() {
    return dwarf;
  }

  /** What the unit begins with. */
  public UnitHeader header() {
    return header;
  }

  /** Whether it lies in .debug_types, whose offsets count apart (DWARF 4). */
  public boolean isInTypesSection() {
    return section == DebugSection.TYPES;
  }

  /** Where what the linker changes lies: the program's file, also for a split unit. */
  Dwarf program() {
    return skeleton != null ? skeleton.dwarf : dwarf;
  }

  Abbreviations abbreviations() {
    return dwarf.abbreviations(header.abbreviations());
  }

  /** Reads from an offset of the section to the end of the unit. */
  Cursor cursor(long offset) {
    ElfBytes in = dwarf.sections().bytes(section);
    byte[] own = copy;
    // Entries of one unit are read one after the other, so its bytes are copied; those of a unit
    // that has them all in one file of gigabytes are not.
    return offset < header.offset()
        ? new Cursor(in, section, offset, header.end())
        : new Cursor(in, section, offset, header.end(), own, header.offset());
  }

  private void copyBytes() {
    long size = header.end() - header.offset();
    if (size <= LARGEST_COPY && copy == null) {
      copy =
          dwarf
              .sections()
              .bytes(section)
              .slice(header.offset(), size, section.toString())
              .toArray(ValueLayout.JAVA_BYTE);
    }
  }

  EntryTable table() {
    EntryTable made = entries;
    if (made == null) {
      copyBytes();
      made = EntryTable.of(this, whole == null ? Extent.WHOLE : Extent.OUTLINE);
      entries = made;
    }
    return made;
  }

  /**
   * The entry that all others hang from, read without looking at these; empty for a unit without
   * any.
   *
   * @throws dev.elfwright.elf.ElfFormatException when the unit's first entry is malformed
   */
  public Optional<Entry> root() {
    Cursor c = cursor(header.firstEntry());
    if (!c.hasMore()) {
      return Optional.empty();
    }
    long code = c.uleb();
    if (code == 0) {
      return Optional.empty();
    }
    Abbreviation shape = abbreviations().find(code);
    if (shape == null) {
      throw c.malformed("an entry of abbreviation 0x%x, which is not defined".formatted(code));
    }
    return Optional.of(new Entry(this, 0, (int) (header.firstEntry() - header.offset()), shape));
  }

  /**
   * All entries, each before its children.
   *
   * @throws dev.elfwright.elf.ElfFormatException when one is malformed
   */
  public Stream<Entry> entries() {
    return IntStream.range(0, table().count()).mapToObj(this::entry);
  }

  Entry entry(int index) {
    EntryTable table = table();
    return new Entry(this, index, table.offset(index), table.shape(index));
  }

  /**
   * The entry that begins at an offset.
   *
   * @param offset in bytes from the start of the section
   * @throws dev.elfwright.elf.ElfFormatException when none begins there
   */
  public Entry entryAt(long offset) {
    int index = table().at(offset - header.offset());
    if (index == EntryTable.NONE && whole != null) {
      return whole.entryAt(offset);
    }
    if (index == EntryTable.NONE) {
      throw malformed(offset, "no entry begins here, but one refers to it");
    }
    return entry(index);
  }

  /**
   * Drops what was found of the entries, about 24 bytes each. They are found anew when they are
   * asked for, so nothing that holds one has to know.
   */
  public void forgetEntries() {
    entries = null;
    copy = null;
    if (whole != null) {
      whole.forgetEntries();
    }
  }

  RuntimeException malformed(long offset, String message) {
    return dwarf.sections().bytes(section).malformed(offset, section.toString(), message);
  }

  /** The source file as it was given to the compiler. */
  public Optional<String> name() {
    return root().flatMap(Entry::name);
  }

  /**
   * The line table, of the skeleton for a split unit.
   *
   * @throws dev.elfwright.elf.ElfFormatException when it is malformed
   */
  public Optional<LineTable> lines() {
    Unit owner = skeleton != null ? skeleton : this;
    Optional<Entry> root = owner.root();
    return root.flatMap(r -> r.sectionOffset(At.STMT_LIST))
        .map(offset -> LineTable.read(owner, offset, root.flatMap(r -> r.text(At.COMP_DIR))));
  }

  /**
   * The unit in a file of its own that this skeleton stands for, if it is one and the file is
   * there.
   *
   * @throws dev.elfwright.elf.ElfFormatException when the file is malformed
   */
  public Optional<Unit> split() {
    Optional<Unit> known = split;
    if (known == null) {
      known = dwarf.split(this);
      split = known;
    }
    return known;
  }

  /** Where the texts, addresses and lists of the unit begin, that it refers to by number. */
  private long base(int attribute, int older, long otherwise) {
    Unit owner = skeleton != null && attribute == At.ADDR_BASE ? skeleton : this;
    Optional<Entry> root = owner.root();
    return root.flatMap(r -> r.sectionOffset(attribute))
        .or(() -> older == 0 ? Optional.empty() : root.flatMap(r -> r.sectionOffset(older)))
        .orElse(otherwise);
  }

  /** Tables of version 5 have headers; what the compiler had before has none. */
  private long headerOfTable(int size32, int size64) {
    if (header.version() < 5) {
      return 0;
    }
    return header.format() == Format.DWARF32 ? size32 : size64;
  }

  String indexedText(long index) {
    ElfBytes in = dwarf.sections().bytes(DebugSection.STR_OFFSETS);
    long base = base(At.STR_OFFSETS_BASE, 0, headerOfTable(8, 16));
    int size = header.format().offsetSize();
    Cursor c = element(in, DebugSection.STR_OFFSETS, base, index, size);
    return dwarf.text(DebugSection.STR, c.offset(header.format()), this);
  }

  long addressAt(long index) {
    // Addresses of split units lie in the program, for only these does the linker change.
    Unit owner = skeleton != null ? skeleton : this;
    ElfBytes in = owner.dwarf.sections().bytes(DebugSection.ADDR);
    long base = base(At.ADDR_BASE, At.GNU_ADDR_BASE, owner.headerOfTable(8, 16));
    return element(in, DebugSection.ADDR, base, index, header.addressSize())
        .unsigned(header.addressSize());
  }

  /** Where a list begins that is referred to by its number (DWARF 5, sections 7.28 and 7.29). */
  long listAt(DebugSection lists, long index) {
    ElfBytes in = dwarf.sections().bytes(lists);
    int attribute = lists == DebugSection.RNGLISTS ? At.RNGLISTS_BASE : At.LOCLISTS_BASE;
    long base = base(attribute, 0, headerOfTable(12, 20));
    int size = header.format().offsetSize();
    return base + element(in, lists, base, index, size).offset(header.format());
  }

  /** What ranges of split units of GNU's version 4 count from. */
  long rangesBase() {
    return skeleton == null
        ? 0
        : skeleton.root().flatMap(r -> r.sectionOffset(At.GNU_RANGES_BASE)).orElse(0L);
  }

  private static Cursor element(
      ElfBytes in, DebugSection section, long base, long index, int size) {
    if (index < 0 || base < 0 || base > in.size() || index >= (in.size() - base) / size) {
      throw in.malformed(
          base,
          section.toString(),
          "element 0x%x of %d bytes each, past the end at 0x%x".formatted(index, size, in.size()));
    }
    return new Cursor(in, section, base + index * size, in.size());
  }

  /** Where addresses in lists count from unless a list says it: the unit's low_pc. */
  long baseAddress() {
    Unit owner = skeleton != null ? skeleton : this;
    return owner.root().flatMap(r -> r.address(At.LOW_PC)).orElse(0L);
  }

  @Override
  public String toString() {
    return "unit at 0x%x of %s".formatted(header.offset(), dwarf);
  }
}
