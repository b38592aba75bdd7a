package dev.elfwright.cli.fat.audit;

import dev.elfwright.fat.audit.AuditReport;
import dev.elfwright.fat.audit.Category;
import dev.elfwright.fat.audit.Draw;
import dev.elfwright.fat.audit.Finding;
import dev.elfwright.fat.audit.PathClass;
import dev.elfwright.fat.audit.PathEntry;
import dev.elfwright.fat.audit.Worth;
import dev.elfwright.report.Block;
import dev.elfwright.report.Page;
import dev.elfwright.report.Unit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An audit as a page. */
public final class AuditPage {
  private static final int MOST_ROWS = 40;

  private AuditPage() {}

  /** The page. */
  public static Page of(AuditReport report) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(figures(report));
    blocks.add(
        Block.Section.of(
            "What becomes of each path", shares(report), areas(report), classes(report)));
    blocks.add(
        Block.Section.of(
            "What one tree takes",
            new Block.Prose(
                "All architectures in one tree, against a tree for each. Fat files differ in the"
                    + " alignment of their slices."),
            AuditBlocks.sizes(report.sizes()),
            AuditBlocks.alignments(report.sizes())));
    if (!report.worth().isEmpty()) {
      blocks.add(
          Block.Section.of(
              "Which binaries are worth fattening",
              new Block.Prose(
                  "Those first whose foreign slices run at once; among them those that most"
                      + " packages need for the bytes they add."),
              worth(report.worth()),
              reasons(report.worth())));
    }
    report.draws().forEach(draw -> blocks.add(draw(draw)));
    for (Category category : Category.values()) {
      List<Finding> findings = report.of(category);
      if (!findings.isEmpty()) {
        blocks.add(findings(category, findings));
      }
    }
    return new Page(
        "%d packages for %s".formatted(report.packages().size(), listed(report.architectures())),
        "What would become of them in one tree for all architectures.",
        blocks,
        "Made by elfwright fat audit.");
  }

  /** a, b and c. */
  private static String listed(List<String> names) {
    return names.size() < 2
        ? String.join("", names)
        : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
  }

  private static Block figures(AuditReport report) {
    Map<PathClass, Integer> classes = report.classes();
    long decisions = report.findings().stream().filter(f -> f.category().needsDecision()).count();
    int same = count(classes, PathClass.IDENTICAL) + count(classes, PathClass.IDENTICAL_BESIDE);
    return new Block.Figures(
        List.of(
            figure(report.paths().size(), "paths", "folders not counted"),
            figure(same, "identical", percent(same, report.paths().size())),
            figure(
                count(classes, PathClass.FAT),
                "have to be fat",
                percent(count(classes, PathClass.FAT), report.paths().size())),
            figure(decisions, "to be decided", "categories D1, D2, L1, S1, V1, C1")));
  }

  private static Block.Figure figure(long value, String label, String detail) {
    return new Block.Figure(Unit.COUNT.format(value), label, detail);
  }

  private static int count(Map<PathClass, Integer> classes, PathClass pathClass) {
    return classes.getOrDefault(pathClass, 0);
  }

  static String percent(long part, long whole) {
    return "%.1f %%".formatted(100.0 * part / Math.max(1, whole));
  }

  /** Few parts, so that colours stay apart. */
  private static Block shares(AuditReport report) {
    Map<PathClass, Integer> c = report.classes();
    List<String> parts =
        List.of(
            "identical",
            "identical but for the triplet",
            "ELF side by side",
            "ELF to be fat",
            "data in conflict",
            "all others");
    int identical = count(c, PathClass.IDENTICAL);
    int beside = count(c, PathClass.IDENTICAL_BESIDE);
    int elf = count(c, PathClass.BESIDE) + count(c, PathClass.LOADER);
    int fat = count(c, PathClass.FAT);
    int data = count(c, PathClass.DATA) + count(c, PathClass.LINK) + count(c, PathClass.GENERATED);
    int others = report.paths().size() - identical - beside - elf - fat - data;
    return new Block.StackedBars(
        parts,
        List.of(
            new Block.Bar(
                "paths",
                List.of(
                    (double) identical,
                    (double) beside,
                    (double) elf,
                    (double) fat,
                    (double) data,
                    (double) others))),
        Unit.COUNT);
  }

  private static Block classes(AuditReport report) {
    Map<PathClass, Long> bytes = new EnumMap<>(PathClass.class);
    report.paths().forEach(p -> bytes.merge(p.pathClass(), p.bytes(), Long::sum));
    List<List<String>> rows = new ArrayList<>();
    report
        .classes()
        .forEach((c, count) -> {
          if (count > 0) {
            rows.add(
                List.of(
                    c.title(),
                    c.category().map(Category::name).orElse(""),
                    Unit.COUNT.format(count),
                    percent(count, report.paths().size()),
                    Unit.BYTES.format(bytes.getOrDefault(c, 0L))));
          }
        });
    return new Block.Table(
        List.of("class", "category", "paths", "share", "bytes, all architectures"), rows);
  }

  private static Block areas(AuditReport report) {
    Map<PathClass, Map<String, Long>> bytes = new EnumMap<>(PathClass.class);
    for (PathEntry path : report.paths()) {
      bytes
          .computeIfAbsent(path.pathClass(), c -> new TreeMap<>())
          .merge(path.packageName(), path.bytes(), Long::sum);
    }
    List<Block.Area> classes = new ArrayList<>();
    bytes.forEach((pathClass, packages) -> {
      List<Block.Area> parts =
          packages.entrySet().stream()
              .map(e -> new Block.Area(e.getKey(), e.getValue(), List.of()))
              .toList();
      classes.add(area(pathClass.title(), parts));
    });
    return new Block.TreeMap(area("all files", classes), Unit.BYTES);
  }

  private static Block.Area area(String name, List<Block.Area> parts) {
    return new Block.Area(name, parts.stream().mapToDouble(Block.Area::value).sum(), parts);
  }

  private static Block worth(List<Worth> worth) {
    return new Block.Table(
        List.of("package", "binaries", "more bytes", "needed by", "when"),
        worth.stream()
            .limit(MOST_ROWS)
            .map(w ->
                List.of(
                    w.packageName(),
                    Unit.COUNT.format(w.binaries().size()),
                    Unit.BYTES.format(w.extraBytes()),
                    Unit.COUNT.format(w.dependents()),
                    w.verdict().words()))
            .toList());
  }

  private static Block reasons(List<Worth> worth) {
    Map<String, List<String>> byReason = new LinkedHashMap<>();
    worth.stream()
        .limit(MOST_ROWS)
        .forEach(w ->
            byReason
                .computeIfAbsent(w.verdict().words() + ": " + w.reason(), r -> new ArrayList<>())
                .add(w.packageName()));
    return new Block.Entries(
        byReason.entrySet().stream()
            .map(e -> new Block.Entry(e.getKey(), "", String.join(", ", e.getValue())))
            .toList());
  }

  private static Block draw(Draw draw) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Prose(
            "%s of the %s packages that hold something for an architecture are taken as fat, at"
                    .formatted(Unit.COUNT.format(draw.fat()), Unit.COUNT.format(draw.packages()))
                + " random with seed %d.".formatted(draw.seed())));
    if (draw.fat() > 0) {
      blocks.add(
          new Block.StackedBars(
              List.of("run", "do not"),
              List.of(
                  bar("from fat files alone", draw.alone(), draw.fat()),
                  bar("with thin ones beside", draw.beside(), draw.fat())),
              Unit.COUNT));
      blocks.add(
          new Block.Table(
              List.of("thin package that stops others", "fat packages stopped", "share"),
              draw.missing().stream()
                  .map(m ->
                      List.of(
                          m.name(), Unit.COUNT.format(m.stops()), percent(m.stops(), draw.fat())))
                  .toList()));
    }
    return new Block.Section(
        "%.0f %% fat at random: which run their %s slice"
            .formatted(100 * draw.share(), draw.architecture()),
        blocks);
  }

  private static Block.Bar bar(String name, int run, int all) {
    return new Block.Bar(name, List.of((double) run, (double) all - run));
  }

  private static Block findings(Category category, List<Finding> findings) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Prose(category.explanation()));
    blocks.add(
        new Block.Entries(
            findings.stream()
                .limit(MOST_ROWS)
                .map(f -> new Block.Entry(f.path(), f.packageName(), f.evidence()))
                .toList()));
    if (findings.size() > MOST_ROWS) {
      blocks.add(
          new Block.Prose(
              "And %s more; --json has all."
                  .formatted(Unit.COUNT.format(findings.size() - MOST_ROWS))));
    }
    return new Block.Section(
        "%s: %s, %s".formatted(category, category.title(), Unit.COUNT.format(findings.size())),
        blocks);
  }
}
