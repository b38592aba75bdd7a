package dev.elfwright.abi.plan;

import dev.elfwright.abi.plan.PlanFinding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Holds the versions of a struct against the rules, each against the one before. */
final class RuleCheck {
  /** What two registers hold on x86-64, AArch64 and RV64. */
  private static final long IN_REGISTERS = 16;

  private final List<PlanFinding> found = new ArrayList<>();
  private final StructSource source;
  private final StructLayout first;

  private RuleCheck(StructSource source) {
    this.source = source;
    this.first = source.struct();
  }

  static List<PlanFinding> of(StructSource source, List<StructLayout> versions) {
    RuleCheck check = new RuleCheck(source);
    check.whole();
    for (int v = 1; v < versions.size(); v++) {
      check.version(v, versions.get(v - 1), versions.get(v));
    }
    return List.copyOf(check.found);
  }

  private void add(
      ExtensionRule rule, Severity severity, int version, String message, Object... arguments) {
    found.add(new PlanFinding(rule, severity, version, message.formatted(arguments)));
  }

  private void whole() {
    for (String container : source.containers()) {
      add(
          ExtensionRule.EMBED,
          Severity.BREAKS,
          1,
          "struct %s contains it by value: its fields behind would move",
          container);
    }
    first.fields().stream()
        .filter(f -> f.isOpen() && !f.name().toLowerCase(Locale.ROOT).contains("end"))
        .forEach(f ->
            add(
                ExtensionRule.END_MARKER,
                Severity.BREAKS,
                1,
                "%s has no length: data of consumers begins at %d, where new fields would come",
                f.name(),
                f.offset()));
    if (!hasSizeFirst(first)) {
      add(
          ExtensionRule.SIZE_FIRST,
          Severity.DEPENDS,
          1,
          "the first field, %s, is no size or version: family V is not possible",
          first.fields().isEmpty() ? "none" : first.fields().getFirst().name());
    }
  }

  static boolean hasSizeFirst(StructLayout struct) {
    return !struct.fields().isEmpty()
        && struct
            .fields()
            .getFirst()
            .name()
            .toLowerCase(Locale.ROOT)
            .matches(".*(size|len|version).*");
  }

  static List<Field> added(StructLayout before, StructLayout after) {
    return after.fields().stream()
        .filter(
            f -> !f.isOpen() && before.fields().stream().noneMatch(b -> b.name().equals(f.name())))
        .toList();
  }

  private void version(int v, StructLayout before, StructLayout after) {
    List<Field> added = added(before, after);
    for (Field f : added) {
      place(v, f, before);
    }
    if (after.alignment() > before.alignment()) {
      add(
          ExtensionRule.ALIGN_STABLE,
          Severity.BREAKS,
          v,
          "the alignment becomes %d, and memory that exists is aligned to %d",
          after.alignment(),
          before.alignment());
    }
    if (first.size() > first.end() && after.end() == first.size()) {
      add(
          ExtensionRule.SIZE_BOUNDARY,
          Severity.DEPENDS,
          v,
          "its %d bytes are the sizeof of the first version: a provider that announces %d may know"
              + " only %d",
          after.end(),
          first.size(),
          first.end());
    }
    if (before.size() <= IN_REGISTERS && after.size() > IN_REGISTERS) {
      add(
          ExtensionRule.BYVALUE_CLASS,
          Severity.DEPENDS,
          v,
          "with %d bytes it is no longer passed by value in registers",
          after.size());
    }
    String names =
        added.stream()
            .filter(f -> !f.isReserved())
            .map(Field::name)
            .collect(Collectors.joining(", "));
    if (!names.isEmpty()) {
      add(
          ExtensionRule.ZERO_IS_NOOP,
          Severity.DUTY,
          v,
          "zero in %s means what its absence meant",
          names);
      add(ExtensionRule.AUXV_GUARD, Severity.DUTY, v, "%s", guards(added));
    }
  }

  private String guards(List<Field> added) {
    String guards =
        added.stream()
            .filter(f -> !f.isReserved())
            .map(f -> "%s is read only where the size is at least %d".formatted(f.name(), f.end()))
            .collect(Collectors.joining("; "));
    return first.size() > first.end()
        ? guards + ", and %d counts as %d".formatted(first.size(), first.end())
        : guards;
  }

  private void place(int v, Field f, StructLayout before) {
    List<Field> under =
        before.fields().stream().filter(b -> b.offset() < f.end() && f.offset() < b.end()).toList();
    if (!under.isEmpty() && under.stream().allMatch(Field::isReserved)) {
      if (f.offset() < under.getFirst().offset() || f.end() > under.getLast().end()) {
        add(
            ExtensionRule.RESERVED_SPLIT,
            Severity.BREAKS,
            v,
            "%s reaches beyond %s",
            f.name(),
            under.getLast().name());
      } else {
        add(
            ExtensionRule.RESERVED_SPLIT,
            Severity.DUTY,
            v,
            "%s takes bytes %d to %d of %s: every consumer has cleared them, and every provider"
                + " refuses others",
            f.name(),
            f.offset(),
            f.end() - 1,
            under.getFirst().name());
      }
    } else if (f.offset() < before.end()) {
      add(
          ExtensionRule.APPEND_ONLY,
          Severity.BREAKS,
          v,
          "%s at %d lies %s",
          f.name(),
          f.offset(),
          under.isEmpty() ? "before the end of other fields" : "over " + under.getFirst().name());
    } else if (f.offset() < before.size()) {
      add(
          ExtensionRule.TAIL_NO_PADDING_REUSE,
          Severity.DEPENDS,
          v,
          "%s at %d lies in what was padding: sizeof was %d already, so a size of %d does not tell"
              + " of it",
          f.name(),
          f.offset(),
          before.size(),
          before.size());
    }
  }
}
