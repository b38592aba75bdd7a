package dev.elfwright.livepatch.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.livepatch.LivepatchRefusedException;
import dev.elfwright.livepatch.diff.SourcePair.Compiler;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Damaged objects are compared or refused, and never a defect. */
class HostileObjectTest {
  private static final int ROUNDS = 1500;
  private static final String SOURCE =
      """
      void say(const char *);
      static const int table[] = {1, 2, 3, %d};
      int f(int x) { static int calls; say("hello"); return table[x & 3] + ++calls; }
      int g(int x) { say("world"); return f(x); }
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void damageIsToldInOneLine(Compiler compiler) throws IOException {
    SourcePair pair =
        SourcePair.compile(folder, compiler, SOURCE.formatted(4), SOURCE.formatted(5));
    byte[] original = Files.readAllBytes(pair.original());
    byte[] patched = Files.readAllBytes(pair.patched());
    Random random = new Random(compiler.ordinal());
    int compared = 0;
    int refused = 0;
    for (int i = 0; i < ROUNDS; i++) {
      boolean first = random.nextBoolean();
      byte[] before = first ? damaged(original, random) : original;
      byte[] after = first ? patched : damaged(patched, random);
      try {
        ObjectDiff diff =
            ObjectDiff.between(
                Elf.parse("before", MemorySegment.ofArray(before)),
                Elf.parse("after", MemorySegment.ofArray(after)));
        if (!diff.isEmpty() && diff.refusals().isEmpty()) {
          assertThat(diff.plan("vmlinux").size()).isPositive();
        }
        compared++;
      } catch (ElfFormatException | LivepatchRefusedException e) {
        assertThat(e.getMessage()).doesNotContain("\n");
        refused++;
      }
    }
    assertThat(compared).isGreaterThan(ROUNDS / 10);
    assertThat(refused).isGreaterThan(ROUNDS / 10);
  }

  /** Cut off, or with some bytes changed: mostly in the tables at the end. */
  private static byte[] damaged(byte[] file, Random random) {
    if (random.nextInt(10) == 0) {
      return Arrays.copyOf(file, random.nextInt(file.length));
    }
    byte[] damaged = file.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int from = random.nextInt(3) == 0 ? 0 : file.length / 2;
      damaged[from + random.nextInt(file.length - from)] =
          (byte) (random.nextInt(3) == 0 ? 0xff : random.nextInt());
    }
    return damaged;
  }
}
