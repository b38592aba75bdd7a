package dev.elfwright.elf.unwind;

/**
 * Where the caller's value of a register is (DWARF 5, 6.4.1). Registers are numbered as the psABI
 * does for DWARF; CFA is the canonical frame address.
 */
public sealed interface RegisterRule {
  /** It cannot be recovered: the frame does not keep it. */
  record Undefined() implements RegisterRule {}

  /** The register has it still. */
  record SameValue() implements RegisterRule {}

  /** In memory at CFA + {@code offset} bytes. */
  record AtOffset(long offset) implements RegisterRule {}

  /** It is CFA + {@code offset} itself. */
  record ValueOffset(long offset) implements RegisterRule {}

  /** Another register has it. */
  record InRegister(long register) implements RegisterRule {}

  /**
   * In memory where an expression says.
   *
   * @param offset of the expression, bytes from the start of .eh_frame
   * @param size of the expression in bytes
   */
  record AtExpression(long offset, long size) implements RegisterRule {}

  /**
   * An expression says it.
   *
   * @param offset of the expression, bytes from the start of .eh_frame
   * @param size of the expression in bytes
   */
  record ValueExpression(long offset, long size) implements RegisterRule {}
}
