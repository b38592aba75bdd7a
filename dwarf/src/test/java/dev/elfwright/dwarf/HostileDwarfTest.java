package dev.elfwright.dwarf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.dwarf.constant.At;
import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
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
}
