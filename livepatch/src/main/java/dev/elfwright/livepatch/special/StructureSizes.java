package dev.elfwright.livepatch.special;

import dev.elfwright.dwarf.Dwarf;
import dev.elfwright.dwarf.Entry;
import dev.elfwright.dwarf.Unit;
import dev.elfwright.dwarf.constant.At;
import dev.elfwright.dwarf.constant.Tag;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.btf.Btf;
import dev.elfwright.elf.constant.FileType;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How large structures are by a file's own types: BTF, which kernels since 5.2 may have, and where
 * that does not tell, DWARF, which a vmlinux of any age has unless it was stripped. DWARF is read
 * unit by unit, and no further than to the structure that is asked for.
 */
public final class StructureSizes {
  private final String file;
  private final Optional<Btf> types;
  private final Iterator<Unit> units;
  private final Map<String, Long> read = new HashMap<>();

  private StructureSizes(String file, Optional<Btf> types, Iterator<Unit> units) {
    this.file = file;
    this.types = types;
    this.units = units;
  }

  /**
   * Those of a kernel, a module or an object file; of a module its DWARF only, for its BTF is
   * numbered behind the kernel's, which is not at hand.
   *
   * @throws ElfFormatException when its types are malformed
   */
  public static StructureSizes of(ElfModel model) {
    boolean ownTypes = model.header().type() != FileType.REL;
    return new StructureSizes(
        model.file(),
        ownTypes ? Btf.of(model) : Optional.empty(),
        model.section(".debug_info").isPresent()
            ? Dwarf.of(model).units().iterator()
            : Collections.emptyIterator());
  }

  /**
   * The size in bytes of a structure that entries of a table have, at least 1; empty when the file
   * has no such type.
   *
   * @throws ElfFormatException when DWARF is malformed, or no entry can have the size
   */
  public OptionalLong size(String structure) {
    Optional<Long> known = types.flatMap(t -> t.struct(structure)).map(s -> s.size());
    while (known.isEmpty() && !read.containsKey(structure) && units.hasNext()) {
      read(units.next());
    }
    Optional<Long> size = known.or(() -> Optional.ofNullable(read.get(structure)));
    if (size.filter(s -> s <= 0).isPresent()) {
      throw new ElfFormatException(
          file,
          ElfFormatException.NO_OFFSET,
          "struct " + structure,
          size.get() + " bytes, expected at least 1");
    }
    return size.map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  private void read(Unit unit) {
    for (Entry e : unit.root().map(Entry::children).orElse(List.of())) {
      if (e.tag() == Tag.STRUCTURE_TYPE && !e.has(At.DECLARATION)) {
        Optional<String> name = e.name();
        Optional<Long> size = e.number(At.BYTE_SIZE);
        if (name.isPresent() && size.isPresent()) {
          read.putIfAbsent(name.get(), size.get());
        }
      }
    }
  }
}
