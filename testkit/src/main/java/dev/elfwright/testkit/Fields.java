package dev.elfwright.testkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds every field of a valid ELF file, of either class and byte order: in the header, the program
 * headers, the section headers, the dynamic section, and in the tables that chain (hash tables,
 * versions, notes) or index (symbols, relocations).
 */
public final class Fields {
  private static final int DYNAMIC = 6;

  /** Types whose content is read as words of 4 bytes: hash tables, versions, notes, groups. */
  private static final List<Integer> WORDS =
      List.of(5, 7, 17, 18, 0x6ffffff6, 0x6ffffffd, 0x6ffffffe);

  /** Types whose entries are as wide as the class says: symbols, relocations, dynamic, RELR. */
  private static final List<Integer> WIDE = List.of(2, 4, DYNAMIC, 9, 11, 19);

  private static final int VERSYM = 0x6fffffff;

  /** A table is corrupted this far; what follows is more of the same. */
  private static final int MOST = 600;

  private final ByteBuffer file;
  private final boolean is64;
  private final int word;
  private final List<Field> found = new ArrayList<>();
  private final List<Integer> borders = new ArrayList<>();

  /** Reads the structure of a valid file. */
  public Fields(byte[] valid) {
    this.is64 = valid[4] == 2;
    this.word = is64 ? 8 : 4;
    this.file =
        ByteBuffer.wrap(valid)
            .order(valid[5] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    header();
    programHeaders();
    sectionHeaders();
  }

  /** All fields. */
  public List<Field> all() {
    return found;
  }

  /** Offsets where a structure or an entry begins or ends. */
  public List<Integer> borders() {
    return borders;
  }

  private int run(String name, int at, String[] names, int... widths) {
    int offset = at;
    borders.add(offset);
    for (int i = 0; i < widths.length; i++) {
      found.add(new Field(name + names[i], offset, widths[i]));
      offset += widths[i];
    }
    borders.add(offset);
    return offset;
  }

  private void header() {
    String[] ident = {"magic", "class", "data", "version", "osabi", "abiversion", "pad"};
    run("EI_", 0, ident, 4, 1, 1, 1, 1, 1, 1);
    String[] names = {
      "type",
      "machine",
      "version",
      "entry",
      "phoff",
      "shoff",
      "flags",
      "ehsize",
      "phentsize",
      "phnum",
      "shentsize",
      "shnum",
      "shstrndx"
    };
    run("e_", 16, names, 2, 2, 4, word, word, word, 4, 2, 2, 2, 2, 2, 2);
  }

  private int word(int at) {
    return is64 ? (int) file.getLong(at) : file.getInt(at);
  }

  private void programHeaders() {
    int at = word(24 + word);
    int count = file.getShort(is64 ? 56 : 44);
    String[] names64 = {"type", "flags", "offset", "vaddr", "paddr", "filesz", "memsz", "align"};
    String[] names32 = {"type", "offset", "vaddr", "paddr", "filesz", "memsz", "flags", "align"};
    for (int i = 0; i < count; i++) {
      String name = "segment " + i + " p_";
      at =
          is64
              ? run(name, at, names64, 4, 4, 8, 8, 8, 8, 8, 8)
              : run(name, at, names32, 4, 4, 4, 4, 4, 4, 4, 4);
    }
  }

  private void sectionHeaders() {
    int at = word(24 + 2 * word);
    int count = file.getShort(is64 ? 60 : 48) & 0xffff;
    String[] names = {
      "name", "type", "flags", "addr", "offset", "size", "link", "info", "addralign", "entsize"
    };
    for (int i = 0; i < count && at != 0; i++) {
      content(i, file.getInt(at + 4), word(at + 8 + 2 * word), word(at + 8 + 3 * word));
      String name = "section " + i + " sh_";
      at = run(name, at, names, 4, 4, word, word, word, word, 4, 4, word, word);
    }
  }

  private void content(int index, int type, int offset, int size) {
    int width = WIDE.contains(type) ? word : WORDS.contains(type) ? 4 : type == VERSYM ? 2 : 0;
    if (width == 0) {
      return;
    }
    borders.add(offset);
    borders.add(offset + size);
    for (int at = 0; at + width <= size && at / width < MOST; at += width) {
      found.add(
          new Field("section %d of type %#x +%#x".formatted(index, type, at), offset + at, width));
    }
  }
}
