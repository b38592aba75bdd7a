package dev.elfwright.link.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.build.Target;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.link.refusal.ObjectLinkException;
import dev.elfwright.testkit.Corruption;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An object file with any of its fields changed is linked or refused, in one line. */
class HostileObjectTest {
  private static final String C =
      """
      #include <string.h>
      static const char *const words[] = {"one", "two"};
      __thread long mine = 40;
      static __thread char zeros[100];
      long common_variable[4];
      long twice(long x) { return x * 2 + (long) words[x & 1]; }
      static long (*table[])(long) = {twice};
      __attribute__((constructor)) static void start(void) { common_variable[1] = mine++; }
      long run(long n) { return table[n](strlen(words[n])) + zeros[n]; }
      """;

  @TempDir private Path folder;

  @Test
  void everyFieldOfAnObjectMayBeWrong() throws IOException {
    Images.compile(folder, "code", C, "gcc", "-O1", "-fPIC", "-fcommon", "-g0");
    byte[] valid = Files.readAllBytes(folder.resolve("code.o"));
    TreeMap<String, String> wrong = new TreeMap<>();
    int[] linked = new int[1];
    int[] all = new int[1];
    Stream.concat(sample(valid), Corruption.random(valid, 7, 3000))
        .forEach(c -> {
          all[0]++;
          try {
            LayoutPlan plan = link(Elf.parse("hostile.o", MemorySegment.ofArray(c.bytes())));
            linked[0]++;
            if (plan.size() > 1 << 26) {
              wrong.put(c.name(), "a file of " + plan.size() + " bytes");
            }
          } catch (ElfFormatException | ObjectLinkException e) {
            if (String.valueOf(e.getMessage()).lines().count() != 1) {
              wrong.put(c.name(), e.toString());
            }
          } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            wrong.put(e + " " + e.getStackTrace()[0], c.name());
          }
        });
    assertThat(wrong).isEmpty();
    assertThat(linked[0]).isBetween(all[0] / 20, all[0] * 19 / 20);
  }

  /** Every fourth: all of them take ten seconds. */
  private static Stream<Corruption> sample(byte[] valid) {
    AtomicInteger number = new AtomicInteger();
    return Corruption.ofFields(valid).filter(_ -> number.getAndIncrement() % 4 == 0);
  }

  private static LayoutPlan link(ElfModel object) {
    return SharedLibrary.build(
        Target.X86_64,
        "libhostile.so",
        library -> {
          library.add(object);
          library.imports("libc.so.6", "strlen", "__tls_get_addr");
        });
  }
}
