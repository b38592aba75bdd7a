package dev.elfwright.machine.readelf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.testkit.Corruption;
import dev.elfwright.testkit.Fixture;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is wrong with a file, printing it ends, and in nothing but {@link ElfFormatException}.
 */
class HostileFilesTest {
  private static final int BY_CHANCE = 300;

  @TempDir private Path folder;

  private List<Path> victims() {
    Fixture fixture = new Fixture(folder);
    return List.of(
        fixture.library(),
        fixture.foreignLibrary("mips-linux-gnu"),
        fixture.foreignLibrary("i386-linux-gnu"));
  }

  @Test
  void everyFieldMayHoldAnything() throws IOException {
    int refused = 0;
    int printed = 0;
    for (Path victim : victims()) {
      byte[] valid = Files.readAllBytes(victim);
      List<Corruption> all =
          Stream.concat(Corruption.ofFields(valid), Corruption.random(valid, 1, BY_CHANCE))
              .toList();
      for (Corruption c : all) {
        try {
          Width width = (printed + refused) % 2 == 0 ? Width.NARROW : Width.WIDE;
          print(c.bytes(), width, OutputStream.nullOutputStream());
          printed++;
        } catch (ElfFormatException e) {
          refused++;
        } catch (RuntimeException e) {
          throw new AssertionError(victim + " with " + c, e);
        }
      }
    }
    assertThat(printed).isPositive();
    assertThat(refused).isPositive();
  }

  private static void print(byte[] bytes, Width width, OutputStream out) throws IOException {
    new ReadelfOutput(Part.ALL, width, out).print(Elf.parse("x", MemorySegment.ofArray(bytes)));
  }

  @Test
  void symbolsThatShareOneLongNameAreRefusedBeforeTheyFillADisk() {
    // 20,000 symbols, each with a name of half a megabyte: 10 GB of text out of one of 1 MB.
    MadeFile file = new MadeFile(true, ByteOrder.LITTLE_ENDIAN, 62);
    List<long[]> rows = Stream.generate(() -> new long[6]).limit(20_000).toList();
    rows.forEach(r -> r[0] = 1);
    byte[] names = new byte[500_000];
    Arrays.fill(names, 1, names.length - 1, (byte) 'x');
    file.section(".symtab", 2, 0, file.symbols(rows), 2, 0, 24);
    file.section(".strtab", 3, 0, names, 0, 0, 0);
    Path path = file.write(folder.resolve("long"));
    long[] written = {0};
    OutputStream counting =
        new OutputStream() {
          @Override
          public void write(int b) {
            written[0]++;
          }

          @Override
          public void write(byte[] b, int from, int length) {
            written[0] += length;
          }
        };
    assertThatThrownBy(() -> print(Files.readAllBytes(path), Width.WIDE, counting))
        .isInstanceOf(ElfFormatException.class)
        .hasMessageContaining("names");
    assertThat(written[0]).isLessThan(300_000_000);
  }
}
