package dev.elfwright.census.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What files that are read at the same time may hold together. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ImagesTest {
  private static final long MIB = 1 << 20;

  @Test
  void memoryThatWasGivenBackIsTheNextFiles() {
    Images images = new Images(10);
    long first;
    try (Images.Image image = images.take(5 * MIB)) {
      first = image.bytes().address();
    }
    try (Images.Image image = images.take(3 * MIB);
        Images.Image other = images.take(3 * MIB)) {
      assertThat(image.bytes().address()).isEqualTo(first);
      assertThat(other.bytes().address()).isNotEqualTo(first);
      assertThat(images.held()).isEqualTo(6 + 4);
    }
    assertThat(images.held()).as("the larger of both").isEqualTo(6);
    images.freeSpare();
    assertThat(images.held()).isZero();
  }

  @Test
  void whatIsKeptStandsInNobodysWay() {
    Images images = new Images(10);
    images.take(5 * MIB).close();
    try (Images.Image larger = images.take(9 * MIB)) {
      assertThat(larger.bytes().byteSize()).isEqualTo(10 * MIB);
      assertThat(images.held()).isEqualTo(10);
    }
  }

  @Test
  void whoFindsNoneWaitsForWhatOthersGiveBack() throws Exception {
    Images images = new Images(10);
    CompletableFuture<Long> waiting;
    try (Images.Image _ = images.take(5 * MIB)) {
      waiting =
          CompletableFuture.supplyAsync(() -> {
            try (Images.Image image = images.take(8 * MIB)) {
              return image.bytes().byteSize();
            }
          });
      TimeUnit.MILLISECONDS.sleep(200);
      assertThat(waiting).isNotDone();
      assertThat(images.held()).isEqualTo(6);
    }
    assertThat(waiting.get()).isEqualTo(9 * MIB);
  }
}
