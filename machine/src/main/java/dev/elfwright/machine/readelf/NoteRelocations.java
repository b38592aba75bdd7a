package dev.elfwright.machine.readelf;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.RelocationTable;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.FileType;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SymbolType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Notes of object files name addresses by relocations, and readelf applies them before it prints:
 * the places of SystemTap's probes for example. All sections then start at address 0.
 */
final class NoteRelocations {
  /**
   * Notes of object files are small; those that a hostile file claims are printed as they stand.
   */
  private static final long LARGEST = 1 << 28;

  private final Image image;
  private final ElfBytes section;
  private final ByteBuffer bytes;

  private NoteRelocations(Image image, SectionHeader notes) {
    this.image = image;
    byte[] copy =
        image.bytes().slice(notes.offset(), notes.size(), "notes").toArray(ValueLayout.JAVA_BYTE);
    this.bytes = ByteBuffer.wrap(copy).order(image.bytes().order());
    this.section =
        new ElfBytes(
            image.bytes().file(),
            MemorySegment.ofArray(copy),
            image.is64(),
            image.bytes().order() == ByteOrder.BIG_ENDIAN);
  }

  /** The bytes of a section of notes, with its relocations applied. */
  static ElfBytes applied(Image image, int index) {
    List<SectionHeader> sections = image.sections();
    SectionHeader notes = sections.get(index);
    if (image.header().type() == FileType.REL && notes.size() <= LARGEST) {
      for (int i = 0; i < sections.size(); i++) {
        SectionHeader s = sections.get(i);
        boolean isRelocations = s.type() == SectionType.RELA || s.type() == SectionType.REL;
        if (isRelocations && s.info() == index && s.size() != 0 && hasSymbols(image, s)) {
          return new NoteRelocations(image, notes).apply(i, Symbols.of(image, s.link()));
        }
      }
    }
    return new ElfBytes(
        image.bytes().file(),
        image.bytes().slice(notes.offset(), notes.size(), "notes"),
        image.is64(),
        image.bytes().order() == ByteOrder.BIG_ENDIAN);
  }

  private static boolean hasSymbols(Image image, SectionHeader relocations) {
    if (!image.hasSection(relocations.link())) {
      return false;
    }
    int type = image.sections().get(relocations.link()).type();
    return type == SectionType.SYMTAB || type == SectionType.DYNSYM;
  }

  private ElfBytes apply(int relocations, Symbols symbols) {
    if (image.model().sections().get(relocations).content() instanceof RelocationTable table) {
      for (int i = 0; i < table.count(); i++) {
        apply(table, i, symbols.columns());
      }
    }
    return section;
  }

  private void apply(RelocationTable table, int i, SymbolTable symbols) {
    int size = size(table.type(i));
    long offset = table.offset(i);
    int symbol = table.symbol(i);
    if (size == 0
        || offset < 0
        || offset > section.size() - size
        || !symbols.contains(symbol)
        || (symbol != 0 && !isPlace(symbols.type(symbol)))) {
      return;
    }
    int at = (int) offset;
    // SuperH keeps addends in place although its tables have room for them.
    boolean inPlace = !table.withAddend() || image.machine() == Machine.SH;
    if (size == 8) {
      long addend = inPlace ? bytes.getLong(at) : table.addend(i);
      bytes.putLong(at, symbols.value(symbol) + addend);
    } else {
      long addend = inPlace ? bytes.getInt(at) : table.addend(i);
      bytes.putInt(at, (int) (symbols.value(symbol) + addend));
    }
  }

  private static boolean isPlace(int type) {
    return type <= SymbolType.SECTION || type == SymbolType.COMMON;
  }

  /** The bytes of an absolute address that a relocation of this type writes, 0 for all others. */
  private int size(long type) {
    return switch (image.machine()) {
      case Machine.X86_64 -> size(type, 10, 1);
      case Machine.AARCH64 -> size(type, 258, 257);
      case Machine.PPC64 -> size(type, 1, 38);
      case Machine.RISCV, Machine.LOONGARCH, Machine.ALPHA -> size(type, 1, 2);
      case Machine.S390 -> size(type, 4, 22);
      case Machine.MIPS -> size(type & 0xff, 2, 18);
      case Machine.SPARC, Machine.SPARC32PLUS, Machine.SPARCV9 ->
          Math.max(size(type & 0xff, 3, 32), size(type & 0xff, 23, 54));
      case Machine.PARISC -> size(type, 1, 80);
      case Machine.I386, Machine.M68K, Machine.PPC, Machine.SH -> size(type, 1, -1);
      case Machine.ARM -> size(type, 2, -1);
      default -> 0;
    };
  }

  private static int size(long type, int word, int doubleWord) {
    return type == word ? 4 : type == doubleWord ? 8 : 0;
  }
}
