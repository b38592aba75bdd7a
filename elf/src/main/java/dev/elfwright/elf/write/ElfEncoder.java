package dev.elfwright.elf.write;

import dev.elfwright.elf.DynamicEntry;
import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.Relocation;
import dev.elfwright.elf.RelocationTable;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.Machine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Turns values into the bytes of one class, byte order and machine: the inverse of what the model
 * reads. The layouts stand at the record of each structure. Results live outside of the heap for as
 * long as they are reachable.
 *
 * <p>Every method throws {@link IllegalArgumentException} when a value does not fit into its field.
 */
public final class ElfEncoder {
  private final boolean is64;
  private final ByteOrder order;
  private final boolean mips64Little;

  /**
   * An encoder for one kind of file.
   *
   * @param is64 whether the class is ELFCLASS64
   * @param order the byte order
   * @param machine e_machine, see {@link Machine}; it decides about the layout of relocations
   */
  public ElfEncoder(boolean is64, ByteOrder order, int machine) {
    this.is64 = is64;
    this.order = order;
    this.mips64Little = RelocationTable.isMips64Little(is64, order, machine);
  }

  /** An encoder for files like the one with this header. */
  public static ElfEncoder like(FileHeader header) {
    return new ElfEncoder(header.is64(), header.order(), header.machine());
  }

  private static MemorySegment allocate(long size) {
    return Arena.ofAuto().allocate(size);
  }

  private FieldWriter into(MemorySegment out, long at) {
    return new FieldWriter(out, at, is64, order);
  }

  /**
   * The ELF header, 52 or 64 bytes.
   *
   * @throws IllegalArgumentException when the header is of another class or byte order
   */
  public MemorySegment header(FileHeader h) {
    if (h.is64() != is64 || h.order() != order) {
      throw new IllegalArgumentException("the header is of another class or byte order");
    }
    MemorySegment out = allocate(FileHeader.size(is64));
    FieldWriter w = into(out, 0);
    w.u8(0x7f, "EI_MAG0").u8('E', "EI_MAG1").u8('L', "EI_MAG2").u8('F', "EI_MAG3");
    w.u8(is64 ? 2 : 1, "EI_CLASS").u8(order == ByteOrder.BIG_ENDIAN ? 2 : 1, "EI_DATA");
    w.u8(h.identVersion(), "EI_VERSION").u8(h.osAbi(), "EI_OSABI");
    w.u8(h.abiVersion(), "EI_ABIVERSION");
    w.u8(h.padding() >>> 48, "EI_PAD");
    for (int shift = 40; shift >= 0; shift -= 8) {
      w.u8(h.padding() >>> shift & 0xff, "EI_PAD");
    }
    w.u16(h.type(), "e_type").u16(h.machine(), "e_machine").u32(h.version(), "e_version");
    w.word(h.entry(), "e_entry");
    w.word(h.segmentOffset(), "e_phoff").word(h.sectionOffset(), "e_shoff");
    w.i32(h.flags()).u16(h.headerSize(), "e_ehsize");
    w.u16(h.segmentEntrySize(), "e_phentsize").u16(h.segmentCount(), "e_phnum");
    w.u16(h.sectionEntrySize(), "e_shentsize").u16(h.sectionCount(), "e_shnum");
    w.u16(h.sectionNames(), "e_shstrndx");
    return out;
  }

  /** The program header table, 32 or 56 bytes for each segment. */
  public MemorySegment segments(List<Segment> segments) {
    int entry = Segment.entrySize(is64);
    MemorySegment out = allocate((long) segments.size() * entry);
    long at = 0;
    for (Segment s : segments) {
      FieldWriter w = into(out, at).i32(s.type());
      if (is64) {
        w.i32(s.flags());
      }
      w.word(s.offset(), "p_offset").word(s.address(), "p_vaddr");
      w.word(s.physicalAddress(), "p_paddr");
      w.word(s.fileSize(), "p_filesz").word(s.memorySize(), "p_memsz");
      if (!is64) {
        w.i32(s.flags());
      }
      w.word(s.alignment(), "p_align");
      at += entry;
    }
    return out;
  }

  /** The section header table, 40 or 64 bytes for each section. */
  public MemorySegment sectionHeaders(List<SectionHeader> sections) {
    int entry = SectionHeader.entrySize(is64);
    MemorySegment out = allocate((long) sections.size() * entry);
    long at = 0;
    for (SectionHeader s : sections) {
      FieldWriter w = into(out, at).u32(s.nameOffset(), "sh_name").i32(s.type());
      w.word(s.flags(), "sh_flags").word(s.address(), "sh_addr").word(s.offset(), "sh_offset");
      w.word(s.size(), "sh_size").i32(s.link()).i32(s.info());
      w.word(s.alignment(), "sh_addralign").word(s.entrySize(), "sh_entsize");
      at += entry;
    }
    return out;
  }

  /**
   * A symbol table, 16 or 24 bytes for each symbol. Their {@code index} is not looked at.
   *
   * @param nameOffset gives st_name, the offset of a symbol's name in the string table
   */
  public MemorySegment symbols(List<Symbol> symbols, ToLongFunction<Symbol> nameOffset) {
    int entry = SymbolTable.entrySize(is64);
    MemorySegment out = allocate((long) symbols.size() * entry);
    long at = 0;
    for (Symbol s : symbols) {
      putSymbol(out, at, s, nameOffset.applyAsLong(s));
      at += entry;
    }
    return out;
  }

  /** Writes one symbol at {@code at}, for tables that grow without a list. */
  public void putSymbol(MemorySegment out, long at, Symbol s, long nameOffset) {
    if ((s.binding() & ~0xf) != 0 || (s.type() & ~0xf) != 0) {
      throw new IllegalArgumentException(
          "st_info cannot hold binding %d and type %d".formatted(s.binding(), s.type()));
    }
    int info = s.binding() << 4 | s.type();
    FieldWriter w = into(out, at).u32(nameOffset, "st_name");
    if (!is64) {
      w.word(s.value(), "st_value").word(s.size(), "st_size");
    }
    w.u8(info, "st_info").u8(s.other(), "st_other").u16(s.storedSectionIndex(), "st_shndx");
    if (is64) {
      w.word(s.value(), "st_value").word(s.size(), "st_size");
    }
  }

  /** A SHT_RELA table, 12 or 24 bytes for each relocation. */
  public MemorySegment rela(List<Relocation> relocations) {
    return relocations(relocations, true);
  }

  /**
   * A SHT_REL table, 8 or 16 bytes for each relocation.
   *
   * @throws IllegalArgumentException when an addend is not 0: it belongs into the relocated field
   */
  public MemorySegment rel(List<Relocation> relocations) {
    return relocations(relocations, false);
  }

  private MemorySegment relocations(List<Relocation> relocations, boolean withAddend) {
    int entry = RelocationTable.entrySize(is64, withAddend);
    MemorySegment out = allocate((long) relocations.size() * entry);
    long at = 0;
    for (Relocation r : relocations) {
      putRelocation(out, at, r, withAddend);
      at += entry;
    }
    return out;
  }

  /** Writes one relocation at {@code at}, for tables that grow without a list. */
  public void putRelocation(MemorySegment out, long at, Relocation r, boolean withAddend) {
    FieldWriter w = into(out, at).word(r.offset(), "r_offset");
    if (mips64Little) {
      w.i32(r.symbol()).i32(Integer.reverseBytes(checkedType(r, 32)));
    } else if (is64) {
      w.i64((long) r.symbol() << 32 | Integer.toUnsignedLong(checkedType(r, 32)));
    } else if (r.symbol() >>> 24 == 0) {
      w.i32(r.symbol() << 8 | checkedType(r, 8));
    } else {
      throw new IllegalArgumentException("r_info cannot hold symbol " + r.symbol());
    }
    if (withAddend) {
      w.signedWord(r.addend(), "r_addend");
    } else if (r.addend() != 0) {
      throw new IllegalArgumentException("a REL entry cannot hold addend " + r.addend());
    }
  }

  private static int checkedType(Relocation r, int bits) {
    if (r.type() >>> bits != 0) {
      throw new IllegalArgumentException("r_info cannot hold type " + r.type());
    }
    return (int) r.type();
  }

  /** Dynamic entries, 8 or 16 bytes each. The DT_NULL that ends a section is not added. */
  public MemorySegment dynamic(List<DynamicEntry> entries) {
    MemorySegment out = allocate((long) entries.size() * (is64 ? 16 : 8));
    FieldWriter w = into(out, 0);
    for (DynamicEntry e : entries) {
      w.signedWord(e.tag(), "d_tag").word(e.value(), "d_val");
    }
    return out;
  }
}
