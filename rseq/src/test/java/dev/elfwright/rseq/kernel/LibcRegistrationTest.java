package dev.elfwright.rseq.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibcRegistrationTest {
  @ParameterizedTest(name = "__rseq_size {0}, AT_RSEQ_FEATURE_SIZE {1}: {2}")
  @CsvSource({
    "32, 20, 20", // glibc 2.35 to 2.39, Linux before 6.3
    "32, 28, 28", // and since
    "32, 64, 32", // and a kernel with fields behind what glibc registered
    "20, 28, 28", // glibc as Debian 12 has it
    "28, 28, 28", // glibc 2.40
    "33, 40, 33",
    "0, 28, 0" // not registered
  })
  void whatLibcSaysIsUnderstoodForEveryVersion(int size, long kernel, int usable) {
    assertThat(new LibcRegistration(0, size, 0).usable(kernel)).isEqualTo(usable);
  }

  @Test
  void thisLibcHasRegisteredThreads() {
    assertThat(LibcRegistration.find()).hasValueSatisfying(r -> assertThat(r.size()).isPositive());
  }

  @Test
  void theReasonIsThatOfTheCase() {
    var off = Optional.of(new LibcRegistration(0, 0, 0));
    assertThat(LibcRegistration.whyNot(off, Map.of("GLIBC_TUNABLES", "glibc.pthread.rseq=0")))
        .contains("GLIBC_TUNABLES");
    assertThat(LibcRegistration.whyNot(off, Map.of())).contains("a filter forbids it");
    assertThat(LibcRegistration.whyNot(Optional.empty(), Map.of())).contains("2.35");
  }

  @Test
  void anAuxiliaryVectorEndsAtItsEnd() {
    ByteBuffer bytes = ByteBuffer.allocate(6 * 16).order(ByteOrder.nativeOrder());
    bytes.putLong(27).putLong(28).putLong(0).putLong(0).putLong(28).putLong(32);
    AuxVector vector = new AuxVector(bytes.array());
    assertThat(vector.get(AuxVector.RSEQ_FEATURE_SIZE)).hasValue(28);
    assertThat(vector.get(AuxVector.RSEQ_ALIGN)).isEmpty();
    assertThat(new AuxVector(new byte[15]).get(27)).isEmpty();
  }
}
