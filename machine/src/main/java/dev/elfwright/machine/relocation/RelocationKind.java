package dev.elfwright.machine.relocation;

import java.nio.ByteBuffer;

/**
 * A relocation type: a line of its psABI's table.
 *
 * @param number the type in r_info
 * @param name as the psABI writes it, such as {@code R_X86_64_PC32}
 * @param field where the result goes
 * @param formula how it is computed
 * @param overflow what results are allowed
 * @param use where it occurs
 * @param role what it is for
 * @param addressBits 32 or 64: results are computed modulo two to this
 */
public record RelocationKind(
    int number,
    String name,
    Field field,
    Formula formula,
    Overflow overflow,
    Use use,
    Role role,
    int addressBits) {

  /** The result of the formula, as a number with sign. */
  public long value(Values values) {
    long value = formula.value(values);
    return addressBits == 32 ? (int) value : value;
  }

  /**
   * Computes the result and puts it into its field, if it fits.
   *
   * @param target the bytes of a section in the order of its file
   * @param offset where the place is in it
   * @param values a number for each term of the formula; {@link Term#V} is taken from the field
   * @throws IndexOutOfBoundsException when the field does not lie in the target
   * @throws IllegalArgumentException when a term has no number
   */
  public Outcome apply(ByteBuffer target, int offset, Values values) {
    if (field.size() == 0) {
      return new Outcome.Nothing();
    }
    long word = FieldBytes.read(field, target, offset);
    long value = value(values.with(Term.V, field.extract(word)));
    if (!fits(value)) {
      return new Outcome.OutOfRange(this, value);
    }
    if (!overflow.isAligned(value)) {
      return new Outcome.Misaligned(this, value);
    }
    FieldBytes.write(field, target, offset, field.insert(word, value));
    return new Outcome.Applied(value);
  }

  /** A 32-bit address has no upper half that could be lost: it wraps. */
  private boolean fits(long value) {
    boolean wraps = addressBits == 32 && overflow.bits() >= 32;
    boolean asUnsigned = addressBits == 32 && overflow.fits(value & 0xffff_ffffL);
    return wraps
        || overflow.fits(value)
        || (asUnsigned && overflow.range() != Overflow.Range.SIGNED);
  }

  /**
   * What stands in the field: the addend where the relocation entry has none (SHT_REL).
   *
   * @throws IndexOutOfBoundsException when the field does not lie in the target
   */
  public long addend(ByteBuffer target, int offset) {
    return field.size() == 0 ? 0 : field.extract(FieldBytes.read(field, target, offset));
  }

  /** The formula with its numbers and its result, for people. */
  public String explain(Values values) {
    return "%s: %s = %s = %s"
        .formatted(name, formula.text(), formula.text(values), FormulaText.number(value(values)));
  }

  /** The line of the table. */
  @Override
  public String toString() {
    return "%d %s %s %s".formatted(number, name, formula.text(), overflow.text());
  }
}
