package dev.elfwright.livepatch.diff;

import dev.elfwright.livepatch.object.ObjectSymbol;
import dev.elfwright.livepatch.object.Piece;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Shows that no function meets another body than the one that it was compiled with. A compiler sees
 * a whole file, so what it concludes from bodies (which parameters are needed, whether a function
 * returns, whether it has effects, which registers it leaves alone) is in the code of all functions
 * of both objects. A caller that is the same in both is right with the old body and with the new
 * one, and one that is not is replaced. What is left is to be looked at here: callers that the
 * patch removes from the source while the kernel goes on running them, and those whose changes the
 * author leaves out.
 */
final class StayingCallers {
  private final ObjectPair pair;
  private final Selection selection;
  private final Callers before;
  private final List<String> refusals = new ArrayList<>();

  private StayingCallers(ObjectPair pair, Selection selection) {
    this.pair = pair;
    this.selection = selection;
    this.before = new Callers(pair.original());
    for (Piece p : pair.patched().pieces()) {
      Piece old = pair.before(p);
      if (p.kind() == Piece.Kind.FUNCTION && old != null && pair.difference(p) != null) {
        if (selection.contains(p)) {
          olderCallers(p, old);
        } else if (pair.isLeftOut(p)) {
          newerCallers(p, old);
        }
      }
    }
  }

  static List<String> find(ObjectPair pair, Selection selection) {
    return new StayingCallers(pair, selection).refusals;
  }

  /** A caller of the running kernel, compiled with the old body, is given the new one. */
  private void olderCallers(Piece function, Piece old) {
    String broken =
        MachineBody.of(pair.original(), old).broken(MachineBody.of(pair.patched(), function));
    if (broken.isEmpty()) {
      return;
    }
    for (Piece caller : before.of(old)) {
      Piece twin = pair.twins().inPatched(caller);
      boolean isLeftOut = twin != null && pair.isLeftOut(twin) && pair.difference(twin) != null;
      if (isLeftOut || twin == null && runs(caller, new HashSet<>())) {
        refusals.add(
            "function %s has changed, and %s, which %s, was compiled with the old one: %s"
                .formatted(
                    function,
                    caller,
                    isLeftOut
                        ? "the author leaves as it was"
                        : "the patch removes and the kernel may still run",
                    broken));
        return;
      }
    }
  }

  /** A function of the patch, compiled with a body that the author leaves out, is given the old. */
  private void newerCallers(Piece function, Piece old) {
    String broken =
        MachineBody.of(pair.patched(), function).broken(MachineBody.of(pair.original(), old));
    if (broken.isEmpty()) {
      return;
    }
    selection.callers().of(function).stream()
        .filter(selection::contains)
        .findFirst()
        .ifPresent(caller ->
            refusals.add(
                "the author leaves %s as it was, and %s was compiled with the new one: %s"
                    .formatted(function, caller, broken)));
  }

  /**
   * Whether the kernel may still run a function that the patched source does not have: who could
   * get there is no longer there either, or has been replaced.
   */
  private boolean runs(Piece removed, Set<Piece> asked) {
    ObjectSymbol symbol = removed.symbol();
    if (symbol == null || !symbol.isLocal() || before.keeper(removed) != null) {
      return true;
    }
    asked.add(removed);
    for (Piece caller : before.of(removed)) {
      Piece twin = pair.twins().inPatched(caller);
      boolean gone =
          asked.contains(caller)
              || (twin == null ? !runs(caller, asked) : selection.contains(twin));
      if (!gone) {
        return true;
      }
    }
    return false;
  }
}
