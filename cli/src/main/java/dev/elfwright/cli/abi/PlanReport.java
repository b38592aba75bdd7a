package dev.elfwright.cli.abi;

import dev.elfwright.abi.plan.Cell;
import dev.elfwright.abi.plan.ExtensionPlan;
import dev.elfwright.abi.plan.Family;
import dev.elfwright.abi.plan.Field;
import dev.elfwright.abi.plan.Matrix;
import dev.elfwright.abi.plan.PlanFinding;
import dev.elfwright.abi.plan.StructLayout;
import java.util.List;

/** {@code abi plan --json}. */
record PlanReport(
    boolean good,
    List<Version> versions,
    List<Finding> findings,
    List<MatrixEntry> matrices,
    Design proposal) {

  /** A version; sizes in bytes. */
  record Version(long size, long end, long alignment, List<FieldEntry> fields) {
    static Version of(StructLayout s) {
      return new Version(
          s.size(), s.end(), s.alignment(), s.fields().stream().map(FieldEntry::of).toList());
    }
  }

  /** A field. */
  record FieldEntry(String type, String name, long offset, long size) {
    static FieldEntry of(Field f) {
      return new FieldEntry(f.type(), f.name(), f.offset(), f.size());
    }
  }

  /** What a rule says. */
  record Finding(String rule, PlanFinding.Severity severity, int version, String message) {}

  /** A family and all pairs. */
  record MatrixEntry(String family, Family name, boolean safe, List<Cell> cells) {}

  /** The proposed design. */
  record Design(
      String family,
      Family name,
      List<String> changes,
      List<Version> versions,
      String declaration) {}

  static PlanReport of(ExtensionPlan plan) {
    return new PlanReport(
        plan.isGood(),
        plan.versions().stream().map(Version::of).toList(),
        plan.findings().stream()
            .map(f -> new Finding(f.rule().id(), f.severity(), f.version(), f.message()))
            .toList(),
        plan.matrices().stream().map(PlanReport::matrix).toList(),
        new Design(
            plan.proposal().family().letter(),
            plan.proposal().family(),
            plan.proposal().changes(),
            plan.proposal().versions().stream().map(Version::of).toList(),
            plan.proposal().declaration()));
  }

  private static MatrixEntry matrix(Matrix m) {
    return new MatrixEntry(m.family().letter(), m.family(), m.isSafe(), m.cells());
  }
}
