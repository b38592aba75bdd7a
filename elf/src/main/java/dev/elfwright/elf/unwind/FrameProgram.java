package dev.elfwright.elf.unwind;

import dev.elfwright.elf.unwind.CfaRule.RegisterOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Executes call frame instructions (DWARF 5, 6.4.2; GNU's in LSB Core, "Call Frame Instructions").
 */
final class FrameProgram {
  private static final int ADVANCE = 1;
  private static final int OFFSET = 2;
  private static final int RESTORE = 3;

  /** No function has more than this many states at once; a compiler remembers one or two. */
  private static final int DEEPEST = 1 << 10;

  /** A thousand times what the largest function of a compiler has. */
  private static final long MOST_RULES = 1 << 22;

  private record State(CfaRule cfa, SortedMap<Long, RegisterRule> registers) {}

  private final CommonEntry common;
  private final FrameCursor own;
  private final long start;
  private final List<FrameRow> rows = new ArrayList<>();
  private final Deque<State> remembered = new ArrayDeque<>();
  private SortedMap<Long, RegisterRule> registers = new TreeMap<>();
  private SortedMap<Long, RegisterRule> initial = new TreeMap<>();
  private CfaRule cfa = new CfaRule.Unset();
  private boolean signedReturn;
  private long address;
  private long kept;

  /**
   * Begins at an address.
   *
   * @param own the function's instructions
   * @param start the file offset of .eh_frame
   */
  private FrameProgram(CommonEntry common, FrameCursor own, long start, long address) {
    this.common = common;
    this.own = own;
    this.start = start;
    this.address = address;
  }

  /** The rows of a function: first the instructions of its CIE, then its own. */
  static List<FrameRow> rows(
      FunctionEntry function, FrameCursor shared, FrameCursor own, long start) {
    var program = new FrameProgram(function.common(), own, start, function.address());
    program.run(shared);
    program.initial = new TreeMap<>(program.registers);
    program.run(own);
    program.endRow();
    return List.copyOf(program.rows);
  }

  private void run(FrameCursor c) {
    while (c.remaining() > 0) {
      int code = c.u8();
      long low = code & 0x3f;
      switch (code >> 6) {
        case ADVANCE -> advance(c, low);
        case OFFSET -> at(low, c.unsignedLeb());
        case RESTORE -> restore(low);
        default -> extended(code, c);
      }
    }
  }

  private void extended(int code, FrameCursor c) {
    switch (code) {
      case 0x00 -> {} // DW_CFA_nop
      case 0x01 -> { // DW_CFA_set_loc
        endRow();
        address = c.pointer(common.pointers(), 0);
      }
      case 0x02 -> advance(c, c.u8());
      case 0x03 -> advance(c, c.u16());
      case 0x04 -> advance(c, c.u32());
      case 0x1d -> advance(c, c.i64()); // DW_CFA_MIPS_advance_loc8
      case 0x05 -> at(c.unsignedLeb(), c.unsignedLeb());
      case 0x06 -> restore(c.unsignedLeb());
      case 0x07 -> registers.put(c.unsignedLeb(), new RegisterRule.Undefined());
      case 0x08 -> registers.put(c.unsignedLeb(), new RegisterRule.SameValue());
      case 0x09 -> registers.put(c.unsignedLeb(), new RegisterRule.InRegister(c.unsignedLeb()));
      case 0x0a -> remember(c);
      case 0x0b -> recall(c);
      case 0x0c -> cfa = new RegisterOffset(c.unsignedLeb(), c.unsignedLeb());
      case 0x0d -> cfa = new RegisterOffset(c.unsignedLeb(), base(c).offset());
      case 0x0e -> cfa = new RegisterOffset(base(c).register(), c.unsignedLeb());
      case 0x0f -> {
        Expression e = expression(c);
        cfa = new CfaRule.ByExpression(e.offset(), e.size());
      }
      case 0x10 -> {
        long register = c.unsignedLeb();
        Expression e = expression(c);
        registers.put(register, new RegisterRule.AtExpression(e.offset(), e.size()));
      }
      case 0x11 -> at(c.unsignedLeb(), c.signedLeb());
      case 0x12 ->
          cfa = new RegisterOffset(c.unsignedLeb(), c.signedLeb() * common.dataAlignment());
      case 0x13 ->
          cfa = new RegisterOffset(base(c).register(), c.signedLeb() * common.dataAlignment());
      case 0x14 -> value(c.unsignedLeb(), c.unsignedLeb());
      case 0x15 -> value(c.unsignedLeb(), c.signedLeb());
      case 0x16 -> {
        long register = c.unsignedLeb();
        Expression e = expression(c);
        registers.put(register, new RegisterRule.ValueExpression(e.offset(), e.size()));
      }
      case 0x2d -> signedReturn = !signedReturn; // DW_CFA_AARCH64_negate_ra_state
      case 0x2e -> c.unsignedLeb(); // DW_CFA_GNU_args_size says nothing of registers
      case 0x2f -> at(c.unsignedLeb(), -c.unsignedLeb());
      default -> throw c.malformed("call frame instruction 0x%x is not known".formatted(code));
    }
  }

  private void advance(FrameCursor c, long units) {
    if (units < 0) {
      throw c.malformed("an advance of 0x%x units".formatted(units));
    }
    endRow();
    address += units * common.codeAlignment();
  }

  /** A row that no address has would say nothing: it is replaced by the next. */
  private void endRow() {
    kept += registers.size() + 1L;
    if (kept > MOST_RULES) {
      throw own.malformed("rows of more than %d rules".formatted(MOST_RULES));
    }
    if (!rows.isEmpty() && rows.getLast().address() == address) {
      rows.removeLast();
    }
    rows.add(new FrameRow(address, cfa, registers, signedReturn));
  }

  private void at(long register, long factored) {
    registers.put(register, new RegisterRule.AtOffset(factored * common.dataAlignment()));
  }

  private void value(long register, long factored) {
    registers.put(register, new RegisterRule.ValueOffset(factored * common.dataAlignment()));
  }

  private void restore(long register) {
    RegisterRule rule = initial.get(register);
    if (rule == null) {
      registers.remove(register);
    } else {
      registers.put(register, rule);
    }
  }

  private void remember(FrameCursor c) {
    if (remembered.size() >= DEEPEST) {
      throw c.malformed("more than %d remembered states".formatted(DEEPEST));
    }
    remembered.push(new State(cfa, new TreeMap<>(registers)));
  }

  private void recall(FrameCursor c) {
    if (remembered.isEmpty()) {
      throw c.malformed("DW_CFA_restore_state without a state");
    }
    State state = remembered.pop();
    cfa = state.cfa();
    registers = state.registers();
  }

  private RegisterOffset base(FrameCursor c) {
    if (cfa instanceof RegisterOffset known) {
      return known;
    }
    throw c.malformed("the frame address is by no register that could be changed");
  }

  private record Expression(long offset, long size) {}

  private Expression expression(FrameCursor c) {
    long size = c.unsignedLeb();
    long at = c.position();
    if (size < 0 || size > c.remaining()) {
      throw c.malformed("an expression of 0x%x bytes does not fit".formatted(size));
    }
    c.moveTo(at + size);
    return new Expression(at - start, size);
  }
}
