package dev.elfwright.elf.unwind;

/** How the canonical frame address is computed (DWARF 5, 6.4.2.2). */
public sealed interface CfaRule {
  /** No instruction has said it yet. */
  record Unset() implements CfaRule {}

  /** The value of a register plus {@code offset} bytes. */
  record RegisterOffset(long register, long offset) implements CfaRule {}

  /**
   * An expression says it.
   *
   * @param offset of the expression, bytes from the start of .eh_frame
   * @param size of the expression in bytes
   */
  record ByExpression(long offset, long size) implements CfaRule {}
}
