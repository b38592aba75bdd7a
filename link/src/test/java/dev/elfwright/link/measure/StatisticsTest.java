package dev.elfwright.link.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  @Test
  void theMedianOfAnEvenNumberIsTheMeanOfTheMiddleTwo() {
    assertThat(Statistics.median(new double[] {9, 1, 4, 2})).isEqualTo(3);
    assertThat(Statistics.median(new double[] {5, 1, 100})).isEqualTo(5);
  }

  @Test
  void theIntervalHoldsTheRatioAndIsTheSameEachTime() {
    double[] a = noisy(300, 17);
    double[] b = noisy(100, 5);
    Ratio ratio = Statistics.ratioOfMedians(a, b, 0.95);
    assertThat(ratio.value()).isCloseTo(3, within(0.1));
    assertThat(ratio.low()).isLessThan(ratio.value());
    assertThat(ratio.high()).isGreaterThan(ratio.value());
    assertThat(ratio.isDifference()).isTrue();
    assertThat(Statistics.ratioOfMedians(a, b, 0.95)).isEqualTo(ratio);
  }

  @Test
  void anIntervalOfLessConfidenceIsNarrower() {
    Ratio wide = Statistics.ratioOfMedians(noisy(300, 17), noisy(100, 5), 0.99);
    Ratio narrow = Statistics.ratioOfMedians(noisy(300, 17), noisy(100, 5), 0.5);
    assertThat(narrow.high() - narrow.low()).isLessThan(wide.high() - wide.low());
  }

  @Test
  void whatSlowsBothOfAPairDoesNotWidenTheInterval() {
    double[] a = noisy(200, 1);
    double[] b = a.clone();
    Arrays.setAll(b, i -> a[i] / 2);
    Ratio ratio = Statistics.ratioOfMedians(a, b, 0.95);
    assertThat(ratio.low()).isCloseTo(2, within(1e-9));
    assertThat(ratio.high()).isCloseTo(2, within(1e-9));
  }

  private static double[] noisy(double center, int step) {
    double[] values = new double[50];
    Arrays.setAll(values, i -> center * (1 + ((i * step) % 13 - 6) / 100.0));
    return values;
  }
}
