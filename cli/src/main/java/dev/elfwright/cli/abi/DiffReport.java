package dev.elfwright.cli.abi;

import dev.elfwright.abi.diff.AbiDiff;
import dev.elfwright.abi.diff.Change;
import dev.elfwright.abi.diff.Judgement;
import dev.elfwright.abi.diff.Severity;
import dev.elfwright.abi.library.Sight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code abi diff} tells.
 *
 * @param suppressed how many changes were left out
 * @param judgement of programs, if some were named
 */
record DiffReport(AbiDiff diff, int suppressed, Optional<Judgement> judgement) {
  /** Of named programs one; without any, whether there may be one. */
  boolean isBreaking() {
    return judgement.map(Judgement::isBreaking).orElse(diff.isBreaking());
  }

  List<Change> changes(Severity severity) {
    return diff.changes().stream().filter(c -> c.severity() == severity).toList();
  }

  /** What could not be seen, in lines; empty when all was. */
  List<String> blindness() {
    List<String> lines = new ArrayList<>();
    if (!diff.sawTypes()) {
      lines.add(
          "not seen, for want of debugging information of the "
              + side()
              + ": types, members, parameters, enumerations"
              + (lacksKernel() ? " (BTF of a module continues its kernel's: --kernel)" : ""));
    }
    addLost("old library", diff.before().sight(), lines);
    addLost("new library", diff.after().sight(), lines);
    return lines;
  }

  private static void addLost(String side, Sight sight, List<String> lines) {
    if (sight.hasTypes() && sight.untyped() > 0) {
      lines.add(
          "not seen: types of %,d of %,d symbols of the %s"
              .formatted(sight.untyped(), sight.typed() + sight.untyped(), side));
    }
    if (!sight.missing().isEmpty()) {
      lines.add("not found for the types of the " + side + ": " + SightText.missing(sight));
    }
  }

  private boolean lacksKernel() {
    return diff.before().sight().debugging() == Sight.Debugging.BTF_WITHOUT_KERNEL
        || diff.after().sight().debugging() == Sight.Debugging.BTF_WITHOUT_KERNEL;
  }

  /** How types were seen that did not come from DWARF; empty when all did. */
  Optional<String> source() {
    boolean isOld = diff.before().sight().debugging() == Sight.Debugging.BTF;
    boolean isNew = diff.after().sight().debugging() == Sight.Debugging.BTF;
    return isOld || isNew
        ? Optional.of(
            "types from BTF"
                + (isOld && isNew ? "" : isOld ? " in the old library" : " in the new library")
                + ": alignment that the source asks for is not seen")
        : Optional.empty();
  }

  private String side() {
    boolean isOldBlind = !diff.before().sight().hasTypes();
    boolean isNewBlind = !diff.after().sight().hasTypes();
    return isOldBlind && isNewBlind ? "libraries" : isOldBlind ? "old library" : "new library";
  }

  /** A severity as a heading. */
  static String title(Severity severity) {
    return switch (severity) {
      case BREAKS -> "breaks programs that use it";
      case BREAKS_SOME -> "breaks some programs";
      case SAFE_EXTENSION -> "safe extension";
      case ADDITION -> "addition";
      case HARMLESS -> "harmless";
    };
  }
}
