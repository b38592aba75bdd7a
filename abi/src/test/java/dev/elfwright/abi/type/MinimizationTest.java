package dev.elfwright.abi.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which nodes of a graph are equal. */
class MinimizationTest {
  @Test
  void circlesOfOneShapeAreEqualHoweverLongTheyAre() {
    // A node that points to itself, and two that point to each other.
    int[] classes =
        new Minimization(new int[] {7, 7, 7}, new int[] {0, 1, 2, 3}, new int[] {0, 2, 1})
            .classes();
    assertThat(classes).containsExactly(0, 0, 0);
  }

  @Test
  void whatDiffersBehindAReferenceDiffers() {
    int[] shapes = {1, 1, 2, 3};
    int[] classes = new Minimization(shapes, new int[] {0, 1, 2, 2, 2}, new int[] {2, 3}).classes();
    assertThat(classes).containsExactly(0, 1, 2, 3);
  }

  @Test
  void chainsWithoutMeasureAreGivenUp() {
    int length = 100_000;
    int[] starts = IntStream.rangeClosed(0, length).map(i -> Math.min(i, length - 1)).toArray();
    int[] next = IntStream.range(1, length).toArray();
    assertThat(new Minimization(new int[length], starts, next).classes()).isEmpty();
  }
}
