package dev.elfwright.link.image;

import dev.elfwright.machine.relocation.Field;
import dev.elfwright.machine.relocation.RelocationKind;
import dev.elfwright.machine.relocation.Term;
import dev.elfwright.machine.relocation.Values;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which relocations come out the same wherever the file is loaded. It is tried: the field is
 * computed for two load addresses, with and without the symbol moving. That finds what a list would
 * have to know, such as that the lower twelve bits of an address stay.
 */
final class Movement {
  private static final long FAR = 0x12_3457_0000L;

  /** What lies in the image, and moves with it. */
  private static final Set<Term> PLACES =
      EnumSet.of(Term.P, Term.GOT, Term.L, Term.TP, Term.DTP, Term.SECTION);

  private record Question(RelocationKind kind, boolean symbolMoves) {}

  private final Map<Question, Boolean> answers = new HashMap<>();

  boolean isIndependent(RelocationKind kind, boolean symbolMoves) {
    // What is added to the field comes in pairs that make a difference: ADD32 and SUB32 of RISC-V.
    return kind.formula().terms().contains(Term.V)
        || answers.computeIfAbsent(new Question(kind, symbolMoves), Movement::answer);
  }

  private static boolean answer(Question q) {
    return field(q, 0) == field(q, FAR);
  }

  private static long field(Question q, long base) {
    Values values = Values.none();
    for (Term term : q.kind.formula().terms()) {
      boolean moves =
          PLACES.contains(term) && (term != Term.L || q.symbolMoves)
              || (term == Term.S && q.symbolMoves);
      values = values.with(term, 0x1000L * (term.ordinal() + 1) + (moves ? base : 0));
    }
    Field field = q.kind.field();
    return field.size() == 0 ? 0 : field.insert(0, q.kind.value(values));
  }
}
