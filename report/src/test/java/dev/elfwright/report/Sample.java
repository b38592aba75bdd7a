package dev.elfwright.report;

import java.util.ArrayList;
import java.util.List;

/** A page that has one of everything. */
final class Sample {
  private Sample() {}

  static Page page() {
    return new Page(
        "ffmpeg: 57.8 ms → 9.2 ms",
        "/usr/bin/ffmpeg -version & a <fused> \"copy\"",
        List.of(
            new Block.Notice("B started the original, so this shows nothing."),
            new Block.Figures(
                List.of(
                    new Block.Figure("6.28×", "times as fast", "6.10 to 6.41 (95 %)"),
                    new Block.Figure("9.2 ms", "wall time, median", "was 57.8 ms"),
                    new Block.Figure("1 161", "page faults", "was 3 462"),
                    new Block.Figure("214", "system calls", "was 2 195"))),
            Block.Section.of("From exec to exit", bars()),
            Block.Section.of("Every run", strip()),
            Block.Section.of("What takes the space", map()),
            Block.Section.of(
                "In numbers",
                new Block.Prose("A sentence about them."),
                new Block.Table(
                    List.of("", "original", "fused", "ratio"),
                    List.of(
                        List.of("wall time, median", "57.8 ms", "9.20 ms", "6.28×"),
                        List.of("page faults", "3 462", "1 161", "2.98×"))),
                new Block.Entries(
                    List.of(
                        new Block.Entry(
                            "/usr/lib/" + "long".repeat(40), "ffmpeg", "needs <libelf>"),
                        new Block.Entry("/bin/mount", "", "mode 4755"))),
                new Block.Code("elfwright link measure /usr/bin/ffmpeg /tmp/ffmpeg -- -version")),
            Block.Section.of("What needs what", graph()),
            Block.Section.of("To ask", form(), facts(), listing())),
        "Made by a test.",
        List.of(new Block.Link("first", "/"), new Block.Link("<second>", "/second?a=1&b=\"")));
  }

  private static Block.TreeMap map() {
    Block.Area text =
        new Block.Area(
            ".text <code>",
            7e5,
            List.of(
                new Block.Area("main", 4e5, List.of()), new Block.Area("rest", 3e5, List.of())));
    Block.Area code = new Block.Area("LOAD r-x", 7e5, List.of(text));
    Block.Area data = new Block.Area("LOAD rw-", 3e5, List.of());
    return new Block.TreeMap(new Block.Area("file", 1e6, List.of(code, data)), Unit.BYTES);
  }

  private static Block.Graph graph() {
    List<Block.Node> nodes = new ArrayList<>();
    nodes.add(new Block.Node(new Block.Link("<main>", "/main"), 0, Block.Weight.SUBJECT));
    for (int i = 1; i <= 8; i++) {
      nodes.add(
          new Block.Node(
              Block.Link.none("lib" + "x".repeat(i * 4)),
              1 + i / 4,
              i == 8 ? Block.Weight.ABSENT : Block.Weight.PLAIN));
    }
    return new Block.Graph(
        nodes,
        List.of(
            new Block.Edge(0, 1),
            new Block.Edge(0, 2),
            new Block.Edge(1, 7),
            new Block.Edge(2, 8),
            new Block.Edge(7, 0),
            new Block.Edge(4, 5)));
  }

  private static Block.Form form() {
    return new Block.Form(
        "/ask", List.of(new Block.Field("symbol", "its name", "\"<x>", "malloc")), "Ask");
  }

  private static Block.Facts facts() {
    return new Block.Facts(
        List.of(
            new Block.Fact("soname", Block.Link.none("libx.so.1"), "DT_SONAME"),
            new Block.Fact("package", new Block.Link("x".repeat(60), "/package"), "")));
  }

  private static Block.Listing listing() {
    return new Block.Listing(
        List.of("path", "size"),
        List.of(Block.Column.WORDS, Block.Column.NUMBERS),
        List.of(
            List.of(new Block.Link("/bin/\u202egpj.<i>", "/file?a&b"), Block.Link.none("4 711"))));
  }

  private static Block.StackedBars bars() {
    return new Block.StackedBars(
        List.of("kernel", "mapping", "relocation", "guard", "constructors", "main", "exit", "end"),
        List.of(
            new Block.Bar("original", List.of(2e5, 9e6, 38e6, 0.0, 5e6, 1e6, 2e6, 2.6e6)),
            new Block.Bar("fused", List.of(2e5, 3e5, 1e6, 1e5, 4e6, 1e6, 1.5e6, 1e6))),
        Unit.DURATION);
  }

  private static Block.Strip strip() {
    List<Double> slow = new ArrayList<>();
    List<Double> fast = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      slow.add(55e6 + i * 37 % 50 * 1.4e5);
      fast.add(9e6 + i * 31 % 50 * 0.3e5);
    }
    return new Block.Strip(
        List.of(new Block.Samples("original", slow), new Block.Samples("fused", fast)),
        Unit.DURATION);
  }
}
