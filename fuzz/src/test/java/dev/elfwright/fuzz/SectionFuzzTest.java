package dev.elfwright.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.NoteTable;
import dev.elfwright.elf.btf.Btf;
import dev.elfwright.elf.debug.DebugAltLink;
import dev.elfwright.elf.debug.DebugLink;
import dev.elfwright.elf.note.BuildId;
import dev.elfwright.elf.note.NoteValue;
import dev.elfwright.elf.unwind.CallFrames;
import dev.elfwright.elf.unwind.FrameIndex;
import dev.elfwright.elf.unwind.SFrame;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The content of one section of each type that has a structure. The first two bytes say class, byte
 * order and type; the file around the section is right.
 */
class SectionFuzzTest {
  /** Type, flags and name: what decides how content is read. */
  private record Kind(int type, long flags, String name) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind(2, 0, ".symtab"),
          new Kind(3, 0, ".strtab"),
          new Kind(4, 0, ".rela.text"),
          new Kind(5, 2, ".hash"),
          new Kind(6, 3, ".dynamic"),
          new Kind(7, 2, ".note.gnu.property"),
          new Kind(9, 0, ".rel.text"),
          new Kind(11, 2, ".dynsym"),
          new Kind(17, 0, ".group"),
          new Kind(18, 0, ".symtab_shndx"),
          new Kind(19, 2, ".relr.dyn"),
          new Kind(20, 2, ".crel.text"),
          new Kind(0x40000014, 2, ".crel.text"),
          new Kind(0x60000001, 2, ".rel.dyn"),
          new Kind(0x60000002, 2, ".rela.dyn"),
          new Kind(0x6ffffff5, 0, ".gnu.attributes"),
          new Kind(0x6ffffff6, 2, ".gnu.hash"),
          new Kind(0x6ffffffd, 2, ".gnu.version_d"),
          new Kind(0x6ffffffe, 2, ".gnu.version_r"),
          new Kind(0x6fffffff, 2, ".gnu.version"),
          new Kind(0x70000003, 0, ".riscv.attributes"),
          new Kind(1, 0x30, ".comment"),
          new Kind(1, 0x800, ".debug_info"),
          new Kind(1, 0, ".zdebug_info"),
          new Kind(1, 0, ".gnu_debuglink"),
          new Kind(1, 0, ".gnu_debugaltlink"),
          new Kind(1, 2, ".BTF"),
          new Kind(1, 2, ".sframe"),
          new Kind(1, 2, ".eh_frame"),
          new Kind(1, 2, ".eh_frame_hdr"));

  /** What is asked of a file: the model, and what is made of a model elsewhere. */
  private static final List<Function<ElfModel, ?>> READERS =
      List.of(
          model -> model,
          BuildId::of,
          DebugLink::of,
          DebugAltLink::of,
          CallFrames::of,
          FrameIndex::of,
          SFrame::of,
          model -> Btf.of(model).map(b -> b.types().toList()),
          SectionFuzzTest::notes);

  private static List<NoteValue> notes(ElfModel model) {
    return model.sections().get(1).content() instanceof NoteTable table
        ? table.notes().stream().map(n -> n.value(model)).toList()
        : List.of();
  }

  static Stream<byte[]> seeds() {
    byte[] content = new byte[96];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i % 8 == 0 ? i / 8 : 0);
    }
    return IntStream.range(0, KINDS.size() * 4)
        .mapToObj(i ->
            ByteBuffer.allocate(2 + content.length)
                .put((byte) (i % KINDS.size()))
                .put((byte) (i / KINDS.size()))
                .put(content)
                .array());
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "10s")
  void anyContentIsReadOrRefused(byte[] bytes) {
    if (bytes.length >= 2) {
      Kind kind = KINDS.get((bytes[0] & 0xff) % KINDS.size());
      byte[] file = around(kind, (bytes[1] & 1) == 0, (bytes[1] & 2) == 0, bytes);
      for (Function<ElfModel, ?> reader : READERS) {
        Explorer.explore(bytes, () -> reader.apply(Elf.parse("fuzz", MemorySegment.ofArray(file))));
      }
    }
  }

  /** An object file of four sections: none, the one in question, strings, symbols. */
  private static byte[] around(Kind kind, boolean is64, boolean little, byte[] content) {
    int header = is64 ? 64 : 52;
    int section = is64 ? 64 : 40;
    int symbol = is64 ? 24 : 16;
    byte[] names = ("\0" + kind.name() + "\0").getBytes(java.nio.charset.StandardCharsets.UTF_8);
    int size = content.length - 2;
    int namesAt = header + size;
    int symbolsAt = namesAt + names.length;
    int table = (symbolsAt + 4 * symbol + 7) & -8;
    ByteBuffer out = ByteBuffer.allocate(table + 4 * section);
    out.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    out.put(new byte[] {0x7f, 'E', 'L', 'F', (byte) (is64 ? 2 : 1), (byte) (little ? 1 : 2), 1});
    out.position(16).putShort((short) 1).putShort((short) 62).putInt(1);
    out.position(out.position() + (is64 ? 16 : 8));
    word(out, is64, table);
    out.putInt(0).putShort((short) header).putInt(0);
    out.putShort((short) section).putShort((short) 4).putShort((short) 2);
    out.put(header, content, 2, size).put(namesAt, names);
    out.position(table + section);
    section(out, is64, new long[] {1, kind.type(), kind.flags(), header, size, 3, 1});
    section(out, is64, new long[] {0, 3, 0, namesAt, names.length, 0, 0});
    section(out, is64, new long[] {0, 2, 0, symbolsAt, 4L * symbol, 2, 1});
    return out.array();
  }

  /** name, type, flags, offset, size, link, info. */
  private static void section(ByteBuffer out, boolean is64, long[] fields) {
    out.putInt((int) fields[0]).putInt((int) fields[1]);
    word(out, is64, fields[2]);
    word(out, is64, 0);
    word(out, is64, fields[3]);
    word(out, is64, fields[4]);
    // A table whose entries are strings names the strings, one about symbols the symbols.
    out.putInt((int) (fields[1] == 2 || fields[1] == 11 || fields[1] == 6 ? 2 : fields[5]));
    out.putInt((int) fields[6]);
    word(out, is64, 1);
    word(out, is64, 0);
  }

  private static void word(ByteBuffer out, boolean is64, long value) {
    if (is64) {
      out.putLong(value);
    } else {
      out.putInt((int) value);
    }
  }
}
