package dev.elfwright.dwarf;

import dev.elfwright.dwarf.constant.OperationCode;
import dev.elfwright.elf.ElfBytes;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A program for the stack machine that computes places and values (DWARF 5, section 2.5). Decoded,
 * not run.
 */
public final class Expression {
  private static final MemorySegment NO_BYTES = MemorySegment.ofArray(new byte[0]);

  private final Unit unit;
  private final MemorySegment bytes;

  Expression(Unit unit, MemorySegment bytes) {
    this.unit = unit;
    this.bytes = bytes;
  }

  /** The bytes as they stand in the file. */
  public MemorySegment bytes() {
    return bytes;
  }

  /**
   * The operations in their order.
   *
   * @throws dev.elfwright.elf.ElfFormatException when one is unknown or ends too early
   */
  public List<Operation> operations() {
    ElfBytes file = unit.dwarf().sections().model().bytes();
    ElfBytes in =
        new ElfBytes(
            file.file() + "(expression)", bytes, file.is64(), file.order() == ByteOrder.BIG_ENDIAN);
    Cursor c = new Cursor(in, DebugSection.INFO, 0, bytes.byteSize());
    List<Operation> found = new ArrayList<>();
    while (c.hasMore()) {
      found.add(operation(c));
    }
    return found;
  }

  private Operation operation(Cursor c) {
    long offset = c.position();
    int code = c.u8();
    List<Long> operands = new ArrayList<>(2);
    MemorySegment data = NO_BYTES;
    int addressSize = unit.header().addressSize();
    Format format = unit.header().format();
    switch (code) {
      case OperationCode.ADDR -> operands.add(c.unsigned(addressSize));
      case OperationCode.CONST1U,
          OperationCode.PICK,
          OperationCode.DEREF_SIZE,
          OperationCode.XDEREF_SIZE ->
          operands.add((long) c.u8());
      case OperationCode.CONST1S -> operands.add((long) c.i8());
      case OperationCode.CONST2U, OperationCode.CALL2 -> operands.add((long) c.u16());
      case OperationCode.CONST2S, OperationCode.BRA, OperationCode.SKIP ->
          operands.add((long) (short) c.u16());
      case OperationCode.CONST4U, OperationCode.CALL4, OperationCode.GNU_PARAMETER_REF ->
          operands.add(c.u32());
      case OperationCode.CONST4S -> operands.add((long) (int) c.u32());
      case OperationCode.CONST8U, OperationCode.CONST8S -> operands.add(c.i64());
      case OperationCode.CONSTU,
          OperationCode.PLUS_UCONST,
          OperationCode.REGX,
          OperationCode.PIECE,
          OperationCode.CONVERT,
          OperationCode.REINTERPRET,
          OperationCode.GNU_CONVERT,
          OperationCode.GNU_REINTERPRET ->
          operands.add(c.uleb());
      case OperationCode.CONSTS, OperationCode.FBREG -> operands.add(c.sleb());
      case OperationCode.BREGX -> {
        operands.add(c.uleb());
        operands.add(c.sleb());
      }
      case OperationCode.BIT_PIECE, OperationCode.REGVAL_TYPE, OperationCode.GNU_REGVAL_TYPE -> {
        operands.add(c.uleb());
        operands.add(c.uleb());
      }
      case OperationCode.CALL_REF -> operands.add(c.offset(format));
      case OperationCode.GNU_VARIABLE_VALUE -> operands.add(c.offset(format));
      case OperationCode.IMPLICIT_POINTER, OperationCode.GNU_IMPLICIT_POINTER -> {
        operands.add(unit.header().version() == 2 ? c.unsigned(addressSize) : c.offset(format));
        operands.add(c.sleb());
      }
      case OperationCode.IMPLICIT_VALUE, OperationCode.ENTRY_VALUE, OperationCode.GNU_ENTRY_VALUE ->
          data = c.bytes(c.uleb());
      case OperationCode.CONST_TYPE, OperationCode.GNU_CONST_TYPE -> {
        operands.add(c.uleb());
        data = c.bytes(c.u8());
      }
      case OperationCode.DEREF_TYPE, OperationCode.GNU_DEREF_TYPE, OperationCode.XDEREF_TYPE -> {
        operands.add((long) c.u8());
        operands.add(c.uleb());
      }
      case OperationCode.ADDRX,
          OperationCode.CONSTX,
          OperationCode.GNU_ADDR_INDEX,
          OperationCode.GNU_CONST_INDEX ->
          operands.add(unit.addressAt(c.uleb()));
      case OperationCode.GNU_ENCODED_ADDR ->
          throw c.malformed("DW_OP_GNU_encoded_addr, which is not known");
      default -> {
        if (code >= OperationCode.BREG0 && code <= OperationCode.BREG31) {
          operands.add(c.sleb());
        } else if (OperationCode.name(code).startsWith("DW_OP_0x")) {
          throw c.malformed("operation 0x%x, which is not known".formatted(code));
        }
      }
    }
    return new Operation(offset, code, operands, data);
  }

  /** The operations, separated by commas. */
  @Override
  public String toString() {
    return operations().stream().map(Operation::toString).collect(Collectors.joining(", "));
  }
}
