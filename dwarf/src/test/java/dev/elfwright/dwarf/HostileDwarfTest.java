package dev.elfwright.dwarf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.dwarf.constant.At;
import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever stands in sections of debugging information, one message comes of it, or values. */
class HostileDwarfTest {
  private static final int ROUNDS = 400;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"gcc,-gdwarf-4", "gcc,-gdwarf-5", "clang-14,-gdwarf-5", "clang-14,-gdwarf-4"})
  void anyBytesMayBeAnything(String compiler, String version) throws IOException {
    Path file = Sources.compile(folder, "out", compiler, Sources.C, version, "-O2");
    byte[] good = Files.readAllBytes(file);
    List<long[]> places;
    try (ElfModel model = Elf.open(file)) {
      places =
          model.sections().stream()
              .filter(s -> s.name().startsWith(".debug_"))
              .map(s -> new long[] {s.header().offset(), s.header().size()})
              .toList();
    }
    var random = new SplittableRandom(7);
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bad = good.clone();
      for (int n = random.nextInt(1, 4); n > 0; n--) {
        long[] place = places.get(random.nextInt(places.size()));
        int at = (int) (place[0] + random.nextLong(place[1]));
        bad[at] = random.nextBoolean() ? (byte) 0xff : (byte) random.nextInt();
      }
      refused += walk(bad) ? 0 : 1;
    }
    assertThat(refused).isBetween(1, ROUNDS - 1);
  }

  /** Touches all there is; false when the file was refused. */
  private static boolean walk(byte[] bytes) throws IOException {
    try (ElfModel model = Elf.parse("hostile", MemorySegment.ofArray(bytes))) {
      Dwarf dwarf = Dwarf.of(model);
      for (Unit unit : dwarf.units()) {
        unit.entries()
            .forEach(e -> {
              e.attributes();
              e.ranges();
              e.type();
              e.locations(At.LOCATION).forEach(l -> l.expression().operations());
              e.origin(At.NAME);
              e.children();
              e.parent();
            });
        unit.lines().ifPresent(t -> t.forEachRow(r -> t.file(r.file())));
      }
      return true;
    } catch (ElfFormatException e) {
      assertThat(e.getMessage()).startsWith("hostile").doesNotContain("\n");
      return false;
    }
  }

  private ElfModel assembled(String text) throws IOException {
    Files.writeString(folder.resolve("made.s"), text);
    Tool.run(folder, List.of("as", "-o", "made.o", "made.s"));
    return Elf.open(folder.resolve("made.o"));
  }

  /** Each unit could have a table that ends with those of all others. */
  @Test
  void tablesOfAbbreviationsThatOverlapAreRefused() throws IOException {
    String text =
        """
        .section .debug_abbrev
        .byte 1, 0x34, 0, 0, 0
        .byte 2, 0x34, 0, 0, 0
        .byte 0
        .section .debug_info
        .long 8
        .short 4
        .long 0
        .byte 8, 2
        .long 8
        .short 4
        .long PLACE
        .byte 8, 2
        """;
    try (ElfModel shared = assembled(text.replace("PLACE", "0"))) {
      assertThat(Dwarf.of(shared).units()).allMatch(u -> u.root().isPresent()).hasSize(2);
    }
    try (ElfModel overlapping = assembled(text.replace("PLACE", "5"))) {
      Dwarf dwarf = Dwarf.of(overlapping);
      assertThat(dwarf.units().getFirst().root()).isPresent();
      assertThatThrownBy(() -> dwarf.units().getLast().root())
          .isInstanceOf(ElfFormatException.class)
          .hasMessageContaining("overlap");
    }
  }

  /** Four bytes for each name, and all could be the same megabyte. */
  @Test
  void aLineTableWhoseNamesAreOneTextIsRefused() throws IOException {
    String text =
        """
        .section .debug_abbrev
        .byte 1, 0x11, 0, 0x10, 0x17, 0, 0, 0
        .section .debug_info
        .long 2f - 1f
        1: .short 5
        .byte 1, 8
        .long 0
        .byte 1
        .long 0
        2:
        .section .debug_line_str
        .fill 100000, 1, 0x61
        .byte 0
        .section .debug_line
        .long 4f - 3f
        3: .short 5
        .byte 8, 0
        .long 6f - 5f
        5: .byte 1, 1, 1, -5, 14, 1
        .byte 1, 1, 0x1f, 1
        .long 0
        .byte 1, 1, 0x1f
        .uleb128 COUNT
        .rept COUNT
        .long 0
        .endr
        6:
        4:
        """;
    try (ElfModel few = assembled(text.replace("COUNT", "1"))) {
      LineTable table = Dwarf.of(few).units().getFirst().lines().orElseThrow();
      assertThat(table.files()).hasSize(1);
    }
    try (ElfModel many = assembled(text.replace("COUNT", "1000"))) {
      Unit unit = Dwarf.of(many).units().getFirst();
      assertThatThrownBy(unit::lines)
          .isInstanceOf(ElfFormatException.class)
          .hasMessageContaining("names that share their bytes");
    }
  }
}
