package dev.elfwright.dwarf;

import dev.elfwright.dwarf.constant.OperationCode;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * One operation of an expression (DWARF 5, section 2.5).
 *
 * @param offset where it begins, in bytes from the start of the expression
 * @param code what it does, see {@link OperationCode}
 * @param operands its numbers in their order, addresses by number already looked up; references to
 *     entries count from the start of the unit, or of the section for DW_OP_call_ref and the two
 *     implicit pointers
 * @param bytes the value of DW_OP_implicit_value and DW_OP_const_type, the expression of
 *     DW_OP_entry_value; else empty
 */
public record Operation(long offset, int code, List<Long> operands, MemorySegment bytes) {
  /** Copies the list. */
  public Operation {
    operands = List.copyOf(operands);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(OperationCode.name(code));
    operands.forEach(o -> text.append(o < 0 ? " " : " 0x").append(o < 0 ? o : Long.toHexString(o)));
    return text.toString();
  }
}
