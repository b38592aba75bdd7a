package dev.elfwright.livepatch.diff;

import dev.elfwright.livepatch.object.ObjectSymbol;
import dev.elfwright.livepatch.object.Piece;
import dev.elfwright.livepatch.object.Relocations;
import dev.elfwright.livepatch.special.Policy;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What goes into the patch: changed functions, new things that other files may use, and all that
 * these refer to and the running kernel does not have.
 */
final class Selection {
  private final ObjectPair pair;
  private @Nullable Callers callers;
  private final Map<Piece, String> included = new LinkedHashMap<>();
  private final ArrayDeque<Piece> todo = new ArrayDeque<>();

  private Selection(ObjectPair pair) {
    this.pair = pair;
    pair.patched().pieces().forEach(this::takeRoot);
    while (!todo.isEmpty()) {
      follow(todo.remove());
    }
  }

  static Selection of(ObjectPair pair) {
    return new Selection(pair);
  }

  /** The pieces of the patched object to carry, and why. */
  Map<Piece, String> included() {
    return included;
  }

  boolean contains(Piece piece) {
    return included.containsKey(piece);
  }

  /** Whether the running kernel has what this piece is. */
  boolean isInKernel(Piece piece) {
    return piece.isNamed()
        && pair.before(piece) != null
        && (pair.isLeftOut(piece)
            || piece.kind() == Piece.Kind.VARIABLE
            || pair.difference(piece) == null);
  }

  /**
   * Whether a function of the kernel cannot be replaced itself, having no call of the tracer, so
   * that those who go to it have to be.
   */
  boolean isReplacedThroughCallers(Piece piece) {
    Piece twin = pair.before(piece);
    return piece.kind() == Piece.Kind.FUNCTION
        && twin != null
        && included.containsKey(piece)
        && !Tracer.hasSite(pair.original(), twin);
  }

  /** Who goes to functions of the patched object. */
  Callers callers() {
    Callers made = callers;
    if (made == null) {
      made = new Callers(pair.patched());
      callers = made;
    }
    return made;
  }

  private void takeRoot(Piece piece) {
    if (pair.isLeftOut(piece)) {
      return;
    }
    if (piece.section().name().startsWith(".kpatch.callbacks.")) {
      take(piece, "the patch's author asks for it");
    } else if (piece.section().has(Policy.AUTHOR) || !piece.isNamed()) {
      return;
    } else if (pair.before(piece) == null) {
      ObjectSymbol symbol = piece.symbol();
      if (symbol != null && !symbol.isLocal() && !isOfTheStart(piece)) {
        take(piece, "it is new, and other files can use it");
      }
    } else if (piece.kind() == Piece.Kind.FUNCTION && pair.difference(piece) != null) {
      take(piece, pair.reasons().of(piece, Objects.requireNonNull(pair.difference(piece))));
    }
  }

  private static boolean isOfTheStart(Piece piece) {
    return piece.section().has(Policy.INITIAL) || piece.section().has(Policy.STAYS);
  }

  private void take(Piece piece, String why) {
    if (included.putIfAbsent(piece, why) == null) {
      todo.add(piece);
    }
  }

  private void follow(Piece piece) {
    Relocations r = piece.section().relocations();
    for (int i = piece.firstRelocation(); i < piece.endOfRelocations(); i++) {
      if (r.isInside(i)) {
        followTo(piece, r.target(i));
      }
    }
    if (isReplacedThroughCallers(piece)) {
      for (Piece caller : callers().of(piece)) {
        take(caller, "it goes to %s, which the tracer cannot take over".formatted(piece));
      }
    }
    for (Piece entry : piece.entries()) {
      if (entry.section().has(Policy.ENTRIES) || entry.section().has(Policy.REBUILT)) {
        take(entry, "it is the entry for " + piece);
      }
    }
  }

  private void followTo(Piece user, Piece target) {
    if (included.containsKey(target) || isInKernel(target)) {
      return;
    }
    Difference difference = pair.difference(target);
    String why =
        switch (target.kind()) {
          case CONTENT, ENTRY -> "%s uses it".formatted(user);
          case FUNCTION, VARIABLE, CONSTANT ->
              difference == null
                  ? "it is new, and %s uses it".formatted(user)
                  : pair.reasons().of(target, difference);
        };
    take(target, why);
  }
}
