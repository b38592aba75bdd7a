package dev.elfwright.abi.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A design under which no consumer and no provider goes wrong without a word.
 *
 * @param family how the struct grows
 * @param versions the struct, the first version included
 * @param changes what differs from the plan; empty when it is as planned
 */
public record Proposal(Family family, List<StructLayout> versions, List<String> changes) {
  /** Copies the lists. */
  public Proposal {
    versions = List.copyOf(versions);
    changes = List.copyOf(changes);
  }

  /** The last version in C, with the size of each. */
  public String declaration() {
    StructLayout last = versions.getLast();
    StringBuilder out = new StringBuilder("struct %s {%n".formatted(last.name()));
    int version = 0;
    for (Field f : last.fields()) {
      while (version < versions.size() - 1
          && !f.isOpen()
          && f.offset() >= versions.get(version).end()) {
        version++;
      }
      String at = "%d%s".formatted(f.offset(), version > 0 ? ", since version " + version : "");
      out.append("  %-36s /* %s */%n".formatted(f.declaration(), at));
    }
    out.append(
        last.alignment() > natural(last)
            ? "} __attribute__((aligned(%d)));%n".formatted(last.alignment())
            : "};%n".formatted());
    for (int v = 0; v < versions.size(); v++) {
      out.append(
          "#define %s_SIZE_VER%d %d%n"
              .formatted(last.name().toUpperCase(Locale.ROOT), v, versions.get(v).end()));
    }
    return out.toString();
  }

  private static long natural(StructLayout s) {
    return s.fields().stream().mapToLong(Field::alignment).max().orElse(1);
  }

  /** The families that are tried, the simplest for its users first. */
  private static final List<Family> PREFERENCE =
      List.of(
          Family.KERNEL_COPY, Family.NEGOTIATED, Family.CONSTANTS, Family.RESERVED, Family.OPAQUE);

  /** The plan in the first family in which it is safe, else with its places repaired. */
  static Proposal of(List<StructLayout> planned) {
    for (Family family : PREFERENCE.subList(0, PREFERENCE.size() - 1)) {
      if (family != Family.RESERVED && Matrix.of(family, planned).isSafe()) {
        return new Proposal(family, planned, List.of());
      }
    }
    for (Family family : List.of(Family.NEGOTIATED, Family.KERNEL_COPY)) {
      Proposal repaired = repaired(family, planned);
      if (Matrix.of(family, repaired.versions()).isSafe()) {
        return repaired;
      }
    }
    return new Proposal(Family.OPAQUE, planned, List.of("consumers get a pointer and functions"));
  }

  /** The fields of each version, anew behind the one before, out of what would be ambiguous. */
  private static Proposal repaired(Family family, List<StructLayout> planned) {
    StructLayout first = planned.getFirst();
    List<StructLayout> versions = new ArrayList<>(List.of(first));
    List<String> changes = new ArrayList<>();
    for (int v = 1; v < planned.size(); v++) {
      StructLayout before = versions.getLast();
      List<Field> added = new ArrayList<>();
      boolean isFirst = true;
      for (Field f : RuleCheck.added(planned.get(v - 1), planned.get(v))) {
        boolean behind = family == Family.KERNEL_COPY && isFirst && before.end() < before.size();
        long at = behind ? StructLayout.roundUp(before.size(), f.alignment()) : -1;
        if (behind) {
          changes.add("%s moves behind the padding, to %d".formatted(f.name(), at));
        }
        added.add(f.at(at));
        isFirst = false;
      }
      StructLayout after = before.with(added);
      if (family == Family.NEGOTIATED
          && first.size() > first.end()
          && after.end() == first.size()) {
        added.add(new Field("__u8", "__reserved" + v, -1, 1, 1));
        after = before.with(added);
        changes.add(
            "one reserved byte makes version %d %d bytes, for %d was announced by providers that know %d"
                .formatted(v, after.end(), first.size(), first.end()));
      }
      versions.add(after);
    }
    return new Proposal(family, versions, changes);
  }
}
