package dev.elfwright.elf.diff;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.constant.FileType;
import dev.elfwright.elf.constant.HeaderFlag;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.OsAbi;
import dev.elfwright.elf.diff.Subject.Kind;
import java.util.ArrayList;
import java.util.List;

/** The ELF header without its offsets and counts, and the interpreter. */
final class HeaderFacts {
  private HeaderFacts() {}

  static void add(ElfModel file, Addresses addresses, Inventory to) {
    FileHeader h = file.header();
    to.add(Kind.HEADER, "class", h.is64() ? "64 bit" : "32 bit");
    to.add(Kind.HEADER, "byte order", h.order().toString());
    to.add(Kind.HEADER, "OS ABI", OsAbi.name(h.osAbi(), h.abi()));
    to.add(Kind.HEADER, "ABI version", Integer.toString(h.abiVersion()));
    to.add(Kind.HEADER, "type", FileType.name(h.type(), h.abi()));
    to.add(Kind.HEADER, "machine", Machine.name(h.machine()));
    to.add(Kind.HEADER, "flags", flags(h));
    if (addresses == Addresses.COMPARED) {
      to.add(Kind.HEADER, "entry", Hex.of(h.entry()));
    }
    file.interpreter().ifPresent(path -> to.add(Kind.HEADER, "interpreter", path));
  }

  private static String flags(FileHeader h) {
    List<String> words = new ArrayList<>(HeaderFlag.names(h.flags(), h.abi()));
    words.addFirst(Hex.of(Integer.toUnsignedLong(h.flags())));
    return String.join(" ", words);
  }
}
