package dev.elfwright.cli.abi;

import dev.elfwright.abi.consumer.ConsumerSearch;
import dev.elfwright.abi.diff.Change;
import dev.elfwright.abi.diff.Judgement;
import dev.elfwright.abi.diff.Severity;
import dev.elfwright.abi.diff.Verdict;
import dev.elfwright.abi.library.Sight;
import dev.elfwright.abi.type.Layout;
import java.util.List;
import java.util.Optional;

/** How {@code abi diff --json} shows changes. */
record DiffJson(
    String before,
    String after,
    Sight beforeSight,
    Sight afterSight,
    boolean breaking,
    List<ChangeEntry> changes,
    int suppressed,
    Optional<ConsumersEntry> consumers) {

  record ChangeEntry(
      String rule,
      Severity severity,
      String subject,
      String message,
      String claim,
      List<String> symbols,
      Optional<Layout> before,
      Optional<Layout> after) {
    static ChangeEntry of(Change c) {
      return new ChangeEntry(
          c.rule().id(),
          c.severity(),
          c.subject(),
          c.message(),
          c.rule().claim(),
          c.symbols().stream().sorted().toList(),
          c.layouts().map(Change.Layouts::before),
          c.layouts().map(Change.Layouts::after));
    }
  }

  record ConsumersEntry(
      int searched,
      List<ConsumerEntry> consumers,
      List<ConsumerSearch.Elsewhere> elsewhere,
      List<String> unreadable) {
    static ConsumersEntry of(Judgement judgement) {
      return new ConsumersEntry(
          judgement.searched(),
          judgement.verdicts().stream().map(ConsumerEntry::of).toList(),
          judgement.elsewhere(),
          judgement.unreadable());
    }
  }

  record ConsumerEntry(String file, boolean broken, boolean sawTypes, List<BreakEntry> breaks) {
    static ConsumerEntry of(Verdict verdict) {
      return new ConsumerEntry(
          verdict.consumer().file().toString(),
          verdict.isBroken(),
          verdict.consumer().types().isPresent(),
          verdict.breaks().stream()
              .map(b -> new BreakEntry(b.change().rule().id(), b.change().subject(), b.why()))
              .toList());
    }
  }

  record BreakEntry(String rule, String subject, String why) {}

  static DiffJson of(DiffReport report) {
    return new DiffJson(
        report.diff().before().file(),
        report.diff().after().file(),
        report.diff().before().sight(),
        report.diff().after().sight(),
        report.isBreaking(),
        report.diff().changes().stream().map(ChangeEntry::of).toList(),
        report.suppressed(),
        report.judgement().map(ConsumersEntry::of));
  }
}
