package dev.elfwright.rseq.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process of musl, which registers no threads: each is registered by the code here, its area is
 * found by musl's thread-specific keys, and sections are exact. No JVM takes part, for none that
 * runs on musl is at hand.
 */
class MuslTest {
  private static final long ADDRESS = 0x2000_0000;
  private static final int AREA_SIZE = 32;
  private static final int RSEQ = 334;
  private static final int KEY = 0;

  private static final String PROGRAM =
      """
      #define _GNU_SOURCE
      #include <pthread.h>
      #include <stdio.h>
      #include <string.h>
      #include <sys/mman.h>
      #include "code.h"
      #define CALL(at, ...) ((long (*)())(ADDRESS + (at)))(__VA_ARGS__)
      enum { THREADS = 8, EACH = 200000, CPUS = 8192, CPU_ID = 4, MARK = 120 };
      static struct area { long words[16]; } __attribute__((aligned(128))) areas[THREADS];
      static long directory[1 + CPUS], strips[CPUS][8];
      static int failed;
      void *linked[] = {pthread_getspecific, pthread_setspecific}; /* only the code calls them */

      static void *add(void *area) {
        if (CALL(ADD, directory, (long)CPU_ID, 0L, 1L) != -1) failed = 2; /* no area yet */
        ((struct area *)area)->words[MARK / 8] = 1;
        if (CALL(REGISTER, area)) failed = 3;
        for (int i = 0; i < EACH; i++)
          if (CALL(ADD, directory, (long)CPU_ID, 0L, 1L)) failed = 4;
        return 0;
      }

      int main(void) {
        pthread_key_t key;
        void *at = mmap((void *)ADDRESS, 1 << 16, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
        memcpy(at, CODE, sizeof CODE);
        mprotect(at, 1 << 16, PROT_READ | PROT_EXEC);
        if (pthread_key_create(&key, (void (*)(void *))(ADDRESS + UNREGISTER)) || key != KEY) return 1;
        directory[0] = CPUS;
        for (int i = 0; i < CPUS; i++) directory[1 + i] = (long)strips[i];
        pthread_t threads[THREADS];
        for (int i = 0; i < THREADS; i++) pthread_create(&threads[i], 0, add, &areas[i]);
        for (int i = 0; i < THREADS; i++) pthread_join(threads[i], 0);
        long sum = 0;
        for (int i = 0; i < CPUS; i++) sum += strips[i][0];
        for (int i = 0; i < THREADS; i++)
          if (areas[i].words[MARK / 8]) failed = 5; /* not given back at the thread's end */
        printf(failed ? "failed %d\\n" : sum == THREADS * EACH ? "exact\\n" : "lost\\n", failed);
      }
      """;

  @TempDir Path folder;

  @BeforeEach
  void requireMusl() {
    assertThat(Tool.exists("musl-gcc")).isTrue();
  }

  @Test
  void threadsOfMuslAreRegisteredHereAndSectionsAreExact() throws IOException {
    assertThat(run(new Inside(12, Inside.Guard.SECTION))).isEqualTo("exact\n");
  }

  @Test
  void andNotWithoutTheKernelsHelp() throws IOException {
    assertThat(run(new Inside(12, Inside.Guard.NONE))).isEqualTo("lost\n");
  }

  /** Linked twice: the code has the addresses of two functions in it. */
  private String run(Inside inside) throws IOException {
    Files.writeString(folder.resolve("program.c"), PROGRAM);
    link(inside, Map.of("pthread_getspecific", 0L, "pthread_setspecific", 0L));
    Map<String, Long> functions = functions();
    link(inside, functions);
    assertThat(functions()).isEqualTo(functions);
    return Tool.run(folder, List.of("./program"));
  }

  private void link(Inside inside, Map<String, Long> functions) throws IOException {
    var area = new ThreadArea.ByKey(functions.get("pthread_getspecific"), KEY);
    CodeImage image = Routine.assemble(Machine.X86_64, area, inside, ADDRESS);
    var registration =
        RegistrationCode.assemble(functions.get("pthread_setspecific"), KEY, AREA_SIZE, RSEQ);
    int behind = image.bytes().length;
    StringBuilder header = new StringBuilder();
    define(header, "ADDRESS", ADDRESS);
    define(header, "KEY", KEY);
    define(header, "ADD", image.entries().get(Routine.ADD));
    define(header, "REGISTER", behind + registration.register());
    define(header, "UNREGISTER", behind + registration.unregister());
    header.append("static const unsigned char CODE[] = {");
    for (byte[] bytes : List.of(image.bytes(), registration.bytes())) {
      for (byte b : bytes) {
        header.append(b & 0xff).append(',');
      }
    }
    Files.writeString(folder.resolve("code.h"), header.append("};\n"));
    Tool.run(folder, List.of("musl-gcc", "-O1", "-static", "-o", "program", "program.c"));
  }

  private static void define(StringBuilder header, String name, long value) {
    header.append("#define %s %dL\n".formatted(name, value));
  }

  private Map<String, Long> functions() throws IOException {
    Map<String, Long> found = new TreeMap<>();
    for (String line : Tool.run(folder, List.of("nm", "program")).lines().toList()) {
      String[] parts = line.split(" ");
      if (parts[parts.length - 1].matches("pthread_[gs]etspecific")) {
        found.put(parts[2], Long.parseLong(parts[0], 16));
      }
    }
    return found;
  }
}
