package dev.elfwright.cli.measure;

import dev.elfwright.link.measure.Comparison;
import dev.elfwright.link.measure.Side;
import dev.elfwright.report.Block;
import dev.elfwright.report.Page;
import dev.elfwright.report.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The page about two programs. */
public final class ComparisonPage {
  private ComparisonPage() {}

  /**
   * Lays the page out.
   *
   * @param reproduce the command that measures the same again
   */
  public static Page of(Comparison c, String reproduce) {
    Names names = Names.of(c);
    Map<String, Side> sides = new LinkedHashMap<>();
    sides.put(names.a(), c.a());
    sides.put(names.b(), c.b());
    List<Block> blocks = new ArrayList<>();
    c.warnings().forEach(w -> blocks.add(new Block.Notice(w)));
    blocks.add(ComparisonBlocks.figures(c));
    if (sides.values().stream().allMatch(s -> s.timeLine().isPresent())) {
      blocks.add(Block.Section.of("From exec to exit", ComparisonBlocks.timeLines(sides)));
    }
    blocks.add(Block.Section.of("Every run", ComparisonBlocks.runs(sides)));
    blocks.add(Block.Section.of("In numbers", ComparisonBlocks.numbers(c, names)));
    blocks.add(
        Block.Section.of(
            "How this was measured",
            ComparisonBlocks.method(),
            ComparisonBlocks.machine(c),
            new Block.Code(reproduce)));
    return new Page(
        "%s: %s → %s"
            .formatted(
                names.b(),
                Unit.DURATION.format(c.a().medianNanos()),
                Unit.DURATION.format(c.b().medianNanos())),
        sides.values().stream()
            .map(s -> s.launch().commandLine())
            .collect(Collectors.joining(" against ")),
        blocks,
        "Made by elfwright link measure.");
  }
}
