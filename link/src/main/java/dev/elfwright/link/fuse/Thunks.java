package dev.elfwright.link.fuse;

import dev.elfwright.elf.Segment;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.SymbolVersion;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.constant.SymbolType;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Addresses of imported functions that are known when the file is written: a jump through the
 * import table each. Where nothing slides, a pointer to such a function then needs no work at
 * start, and its page is never touched. It is what linkers do for programs at a fixed address
 * (x86-64 psABI, "Function Addresses"): the symbol stays undefined but has the jump's address as
 * its value, so that plugins and dlsym() get the same address and pointers compare equal.
 */
final class Thunks {
  static final int SIZE = 8;

  private final ImportTable imports;
  private final long importsAt;
  private final long address;
  private final SortedSet<Integer> used = new TreeSet<>();

  Thunks(ImportTable imports, long importsAt, long address) {
    this.imports = imports;
    this.importsAt = importsAt;
    this.address = address;
  }

  static boolean apply(PartEdits.ImportSlot s) {
    int type = s.target().provider().dynamic().symbols().type(s.target().symbol());
    return s.addend() == 0 && (type == SymbolType.FUNC || type == SymbolType.GNU_IFUNC);
  }

  /** The address that stands for an imported function. */
  long of(Target.Import i) {
    int index = imports.indexOf(i);
    used.add(index);
    return address + (long) SIZE * index;
  }

  /** The jumps; where one is not used, a trap. */
  Area area() {
    ByteTable out = new ByteTable(address, SIZE * imports.count());
    for (int i = 0; i < imports.count(); i++) {
      long next = address + (long) SIZE * i + 6;
      // jmp *import(%rip); ud2
      out.put8(0xff).put8(0x25).put32(importsAt + 8L * i - next).put8(0x0f).put8(0x0b);
    }
    return Area.of(
        ".plt.elfwright",
        SectionType.PROGBITS,
        Segment.READ | Segment.EXECUTE,
        address,
        out.segment());
  }

  List<DynamicSymbol> symbols() {
    List<DynamicSymbol> found = new ArrayList<>();
    for (int index : used) {
      Target.Import i = imports.get(index);
      SymbolTable t = i.provider().dynamic().symbols();
      SymbolVersion v =
          i.provider().dynamic().versions().map(x -> x.version(i.symbol())).orElse(null);
      found.add(
          new DynamicSymbol(
              t.name(i.symbol()),
              SymbolBinding.GLOBAL << 4 | SymbolType.FUNC,
              0,
              false,
              false,
              address + (long) SIZE * index,
              0,
              v == null ? null : new DynamicSymbol.Version(v.name(), Needs.nameOf(i.provider())),
              v != null && v.hidden()));
    }
    return found;
  }
}
