package dev.elfwright.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.elfwright.elf.Elf;
import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Every part of a model, by every public question. */
class ReaderFuzzTest {
  static Stream<byte[]> seeds() {
    return Seeds.files();
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "10s")
  void anyFileIsReadOrRefused(byte[] bytes) {
    Explorer.explore(bytes, () -> Elf.parse("fuzz", MemorySegment.ofArray(bytes)));
  }
}
