package dev.elfwright.cli.fat.audit;

import dev.elfwright.fat.audit.Sizes;
import dev.elfwright.report.Block;
import dev.elfwright.report.Unit;
import java.util.ArrayList;
import java.util.List;

/** Sizes on the page. */
final class AuditBlocks {
  private AuditBlocks() {}

  static Block sizes(Sizes sizes) {
    List<Block.Bar> bars = new ArrayList<>();
    bars.add(new Block.Bar("a tree for each", List.of(0.0, 0.0, 0.0, 0.0, (double) sizes.apart())));
    for (Sizes.Aligned aligned : sizes.fat()) {
      bars.add(
          new Block.Bar(
              "one tree, " + aligned.alignment(),
              List.of(
                  (double) sizes.identical(),
                  (double) sizes.besides(),
                  (double) sizes.conflicts(),
                  (double) aligned.bytes(),
                  0.0)));
    }
    return new Block.StackedBars(
        List.of("identical, once", "side by side", "in conflict, one of each", "fat", "separate"),
        bars,
        Unit.BYTES);
  }

  static Block alignments(Sizes sizes) {
    return new Block.Table(
        List.of(
            "slices aligned to", "fat files", "thin ones", "growth", "whole tree", "of separate"),
        sizes.fat().stream()
            .map(a ->
                List.of(
                    a.alignment(),
                    Unit.BYTES.format(a.bytes()),
                    Unit.BYTES.format(sizes.thin()),
                    sizes.thin() == 0
                        ? "0 %"
                        : "%+.1f %%".formatted(100.0 * a.bytes() / sizes.thin() - 100),
                    Unit.BYTES.format(sizes.together(a)),
                    AuditPage.percent(sizes.together(a), sizes.apart())))
            .toList());
  }
}
