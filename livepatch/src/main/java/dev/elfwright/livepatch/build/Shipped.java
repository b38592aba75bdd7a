package dev.elfwright.livepatch.build;

import dev.elfwright.elf.Relocation;
import dev.elfwright.elf.RelocationTable;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.livepatch.kernel.KernelImage;
import dev.elfwright.livepatch.kernel.KernelModule;
import dev.elfwright.livepatch.kernel.KernelObject;
import dev.elfwright.livepatch.kernel.KernelSymbol;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a distribution ships, by one number a place: the address in vmlinux; in a module
 * the index of the section shifted left by {@link #SECTION_SHIFT}, plus the offset there.
 */
interface Shipped {
  /** No section of a module has a terabyte. */
  int SECTION_SHIFT = 40;

  /** What a relocated field means. */
  sealed interface Target {
    /** A place in the same object. */
    record Place(long place) implements Target {}

    /** A symbol of another object. */
    record Other(String name) implements Target {}
  }

  /** Where the symbols of a name are. */
  List<Long> places(String name);

  /**
   * Bytes.
   *
   * @throws IndexOutOfBoundsException when they are not there
   */
  byte[] bytes(long place, int size);

  /**
   * What {@code S} of a relocation's formula is, seen from the field that it left.
   *
   * @param place where the field is
   * @param field its value, with its sign
   * @param relocation the relocation as the object file has it
   * @return null when no relocation was applied there
   */
  @Nullable Target target(long place, long field, Relocation relocation);

  /** The bytes of a kernel or module. */
  static Shipped of(KernelObject object) {
    return switch (object) {
      case KernelImage image -> new Image(image);
      case KernelModule module -> new Module(module);
    };
  }

  /** In a linked kernel only the fields' values are left. */
  record Image(KernelImage kernel) implements Shipped {
    @Override
    public List<Long> places(String name) {
      return kernel.symbols().named(name).stream().map(KernelSymbol::address).toList();
    }

    @Override
    public byte[] bytes(long place, int size) {
      return kernel.bytes(place, size).toArray(ValueLayout.JAVA_BYTE);
    }

    @Override
    public Target target(long place, long field, Relocation r) {
      long base = X86Relocation.isRelative((int) r.type()) ? field + place : field;
      return new Target.Place(base - r.addend());
    }
  }

  /** A module has relocations that name its own symbols and those of others. */
  final class Module implements Shipped {
    private final KernelModule module;
    private final Map<Long, Relocation> relocations = new HashMap<>();
    private final SymbolTable symbols;

    Module(KernelModule module) {
      this.module = module;
      this.symbols = module.symbolTable();
      for (Section s : module.elf().sections()) {
        if (s.header().type() == SectionType.RELA) {
          long section = (long) s.header().info() << SECTION_SHIFT;
          ((RelocationTable) s.content())
              .relocations()
              .forEach(r -> relocations.put(section + r.offset(), r));
        }
      }
    }

    @Override
    public List<Long> places(String name) {
      return symbols
          .symbols()
          .filter(s -> s.name().equals(name) && !s.isUndefined() && !s.isReserved())
          .map(Module::place)
          .toList();
    }

    private static long place(Symbol s) {
      return ((long) s.sectionIndex() << SECTION_SHIFT) + s.value();
    }

    @Override
    public byte[] bytes(long place, int size) {
      MemorySegment section = module.elf().sections().get((int) (place >> SECTION_SHIFT)).bytes();
      long offset = place & (1L << SECTION_SHIFT) - 1;
      return section.asSlice(offset, size).toArray(ValueLayout.JAVA_BYTE);
    }

    @Override
    public @Nullable Target target(long place, long field, Relocation r) {
      Relocation there = relocations.get(place);
      if (there == null || there.type() != r.type()) {
        return null;
      }
      Symbol s = symbols.symbol(there.symbol());
      return s.isUndefined() || s.isReserved()
          ? new Target.Other(s.name())
          : new Target.Place(place(s) + there.addend() - r.addend());
    }
  }

  /** A number of so many bytes, little-endian, with its sign. */
  static long number(byte[] bytes, int at, int size) {
    MemorySegment all = MemorySegment.ofArray(bytes);
    return size == 8
        ? all.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), at)
        : all.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), at);
  }
}
