package dev.elfwright.elf.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.inspect.Hardening;
import dev.elfwright.elf.inspect.RelocationTarget;
import dev.elfwright.elf.inspect.TargetedRelocations;
import dev.elfwright.elf.size.FileSizes;
import dev.elfwright.testkit.Corruption;
import dev.elfwright.testkit.Fixture;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A damaged file is compared, inspected and measured, or refused as malformed; nothing else. */
class HostilePairTest {
  @TempDir static Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"library", "arm-linux-gnueabi", "s390x-linux-gnu", "mips64el-linux-gnuabi64"})
  void damageIsReadOrRefused(String name) throws IOException {
    Fixture fixture = new Fixture(folder);
    byte[] valid =
        Files.readAllBytes(name.equals("library") ? fixture.library() : fixture.object(name));
    ElfModel intact = Elf.parse("intact", MemorySegment.ofArray(valid));
    int[] refused = {0};
    int[] read = {0};
    int[] number = {0};
    // Every eleventh takes a second; their order mixes fields and values.
    Stream.concat(
            Corruption.ofFields(valid).filter(_ -> number[0]++ % 11 == 0),
            Corruption.random(valid, 7, 200))
        .forEach(damaged -> {
          if (survives(intact, damaged)) {
            read[0]++;
          } else {
            refused[0]++;
          }
        });
    assertThat(refused[0]).isGreaterThan(100);
    assertThat(read[0]).isGreaterThan(100);
  }

  private static boolean survives(ElfModel intact, Corruption damaged) {
    try {
      ElfModel file = Elf.parse("damaged", MemorySegment.ofArray(damaged.bytes()));
      assertThat(ElfDiff.between(intact, file, Addresses.COMPARED).before()).isEqualTo("intact");
      assertThat(FileSizes.of(file).bytes()).isEqualTo(damaged.bytes().length);
      assertThat(TargetedRelocations.countsByType(file)).isNotNull();
      assertThat(RelocationTarget.of(file)).isNotNull();
      assertThat(Hardening.of(file)).isNotNull();
      return true;
    } catch (ElfFormatException e) {
      return false;
    } catch (RuntimeException e) {
      throw new AssertionError(damaged.name(), e);
    }
  }
}
