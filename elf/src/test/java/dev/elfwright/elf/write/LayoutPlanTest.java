package dev.elfwright.elf.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutPlanTest {
  private static Placement hole(long offset, long size) {
    return new Placement(offset, "hole " + offset, new Content.Hole(size));
  }

  @Test
  void placementsAreSorted() {
    assertThat(LayoutPlan.of(List.of(hole(8, 2), hole(0, 8), hole(8, 0))).placements())
        .containsExactly(hole(0, 8), hole(8, 0), hole(8, 2));
  }

  @Test
  void overlapsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LayoutPlan.of(List.of(hole(7, 2), hole(0, 8))))
        .withMessage("hole 7 at 0x7 overlaps hole 0, which ends at 0x8");
  }

  @Test
  void nothingStandsPastTheEnd() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LayoutPlan(7, List.of(hole(0, 8))))
        .withMessage("hole 0 ends at 0x8, past the file's end at 0x7");
  }

  @Test
  void placesThatNoFileHasAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> hole(-1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> hole(Long.MAX_VALUE, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> hole(0, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> new LayoutPlan(-1, List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Content.FileRange(Path.of("f"), Long.MAX_VALUE, 1));
  }

  @Test
  void aPlanIsPrintedAsATable() {
    Placement range = new Placement(16, "text", new Content.FileRange(Path.of("libm"), 64, 32));
    assertThat(LayoutPlan.of(List.of(hole(0, 16), range)).toString())
        .isEqualTo(
            """
                     0x0         0x10  hole 0  hole
                    0x10         0x20  text  from libm at 0x40
                    0x30               end
            """);
  }
}
