package dev.elfwright.abi.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * A struct, what later versions add to it, and what comes of it.
 *
 * @param versions the struct, then with what each version adds
 * @param findings what the rules say
 * @param matrices consumers and providers of all versions, in each family that is possible
 * @param proposal a design that is safe
 */
public record ExtensionPlan(
    List<StructLayout> versions,
    List<PlanFinding> findings,
    List<Matrix> matrices,
    Proposal proposal) {
  private static final int MOST_VERSIONS = 16;

  /** Copies the lists. */
  public ExtensionPlan {
    versions = List.copyOf(versions);
    findings = List.copyOf(findings);
    matrices = List.copyOf(matrices);
  }

  /**
   * Checks a plan.
   *
   * @param source the struct as it is
   * @param additions for each later version its fields as C declares them, between semicolons;
   *     {@code @ N} behind one says at which offset it shall be
   * @throws PlanRefusedException when a declaration is not understood, or a name is there already
   */
  public static ExtensionPlan of(StructSource source, List<String> additions) {
    if (additions.size() > MOST_VERSIONS) {
      throw new PlanRefusedException("more than %d versions".formatted(MOST_VERSIONS));
    }
    List<StructLayout> versions = new ArrayList<>(List.of(source.struct()));
    for (String addition : additions) {
      List<Field> fields = StructText.fields(addition, source.others());
      StructLayout before = versions.getLast();
      for (Field f : fields) {
        if (before.fields().stream().anyMatch(b -> b.name().equals(f.name()))) {
          throw new PlanRefusedException("'%s': %s is there already".formatted(addition, f.name()));
        }
      }
      versions.add(before.with(fields));
    }
    List<Matrix> matrices = new ArrayList<>();
    for (Family family : Family.values()) {
      if (isPossible(family, source.struct())) {
        matrices.add(Matrix.of(family, versions));
      }
    }
    return new ExtensionPlan(
        versions, RuleCheck.of(source, versions), matrices, Proposal.of(versions));
  }

  private static boolean isPossible(Family family, StructLayout struct) {
    return switch (family) {
      case SIZE_FIRST -> RuleCheck.hasSizeFirst(struct);
      case RESERVED -> struct.fields().stream().anyMatch(Field::isReserved);
      case KERNEL_COPY, NEGOTIATED, CONSTANTS, OPAQUE, EXPORTED_OBJECT -> true;
    };
  }

  /** Whether nothing breaks in every family, and the plan is safe as it is in the proposed one. */
  public boolean isGood() {
    return proposal.changes().isEmpty()
        && findings.stream().noneMatch(f -> f.severity() == PlanFinding.Severity.BREAKS);
  }
}
