package dev.elfwright.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.elfwright.elf.Elf;
import dev.elfwright.elf.verify.Verifier;
import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The verifier has findings for what can be read, and refuses the rest. */
class VerifierFuzzTest {
  static Stream<byte[]> seeds() {
    return Seeds.files();
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "10s")
  void anyFileIsJudgedOrRefused(byte[] bytes) {
    Explorer.explore(bytes, () -> Verifier.verify(Elf.parse("fuzz", MemorySegment.ofArray(bytes))));
  }
}
