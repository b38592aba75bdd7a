package dev.elfwright.cli.abi;

import dev.elfwright.abi.diff.Change;
import dev.elfwright.abi.diff.Judgement;
import dev.elfwright.abi.diff.Severity;
import dev.elfwright.abi.diff.Verdict;
import dev.elfwright.abi.type.Layout;
import dev.elfwright.report.Block;
import dev.elfwright.report.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Changes as a page: verdicts, changes by severity, old and new layouts side by side. */
final class DiffPage {
  private DiffPage() {}

  static Page of(DiffReport report) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(figures(report));
    report.blindness().forEach(text -> blocks.add(new Block.Notice(text)));
    report.source().ifPresent(text -> blocks.add(new Block.Notice(text)));
    report.judgement().ifPresent(j -> blocks.add(consumers(j)));
    for (Severity severity : Severity.values()) {
      List<Change> changes = report.changes(severity);
      if (!changes.isEmpty()) {
        blocks.add(changes(severity, changes));
      }
    }
    return new Page(
        "ABI of " + report.diff().after().linkName(),
        report.diff().before().file() + " against " + report.diff().after().file(),
        blocks,
        "Made by elfwright abi diff.");
  }

  private static Block figures(DiffReport report) {
    List<Block.Figure> figures = new ArrayList<>();
    for (Severity severity : Severity.values()) {
      figures.add(
          new Block.Figure(
              Integer.toString(report.changes(severity).size()), DiffReport.title(severity), ""));
    }
    report
        .judgement()
        .ifPresent(j ->
            figures.addFirst(
                new Block.Figure(
                    Long.toString(j.verdicts().stream().filter(Verdict::isBroken).count()),
                    "programs broken",
                    "of %d that use the library".formatted(j.verdicts().size()))));
    return new Block.Figures(figures);
  }

  private static Block consumers(Judgement judgement) {
    return Block.Section.of(
        "Programs",
        new Block.Entries(
            judgement.verdicts().stream()
                .map(v ->
                    new Block.Entry(
                        v.consumer().file().toString(),
                        v.isBroken() ? "broken" : "works",
                        v.breaks().stream()
                            .map(b ->
                                b.change().rule().id()
                                    + " "
                                    + b.change().subject()
                                    + ": "
                                    + b.why())
                            .collect(Collectors.joining("; "))))
                .toList()));
  }

  private static Block changes(Severity severity, List<Change> changes) {
    List<Block> blocks = new ArrayList<>();
    Map<Change.Layouts, List<Change>> byLayout = new LinkedHashMap<>();
    List<Block.Entry> others = new ArrayList<>();
    for (Change change : changes) {
      if (change.layouts().isPresent()) {
        byLayout.computeIfAbsent(change.layouts().get(), _ -> new ArrayList<>()).add(change);
      } else {
        others.add(entry(change));
      }
    }
    byLayout.forEach((layouts, ofOne) -> {
      blocks.add(new Block.Entries(ofOne.stream().map(DiffPage::entry).toList()));
      blocks.add(
          new Block.SideBySide(
              "old: " + layouts.before().title(),
              lines(layouts.before()),
              "new: " + layouts.after().title(),
              lines(layouts.after())));
    });
    if (!others.isEmpty()) {
      blocks.add(new Block.Entries(others));
    }
    return new Block.Section(DiffReport.title(severity), blocks);
  }

  private static List<String> lines(Layout layout) {
    return layout.rows().stream()
        .map(r -> "%6s  %s".formatted(r.place(), r.declaration()))
        .toList();
  }

  private static Block.Entry entry(Change change) {
    return new Block.Entry(
        change.subject() + ": " + change.message(), change.rule().id(), change.rule().claim());
  }
}
