package dev.elfwright.link.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.link.input.ObjectInput;
import dev.elfwright.link.refusal.ObjectLinkException;
import dev.elfwright.testkit.Corruption;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects with any field changed are placed and relocated, never run: they are done or refused. */
class HostileLinkedObjectTest {
  private static final long BASE = 0x4000_0000L;
  private static final long LARGEST = 16 << 20;

  @TempDir private Path folder;

  @Test
  void everyFieldOfAnObjectMayBeWrong() throws IOException {
    Files.writeString(
        folder.resolve("code.c"),
        """
        #include <string.h>
        static const char *const words[] = {"one", "two"};
        long common_variable[4];
        long twice(long x) { return x * 2 + (long) words[x & 1]; }
        static long (*table[])(long) = {twice};
        __attribute__((constructor)) static void start(void) { common_variable[1] = 1; }
        long run(long n) { return table[n](strlen(words[n])); }
        """);
    Tool.run(folder, List.of("gcc", "-c", "-O1", "-fPIC", "-fcommon", "code.c"));
    byte[] valid = Files.readAllBytes(folder.resolve("code.o"));
    TreeMap<String, String> wrong = new TreeMap<>();
    AtomicInteger number = new AtomicInteger();
    AtomicInteger linked = new AtomicInteger();
    Stream<Corruption> sample =
        Corruption.ofFields(valid).filter(_ -> number.getAndIncrement() % 3 == 0);
    Stream.concat(sample, Corruption.random(valid, 5, 3000))
        .forEach(c -> {
          try {
            relocate(Elf.parse("hostile.o", MemorySegment.ofArray(c.bytes())));
            linked.incrementAndGet();
          } catch (ElfFormatException | ObjectLinkException e) {
            if (String.valueOf(e.getMessage()).lines().count() != 1) {
              wrong.put(c.name(), e.toString());
            }
          } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            wrong.put(e + " " + e.getStackTrace()[0], c.name());
          }
        });
    assertThat(wrong).isEmpty();
    assertThat(linked).hasValueGreaterThan(1000);
  }

  private static void relocate(ElfModel object) {
    ObjectInput input = ObjectInput.forMemory(object, Machine.X86_64);
    ObjectPlaces places = new ObjectPlaces(input, 0);
    Relocator relocator = new Relocator(input, places, BASE, _ -> BASE - 0x1000);
    if (places.size() <= LARGEST) {
      try (Arena arena = Arena.ofConfined()) {
        relocator.fill(arena.allocate(Math.max(1, places.size())));
      }
    }
  }
}
