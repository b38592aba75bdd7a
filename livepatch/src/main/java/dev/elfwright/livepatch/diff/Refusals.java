package dev.elfwright.livepatch.diff;

import dev.elfwright.livepatch.object.ObjectSymbol;
import dev.elfwright.livepatch.object.Piece;
import dev.elfwright.livepatch.object.Processor;
import dev.elfwright.livepatch.object.Relocations;
import dev.elfwright.livepatch.special.Policy;
import dev.elfwright.livepatch.special.SpecialSection;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Finds the changes that no patch can carry into a running kernel, and says why. */
final class Refusals {
  private final ObjectPair pair;
  private final Selection selection;
  private final List<String> all = new ArrayList<>();

  private Refusals(ObjectPair pair, Selection selection) {
    this.pair = pair;
    this.selection = selection;
    pair.patched().pieces().stream().filter(p -> !pair.isLeftOut(p)).forEach(this::check);
  }

  static List<String> find(ObjectPair pair, Selection selection) {
    return new Refusals(pair, selection).all;
  }

  private void check(Piece piece) {
    SpecialSection special = piece.section().special();
    if (piece.isNamed() && pair.before(piece) == null) {
      checkNew(piece);
    } else if (piece.isNamed() && pair.difference(piece) != null) {
      checkChanged(piece, Objects.requireNonNull(pair.difference(piece)));
    }
    if (piece.section().isUnknown()) {
      checkTable(piece, "is in no table of special sections: what depends on it is not known");
    } else if (special != null && special.policy() == Policy.FILLED) {
      checkTable(piece, "is one of the " + special.meaning());
    }
    if (selection.contains(piece)) {
      checkCarried(piece);
    }
  }

  private void checkNew(Piece piece) {
    SpecialSection special = piece.section().special();
    if (special != null && special.policy() == Policy.STAYS) {
      all.add(
          "%s is new in %s: %s cannot be added to a running kernel"
              .formatted(piece, piece.section(), special.meaning()));
    }
  }

  private void checkChanged(Piece piece, Difference difference) {
    String why = pair.reasons().of(piece, difference);
    SpecialSection special = piece.section().special();
    if (special != null && special.policy() == Policy.INITIAL) {
      all.add("%s has changed (%s): it is %s".formatted(piece, why, special.meaning()));
    } else if (special != null && special.policy() == Policy.STAYS) {
      all.add(
          "%s in %s has changed (%s): it is one of the %s"
              .formatted(piece, piece.section(), why, special.meaning()));
    } else {
      switch (piece.kind()) {
        case FUNCTION -> {
          // Asked below, with those that are replaced for its sake.
        }
        case VARIABLE ->
            all.add(
                "variable %s has changed (%s): the running kernel keeps its own, with its value"
                    .formatted(piece, why));
        case CONSTANT -> checkConstant(piece, why);
        case CONTENT, ENTRY -> {}
      }
    }
  }

  private void checkFunction(Piece piece) {
    if (selection.isReplacedThroughCallers(piece)) {
      checkCallers(piece);
    }
    if (piece.section().isGrouped()) {
      all.add(
          ("function %s has changed, and is in a section group, of which another file's copy may be"
                  + " in use")
              .formatted(piece));
    }
  }

  /** All that go to a function without a call of the tracer have to be known, and replaced. */
  private void checkCallers(Piece piece) {
    Piece before = Objects.requireNonNull(pair.before(piece));
    Piece keeper = selection.callers().keeper(piece);
    if (keeper == null) {
      keeper = new Callers(pair.original()).keeper(before);
    }
    ObjectSymbol symbol = Objects.requireNonNull(before.symbol());
    String why =
        !symbol.isLocal()
            ? "other files may call it"
            : keeper != null
                ? keeper + " keeps its address"
                : selection.callers().of(piece).isEmpty()
                    ? "nothing that could be replaced calls it"
                    : "";
    if (!why.isEmpty()) {
      all.add(
          ("function %s has changed (%s), and the tracer cannot take it over: it has no call of the"
                  + " tracer at its start (notrace, or in a folder compiled without); and %s")
              .formatted(piece, selection.included().get(piece), why));
    }
  }

  private void checkConstant(Piece piece, String why) {
    ObjectSymbol symbol = piece.symbol();
    if (symbol != null && !symbol.isLocal()) {
      all.add(
          "constant %s has changed (%s): other files use the running kernel's"
              .formatted(piece, why));
    }
  }

  /** What nobody can make for a patch must not refer to code that is carried. */
  private void checkTable(Piece piece, String why) {
    Relocations r = piece.section().relocations();
    for (int i = piece.firstRelocation(); i < piece.endOfRelocations(); i++) {
      if (r.isInside(i)
          && r.target(i).isCode()
          && selection.contains(r.target(i))
          && !selection.contains(piece)) {
        all.add(
            "section %s refers to %s, which is carried, and %s"
                .formatted(piece.section(), r.target(i), why));
        return;
      }
    }
  }

  private void checkCarried(Piece piece) {
    if (piece.kind() == Piece.Kind.FUNCTION
        && pair.before(piece) != null
        && !piece.section().has(Policy.INITIAL)) {
      checkFunction(piece);
    }
    if (pair.patched().processor() == Processor.PPC64LE
        && piece.kind() == Piece.Kind.FUNCTION
        && pair.before(piece) != null) {
      checkSiblingCalls(piece);
    }
  }

  /**
   * Before a jump to another function (B instead of BL) the stack is the caller's, where the stub
   * that the module loader puts between stores the patch's TOC pointer, and the caller loses its
   * own (arch/powerpc/kernel/module_64.c, livepatch_handler).
   */
  private void checkSiblingCalls(Piece piece) {
    Relocations r = piece.section().relocations();
    for (int i = piece.firstRelocation(); i < piece.endOfRelocations(); i++) {
      int at = r.offset(i);
      boolean whole = at + 4 <= piece.section().bytes().length;
      boolean leaves = !r.isInside(i) || r.target(i) != piece;
      if (whole
          && leaves
          && Integer.reverseBytes(ByteBuffer.wrap(piece.section().bytes()).getInt(at))
              == 0x4800_0000) {
        all.add(
            ("function %s jumps to %s at +0x%x instead of calling it, which loses its caller's TOC"
                    + " pointer: compile it with -fno-optimize-sibling-calls")
                .formatted(
                    piece,
                    r.isInside(i) ? r.target(i).name() : r.symbol(i).name(),
                    at - piece.start()));
        return;
      }
    }
  }
}
