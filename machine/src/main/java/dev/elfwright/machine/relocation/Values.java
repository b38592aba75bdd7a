package dev.elfwright.machine.relocation;

import java.util.EnumMap;
import java.util.Map;

/** The numbers that a relocation is computed with. Immutable. */
public final class Values {
  private static final Values NONE = new Values(new EnumMap<>(Term.class));

  private final Map<Term, Long> numbers;

  private Values(Map<Term, Long> numbers) {
    this.numbers = numbers;
  }

  /** No numbers, to add to with {@link #with}. */
  public static Values none() {
    return NONE;
  }

  /** What nearly every relocation needs: the addresses of symbol and place, and the addend. */
  public static Values of(long symbol, long addend, long place) {
    return NONE.with(Term.S, symbol).with(Term.A, addend).with(Term.P, place);
  }

  /** These and one more, or another in place of an earlier one. */
  public Values with(Term term, long number) {
    Map<Term, Long> more = new EnumMap<>(numbers);
    more.put(term, number);
    return new Values(more);
  }

  /** Whether there is a number for a term. */
  public boolean has(Term term) {
    return numbers.containsKey(term);
  }

  /**
   * The number for a term.
   *
   * @throws IllegalArgumentException when there is none
   */
  public long of(Term term) {
    Long number = numbers.get(term);
    if (number == null) {
      throw new IllegalArgumentException("no value given for " + term);
    }
    return number;
  }

  @Override
  public String toString() {
    return numbers.toString();
  }
}
