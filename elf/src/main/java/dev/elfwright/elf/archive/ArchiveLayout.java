package dev.elfwright.elf.archive;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Names;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.write.Content;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.elf.write.FieldWriter;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.elf.write.Placement;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Lays out a new archive in GNU's format: the symbol index, the long names, the members. The bytes
 * depend on the members alone, and are those that {@code ar rcsD} writes; {@link ElfWriter} makes a
 * file of the plan.
 *
 * <p>The index names what the ELF symbol tables of the members define: global, weak and unique
 * symbols, and common ones. Members that are not ELF, such as LLVM bitcode, are stored without.
 *
 * {@snippet file="dev/elfwright/elf/snippets/ElfSnippets.java" region="make-archive"}
 */
public final class ArchiveLayout {
  private static final String MAGIC = "!<arch>\n";
  private static final long FOUR_GIB = 1L << 32;

  private final List<NewMember> members;
  private final boolean indexed;
  private final List<Defined> symbols = new ArrayList<>();
  private final ByteArrayOutputStream longNames = new ByteArrayOutputStream();
  private final List<String> nameFields = new ArrayList<>();
  private final List<Placement> placements = new ArrayList<>();
  private boolean hasElf;
  private long at;

  private record Defined(byte[] name, int member) {}

  private ArchiveLayout(List<NewMember> members, boolean indexed) {
    this.members = List.copyOf(members);
    this.indexed = indexed;
  }

  /**
   * The plan of an archive with these members in this order.
   *
   * @throws ElfFormatException when a member starts as ELF does but its symbols cannot be read
   */
  public static LayoutPlan of(List<NewMember> members) {
    return new ArchiveLayout(members, true).plan();
  }

  /** The plan of an archive without symbol index, as {@code ar rcSD} writes it. */
  public static LayoutPlan withoutIndex(List<NewMember> members) {
    return new ArchiveLayout(members, false).plan();
  }

  private LayoutPlan plan() {
    for (int i = 0; i < members.size(); i++) {
      if (indexed) {
        collectSymbols(i);
      }
      nameFields.add(nameField(members.get(i).name()));
    }
    place("archive magic", MAGIC.getBytes(StandardCharsets.US_ASCII));
    placeIndex();
    placeLongNames();
    for (int i = 0; i < members.size(); i++) {
      placeMember(i);
    }
    return LayoutPlan.of(placements);
  }

  private void collectSymbols(int member) {
    NewMember m = members.get(member);
    if (!ArchiveMember.startsAsElf(m.contents())) {
      return;
    }
    hasElf = true;
    ElfModel model = Elf.parse(m.name(), m.contents());
    model.symbols().stream()
        .flatMap(t -> t.symbols())
        .filter(ArchiveLayout::isIndexed)
        .forEach(s -> symbols.add(new Defined(Names.encode(s.name()), member)));
  }

  private static boolean isIndexed(Symbol s) {
    return !s.isUndefined()
        && (s.binding() == SymbolBinding.GLOBAL
            || s.binding() == SymbolBinding.WEAK
            || s.binding() == SymbolBinding.GNU_UNIQUE);
  }

  /** The name and a slash, or where both stand among the long names. */
  private String nameField(String name) {
    byte[] bytes = Names.encode(name);
    if (bytes.length < MemberHeader.NAME_WIDTH) {
      return new String(bytes, StandardCharsets.ISO_8859_1) + "/";
    }
    int offset = longNames.size();
    longNames.writeBytes(bytes);
    longNames.write('/');
    longNames.write('\n');
    return "/" + offset;
  }

  /**
   * The size of the index decides where members stand, and where they stand, how wide it is. Of ELF
   * files that define nothing there is an index without symbols: linkers ask for one.
   */
  private void placeIndex() {
    if (!hasElf) {
      return;
    }
    int word = 4;
    long[] offsets = memberOffsets(indexSize(word));
    if (!symbols.isEmpty() && offsets[symbols.getLast().member()] >= FOUR_GIB) {
      word = 8;
      offsets = memberOffsets(indexSize(word));
    }
    MemorySegment index = MemorySegment.ofArray(new byte[Math.toIntExact(indexSize(word))]);
    FieldWriter w = new FieldWriter(index, 0, word == 8, ByteOrder.BIG_ENDIAN);
    w.word(symbols.size(), "number of symbols");
    for (Defined s : symbols) {
      w.word(offsets[s.member()], "offset of a member");
    }
    long name = word * (1L + symbols.size());
    for (Defined s : symbols) {
      MemorySegment.copy(MemorySegment.ofArray(s.name()), 0, index, name, s.name().length);
      name += s.name().length + 1L;
    }
    String field = word == 8 ? MemberName.SYMBOLS_64 : MemberName.SYMBOLS;
    place("archive index header", header(field, "0", "0", "0", "0", index.byteSize()));
    place("archive index", index);
  }

  /** Padded by its own rule, with NUL: to 2 bytes, with wide words to 8. */
  private long indexSize(int word) {
    long size = word * (1L + symbols.size());
    for (Defined s : symbols) {
      size += s.name().length + 1L;
    }
    int alignment = word == 8 ? 8 : 2;
    return size + (-size & (alignment - 1));
  }

  private long[] memberOffsets(long indexSize) {
    long offset = MAGIC.length() + MemberHeader.SIZE + indexSize;
    if (longNames.size() > 0) {
      offset += MemberHeader.SIZE + even(longNames.size());
    }
    long[] offsets = new long[members.size()];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = offset;
      offset += MemberHeader.SIZE + even(members.get(i).contents().byteSize());
    }
    return offsets;
  }

  private static long even(long size) {
    return size + (size & 1);
  }

  private void placeLongNames() {
    if (longNames.size() == 0) {
      return;
    }
    if (longNames.size() % 2 != 0) {
      longNames.write('\n');
    }
    place("long names header", header(MemberName.LONG_NAMES, "", "", "", "", longNames.size()));
    place("long names", longNames.toByteArray());
  }

  private void placeMember(int index) {
    NewMember m = members.get(index);
    long size = m.contents().byteSize();
    byte[] header =
        header(
            nameFields.get(index),
            Long.toString(m.date().getEpochSecond()),
            Integer.toString(m.uid()),
            Integer.toString(m.gid()),
            Integer.toOctalString(m.mode()),
            size);
    place("header of " + m.name(), header);
    place(m.name(), m.contents());
    if (size % 2 != 0) {
      place("padding", new byte[] {'\n'});
    }
  }

  private static byte[] header(
      String name, String date, String uid, String gid, String mode, long size) {
    if (size > 9_999_999_999L) {
      throw new IllegalArgumentException(name + ": " + size + " bytes are too many for a member");
    }
    return "%-16s%-12s%-6s%-6s%-8s%-10d`\n"
        .formatted(name, date, uid, gid, mode, size)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private void place(String what, byte[] bytes) {
    place(what, MemorySegment.ofArray(bytes));
  }

  private void place(String what, MemorySegment bytes) {
    placements.add(new Placement(at, what, new Content.Bytes(bytes)));
    at += bytes.byteSize();
  }
}
