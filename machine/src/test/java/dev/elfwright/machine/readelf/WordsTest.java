package dev.elfwright.machine.readelf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.constant.Machine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Numbers that no file of this machine has are called what readelf calls them, known or not. */
class WordsTest {
  /** The processors of Linux, and none. */
  static final List<Integer> MACHINES =
      List.of(
          Machine.NONE,
          Machine.X86_64,
          Machine.I386,
          Machine.AARCH64,
          Machine.ARM,
          Machine.RISCV,
          Machine.PPC,
          Machine.PPC64,
          Machine.S390,
          Machine.LOONGARCH,
          Machine.MIPS,
          Machine.SPARCV9,
          Machine.PARISC,
          Machine.SH,
          Machine.M68K,
          Machine.ALPHA,
          Machine.IA_64,
          Machine.OPENRISC,
          Machine.CSKY,
          Machine.BPF);

  /** The processors of Linux for which readelf knows no types of other systems, HP-UX and VMS. */
  static final List<Integer> LINUX_ONLY =
      MACHINES.stream().filter(m -> m != Machine.PARISC && m != Machine.IA_64).toList();

  @TempDir private Path folder;
  private final List<Path> files = new ArrayList<>();

  private void alike(String options, Set<Part> parts) {
    for (Width width : Width.values()) {
      String all = width == Width.WIDE ? options + "W" : options;
      assertThat(GnuReadelf.compare(files, all, parts, width).difference()).isEmpty();
    }
  }

  private MadeFile made(int machine) {
    return new MadeFile(true, ByteOrder.LITTLE_ENDIAN, machine);
  }

  private void write(MadeFile file) {
    files.add(file.write(folder.resolve(Integer.toString(files.size()))));
  }

  @Test
  void everyMachineHasItsName() {
    for (int machine = 0; machine < 0x120; machine++) {
      write(made(machine));
    }
    for (int machine = 0x1057; machine < 0x10000; machine += 0x3f7) {
      write(made(machine));
    }
    alike("-h", Set.of(Part.HEADER));
  }

  @Test
  void systemsAndFileTypesHaveTheirNames() {
    for (int machine : List.of(0, Machine.ARM, 105, 140, 221, 224)) {
      for (int system = 0; system < 256; system += system < 100 ? 1 : 31) {
        write(made(machine).osAbi(system));
      }
    }
    for (int type : List.of(0, 1, 2, 3, 4, 5, 0xfdff, 0xfe00, 0xfeff, 0xff00, 0xffff)) {
      write(made(0).fileType(type));
    }
    alike("-h", Set.of(Part.HEADER));
  }

  @ParameterizedTest
  @FieldSource("MACHINES")
  void flagsOfTheHeaderHaveTheirWords(int machine) {
    Random random = new Random(machine);
    for (int bit = 0; bit < 32; bit++) {
      write(made(machine).flags(1 << bit));
      write(made(machine).flags(random.nextInt()));
      write(made(machine).flags(random.nextInt() & 0x0500_0fff));
    }
    alike("-h", Set.of(Part.HEADER));
  }

  @ParameterizedTest
  @FieldSource("LINUX_ONLY")
  void typesOfSectionsAndSegmentsHaveTheirNames(int machine) {
    for (int system : List.of(0, 3, 6, 9)) {
      MadeFile file = made(machine).osAbi(system);
      for (int base : List.of(0, 0x60000000, 0x6fff4700, 0x6fffffe0, 0x70000000, 0x80000000)) {
        for (int i = 0; i < 0x30; i++) {
          // Tables of symbols, relocations and versions would have to make sense.
          if (!List.of(2, 4, 9, 11, 18, 19).contains(base + i)) {
            file.section(".s" + i, base + i, 1L << (i & 63), new byte[8], 0, 0, 0);
          }
        }
      }
      for (int base : List.of(0, 0x60000000, 0x6474e54f, 0x65a3dbe0, 0x70000000, 0x80000000)) {
        for (int i = 0; i < 12; i++) {
          file.segment(base + i == 2 ? 0 : base + i);
        }
      }
      write(file);
    }
    alike("-lS", Set.of(Part.SEGMENTS, Part.SECTIONS));
  }

  @ParameterizedTest
  @FieldSource("MACHINES")
  void everyColumnOfASymbolHasItsWords(int machine) {
    for (int system : List.of(0, 3, 6, 9)) {
      for (boolean is64 : List.of(true, false)) {
        MadeFile file = new MadeFile(is64, ByteOrder.BIG_ENDIAN, machine).osAbi(system);
        List<long[]> rows = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
          rows.add(new long[] {i % 40, i, 0, 1, i * 0x3001L, i * 1000L});
          rows.add(new long[] {i % 40, 1, i, 0xff00 + i, 0, 100_000 - 128 + i});
          rows.add(new long[] {0, 3, 0, i, 0, 0});
        }
        byte[] names = "\0a_short\0a_name_of_more_than_21_bytes\u00e9\u0001\u007f\0".getBytes();
        file.section(".symtab", 2, 0, file.symbols(rows), 2, 0, is64 ? 24 : 16);
        file.section(".strtab", 3, 0, names, 0, 0, 0);
        write(file);
      }
    }
    alike("-s", Set.of(Part.SYMBOLS));
  }

  @ParameterizedTest
  @FieldSource("LINUX_ONLY")
  void everyDynamicTagHasItsNameAndItsKindOfValue(int machine) {
    for (boolean is64 : List.of(true, false)) {
      MadeFile file = new MadeFile(is64, ByteOrder.LITTLE_ENDIAN, machine).fileType(3);
      List<Long> tags = new ArrayList<>();
      for (long base : List.of(1L, 0x6000000dL, 0x6ffffdf0L, 0x6ffffef0L, 0x6fffffe0L)) {
        for (int i = 0; i < 0x30; i++) {
          tags.add(base + i);
        }
      }
      for (int i = 0; i < 0x40; i++) {
        tags.add(0x70000000L + i);
      }
      tags.addAll(List.of(0x7ffffffdL, 0x7ffffffeL, 0x7fffffffL, 0x80000000L, 0xffffffffL));
      tags.removeIf(tag -> tag == 0x6ffffffeL || tag == 0x6ffffffcL || tag == 0x6ffffff0L);
      ByteBuffer entries = file.room((3 * tags.size() + 1) * 2 * file.wordSize());
      for (long tag : tags) {
        for (long value : List.of(1L, 0x7fff1234L, 0L)) {
          file.word(entries, tag);
          file.word(entries, value);
        }
      }
      file.section(".dynamic", 6, 3, entries.array(), 2, 0, 2 * file.wordSize());
      file.section(".dynstr", 3, 2, "\0libsomething.so\0".getBytes(), 0, 0, 0);
      write(file.segment(2));
    }
    alike("-d", Set.of(Part.DYNAMIC));
  }

  @ParameterizedTest
  @FieldSource("MACHINES")
  void everyRelocationTypeHasItsName(int machine) {
    for (boolean is64 : List.of(true, false)) {
      MadeFile file = new MadeFile(is64, ByteOrder.BIG_ENDIAN, machine);
      int types = is64 ? 1200 : 256;
      ByteBuffer entries = file.room(types * 3 * file.wordSize());
      for (int type = 0; type < types; type++) {
        file.word(entries, type);
        file.word(entries, type);
        file.word(entries, -type);
      }
      file.section(".rela", 4, 0, entries.array(), 0, 0, 3 * file.wordSize());
      write(file);
    }
    alike("-r", Set.of(Part.RELOCATIONS));
  }

  @ParameterizedTest
  @FieldSource("MACHINES")
  void notesOfEveryOwnerAreReadAsTheirOwnerMeansThem(int machine) {
    MadeFile file = made(machine);
    Random random = new Random(machine);
    List<byte[]> owners = new ArrayList<>();
    for (String owner : List.of("GNU\0", "stapsdt\0", "CORE\0", "FDO\0", "Go\0\0", "Xen\0")) {
      owners.add(owner.getBytes(StandardCharsets.ISO_8859_1));
    }
    for (char kind : "*$+!".toCharArray()) {
      for (int attribute = 1; attribute < 10; attribute++) {
        owners.add(new byte[] {'G', 'A', (byte) kind, (byte) attribute, (byte) (attribute % 6), 0});
        owners.add(new byte[] {(byte) kind, (byte) attribute, 'x', 'y', (byte) attribute, 0});
      }
      owners.add(("GA" + kind + "GOW\0with_text\0").getBytes(StandardCharsets.ISO_8859_1));
    }
    for (byte[] owner : owners) {
      for (int type : List.of(0, 1, 2, 3, 4, 5, 6, 0x100, 0x101, 0xcafe1a7e)) {
        for (int size : List.of(0, 4, 8, 16, 32)) {
          byte[] description = new byte[size];
          random.nextBytes(description);
          file.section(".note", 7, 0, note(file, owner, type, description), 0, 0, 0);
        }
      }
    }
    List<long[]> symbols = new ArrayList<>(List.of(new long[6]));
    file.section(".symtab", 2, 0, file.symbols(symbols), 0, 0, 24);
    write(file);
    alike("-n", Set.of(Part.NOTES));
  }

  @ParameterizedTest
  @FieldSource("MACHINES")
  void everyPropertyHasItsWords(int machine) {
    MadeFile file = made(machine);
    for (long base :
        List.of(0L, 0xb0000000L, 0xb0008000L, 0xc0000000L, 0xc0008000L, 0xc0010000L, 0xe0000000L)) {
      for (int i = 0; i < 5; i++) {
        for (int value : List.of(0, 1, 0x155, -1)) {
          ByteBuffer property = file.room(16).putInt((int) (base + i)).putInt(4).putInt(value);
          byte[] note =
              note(file, "GNU\0".getBytes(StandardCharsets.ISO_8859_1), 5, property.array());
          file.section(".note", 7, 0, note, 0, 0, 0);
        }
      }
    }
    write(file);
    alike("-n", Set.of(Part.NOTES));
  }

  private static byte[] note(MadeFile file, byte[] owner, int type, byte[] description) {
    ByteBuffer note = file.room(12 + (owner.length + 3 & -4) + description.length);
    note.putInt(owner.length).putInt(description.length).putInt(type).put(owner);
    note.position(12 + (owner.length + 3 & -4));
    return note.put(description).array();
  }
}
