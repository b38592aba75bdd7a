package dev.elfwright.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.elfwright.report.Squares.Rectangle;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TreeMapTest {
  private static final Rectangle WHOLE = new Rectangle(10, 20, 600, 400);

  /** The example of the paper that describes the method: its figure 4 ends with these areas. */
  @Test
  void areasAreInProportionAndNearlySquare() {
    List<Double> values = List.of(6.0, 6.0, 4.0, 3.0, 2.0, 2.0, 1.0);
    List<Rectangle> places = Squares.of(values, new Rectangle(0, 0, 6, 4));
    for (int i = 0; i < values.size(); i++) {
      assertThat(places.get(i).area()).isCloseTo(values.get(i), within(1e-9));
    }
    assertThat(places.get(0)).isEqualTo(new Rectangle(0, 0, 3, 2));
    assertThat(places.get(1)).isEqualTo(new Rectangle(0, 2, 3, 2));
  }

  @Test
  void areasFillTheRoomAndDoNotOverlap() {
    List<Double> values =
        new Random(1).doubles(300, 0.1, 90).boxed().sorted((a, b) -> Double.compare(b, a)).toList();
    List<Rectangle> places = Squares.of(values, WHOLE);
    assertThat(places.stream().mapToDouble(Rectangle::area).sum())
        .isCloseTo(WHOLE.area(), within(1e-6));
    for (Rectangle a : places) {
      assertThat(a.x()).isGreaterThan(9.999);
      assertThat(a.x() + a.width()).isLessThan(610.001);
      assertThat(a.y() + a.height()).isLessThan(420.001);
      assertThat(places.stream().filter(b -> b != a && overlap(a, b))).isEmpty();
    }
  }

  private static boolean overlap(Rectangle a, Rectangle b) {
    return a.x() + a.width() > b.x() + 1e-6
        && b.x() + b.width() > a.x() + 1e-6
        && a.y() + a.height() > b.y() + 1e-6
        && b.y() + b.height() > a.y() + 1e-6;
  }

  @Test
  void whatIsTooSmallToSeeIsDrawnAsOne() {
    List<Block.Area> parts =
        new java.util.ArrayList<>(List.of(new Block.Area("large", 999_000, List.of())));
    for (int i = 0; i < 1000; i++) {
      parts.add(new Block.Area("tiny" + i, 1, List.of()));
    }
    String html = page(new Block.Area("all", 1_000_000, parts));
    assertThat(html).contains("<title>1000 more: 1").contains("<title>large: ");
    assertThat(Pattern.compile("<rect").matcher(html).results().count()).isEqualTo(2);
  }

  @Test
  void nothingAtAllIsAnEmptyMap() {
    assertThat(page(new Block.Area("nothing", 0, List.of()))).doesNotContain("<rect", "NaN");
  }

  private static String page(Block.Area root) {
    return new Page("", "", List.of(new Block.TreeMap(root, Unit.COUNT)), "").toHtml();
  }
}
