package dev.elfwright.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitTest {
  @ParameterizedTest
  @CsvSource({
    "DURATION, 0, 0",
    "DURATION, 999, 999 ns",
    "DURATION, 420000, 420 µs",
    "DURATION, 999600, 1.00 ms",
    "DURATION, 57800000, 57.8 ms",
    "DURATION, 1.5e9, 1.50 s",
    "COUNT, 1161, 1\u202f161",
    "BYTES, 512, 512 B",
    "BYTES, 9584640, 9.14 MiB",
    "BYTES, 12489000000, 11.6 GiB",
    "BYTES, 3e15, 2728 TiB",
    "TIMES, 6.283, 6.28×",
  })
  void aValueHasThreeDigitsAndItsUnit(Unit unit, double value, String expected) {
    assertThat(unit.format(value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"20e6, 20 ms", "2.5e6, 2.5 ms", "0, 0", "200e6, 200 ms", "250e3, 250 µs"})
  void aTickHasNoNeedlessZeros(double nanos, String expected) {
    assertThat(Unit.DURATION.tick(nanos)).isEqualTo(expected);
  }
}
