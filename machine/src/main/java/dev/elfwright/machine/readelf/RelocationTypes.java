package dev.elfwright.machine.readelf;

import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.constant.Abi;
import dev.elfwright.elf.constant.RelocationNames;
import org.jspecify.annotations.Nullable;

/** The names of a file's relocation types, such as {@code R_X86_64_64}, for millions of them. */
final class RelocationTypes {
  private final RelocationNames names;
  private final @Nullable String[] ordinary = new String[256];

  RelocationTypes(FileHeader header) {
    this.names = RelocationNames.of(new Abi(header.machine(), header.osAbi()), header.flags());
    names
        .all()
        .headMap((long) ordinary.length)
        .forEach((type, name) -> ordinary[type.intValue()] = name);
  }

  @Nullable String name(long type) {
    return type < ordinary.length ? ordinary[(int) type] : names.find(type).orElse(null);
  }
}
