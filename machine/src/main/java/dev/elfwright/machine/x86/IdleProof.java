package dev.elfwright.machine.x86;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Proves that a function does nothing, by following it with what is known of memory: it returns,
 * and on the way stores nothing but its own stack and calls nothing that has an effect.
 *
 * <p>Compilers' start files put such functions into every library: the empty {@code _init} of
 * crti.o, and frame_dummy and __do_global_dtors_aux of crtbegin.o (GCC libgcc/crtstuff.c), which
 * look for a transactional memory runtime that is nowhere. The decoder knows just the instructions
 * that occur there (Intel SDM volume 2); any other, or a branch on what is not known, is no proof.
 */
public final class IdleProof {
  private static final int STEPS = 100;
  private static final int RSP = 4;

  /** What is known of the memory that the function sees. */
  public interface Memory {
    /** The byte of code at an address, or -1 where there is no code. */
    int code(long address);

    /** The eight bytes at an address that no one writes any more, or null. */
    @Nullable Long constant(long address);

    /**
     * Whether the pointer at this address is to a function, and calling it has no effect here. Such
     * a pointer is not null.
     */
    boolean isIdleCall(long pointer);

    /** Whether the byte at this address is a private mark that is still 0 and may be set. */
    boolean isFreshMark(long address);
  }

  private final Memory memory;
  private final @Nullable Long[] registers = new Long[16];
  private final Map<Long, @Nullable Long> stack = new HashMap<>();
  private @Nullable Boolean zero;
  private long at;
  private boolean done;

  // The prefix and ModRM of the instruction being followed.
  private boolean wide;
  private int extendReg;
  private int extendRm;
  private int reg;
  private int rm;
  private int mode;

  private IdleProof(Memory memory, long function) {
    this.memory = memory;
    this.at = function;
    registers[RSP] = 1L << 46;
  }

  /** Whether the function at this address provably does nothing. */
  public static boolean holds(long function, Memory memory) {
    IdleProof p = new IdleProof(memory, function);
    for (int i = 0; i < STEPS; i++) {
      if (!p.step()) {
        return false;
      }
      if (p.done) {
        return true;
      }
    }
    return false;
  }

  private int next() {
    return memory.code(at++);
  }

  private int next32() {
    int v = 0;
    for (int i = 0; i < 4; i++) {
      v |= (next() & 0xff) << 8 * i;
    }
    return v;
  }

  private boolean step() {
    wide = false;
    extendReg = 0;
    extendRm = 0;
    int op = next();
    while (op == 0x66 || op == 0x2e || op == 0xf2 || op == 0xf3) {
      op = next();
    }
    if (op >= 0x40 && op <= 0x4f) {
      wide = (op & 8) != 0;
      extendReg = (op & 4) << 1;
      extendRm = (op & 1) << 3;
      op = next();
    }
    return switch (op) {
      case 0x90 -> true;
      case 0xc3 -> ret();
      case 0xe8 -> call(relative(next32()));
      case 0xe9 -> go(relative(next32()));
      case 0xeb -> go(relative((byte) next()));
      case 0x74 -> branch(true, (byte) next());
      case 0x75 -> branch(false, (byte) next());
      case 0x0f -> twoBytes();
      case 0xc9 -> leave();
      case 0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57 -> push(registers[(op & 7) + extendRm]);
      case 0x58, 0x59, 0x5a, 0x5b, 0x5c, 0x5d, 0x5e, 0x5f -> pop((op & 7) + extendRm);
      default -> withModRm(op);
    };
  }

  private long relative(int distance) {
    return at + distance;
  }

  private boolean go(long target) {
    at = target;
    return true;
  }

  private boolean branch(boolean ifZero, int distance) {
    if (zero == null) {
      return false;
    }
    if (zero == ifZero) {
      at += distance;
    }
    return true;
  }

  private boolean twoBytes() {
    int op = next();
    return switch (op) {
      case 0x84 -> branch(true, next32());
      case 0x85 -> branch(false, next32());
      case 0x1e, 0x1f -> {
        modRm();
        yield skipOperand();
      }
      default -> false;
    };
  }

  private boolean push(@Nullable Long value) {
    Long rsp = registers[RSP];
    if (rsp == null) {
      return false;
    }
    registers[RSP] = rsp - 8;
    stack.put(rsp - 8, value);
    return true;
  }

  private boolean pop(int into) {
    Long rsp = registers[RSP];
    if (rsp == null || !stack.containsKey(rsp)) {
      return false;
    }
    registers[into] = stack.get(rsp);
    registers[RSP] = rsp + 8;
    return true;
  }

  private boolean leave() {
    registers[RSP] = registers[5];
    return pop(5);
  }

  private boolean call(long target) {
    return push(at) && go(target);
  }

  private boolean ret() {
    Long rsp = registers[RSP];
    if (rsp == null) {
      return false;
    }
    if (rsp == 1L << 46) {
      done = true;
      return true;
    }
    Long to = stack.get(rsp);
    registers[RSP] = rsp + 8;
    return to != null && go(to);
  }

  private void modRm() {
    int b = next();
    mode = b >> 6 & 3;
    reg = (b >> 3 & 7) + extendReg;
    rm = (b & 7) + extendRm;
  }

  private boolean isRipRelative() {
    return mode == 0 && (rm & 7) == 5;
  }

  /** Skips the memory operand of an instruction that does not use it. */
  private boolean skipOperand() {
    if (mode == 3) {
      return true;
    }
    if ((rm & 7) == 4) {
      next();
    }
    if (mode == 1) {
      next();
    } else if (mode == 2 || isRipRelative()) {
      next32();
    }
    return true;
  }

  private boolean withModRm(int op) {
    modRm();
    if (mode != 3 && !isRipRelative()) {
      return false;
    }
    // An 8-bit immediate follows the displacement in these.
    int immediate = op == 0x83 || op == 0x80 || op == 0xc6 || op == 0xc1 ? 1 : 0;
    long address = isRipRelative() ? next32() + at + immediate : 0;
    return mode == 3 ? onRegisters(op) : onMemory(op, address);
  }

  private boolean onMemory(int op, long address) {
    switch (op) {
      case 0x8b -> {
        registers[reg] = wide ? memory.constant(address) : null;
        return true;
      }
      case 0x8d -> {
        registers[reg] = address;
        return wide;
      }
      case 0x83 -> {
        Long v = memory.constant(address);
        int immediate = (byte) next();
        if (memory.isIdleCall(address)) {
          zero = immediate == 0 ? Boolean.FALSE : null;
        } else {
          zero = v == null || !wide ? null : v == immediate;
        }
        return (reg & 7) == 7;
      }
      case 0x80 -> {
        zero = memory.isFreshMark(address) ? next() == 0 : null;
        return (reg & 7) == 7 && zero != null;
      }
      case 0xc6 -> {
        next();
        return memory.isFreshMark(address);
      }
      case 0xff -> {
        return indirect(address);
      }
      default -> {
        return false;
      }
    }
  }

  private boolean indirect(long pointer) {
    boolean isCall = (reg & 7) == 2;
    if (!isCall && (reg & 7) != 4) {
      return false;
    }
    if (memory.isIdleCall(pointer)) {
      return isCall || ret();
    }
    Long target = memory.constant(pointer);
    return target != null && (isCall ? call(target) : go(target));
  }

  private boolean onRegisters(int op) {
    Long from = registers[reg];
    Long to = registers[rm];
    switch (op) {
      case 0x89 -> registers[rm] = wide ? from : null;
      case 0x8b -> registers[reg] = wide ? to : null;
      case 0x31 -> {
        registers[rm] = reg == rm ? 0L : null;
        zero = reg == rm ? true : null;
      }
      case 0x29 -> result(rm, wide && from != null && to != null ? to - from : null);
      case 0x01 -> result(rm, wide && from != null && to != null ? to + from : null);
      case 0x39 -> zero = wide && from != null && to != null ? from.equals(to) : null;
      case 0x85 -> zero = wide && from != null && to != null ? (from & to) == 0 : null;
      case 0x83 -> arithmetic(to, (byte) next());
      case 0xc1 -> shift(to, next() & 63);
      case 0xd1 -> shift(to, 1);
      case 0xff -> {
        return to != null && ((reg & 7) == 2 ? call(to) : (reg & 7) == 4 && go(to));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void result(int into, @Nullable Long value) {
    registers[into] = value;
    zero = value == null ? null : value == 0;
  }

  private void arithmetic(@Nullable Long value, int immediate) {
    if (value == null || !wide) {
      result(rm, null);
      return;
    }
    switch (reg & 7) {
      case 0 -> result(rm, value + immediate);
      case 5 -> result(rm, value - immediate);
      case 4 -> result(rm, value & immediate);
      case 7 -> zero = value == immediate;
      default -> result(rm, null);
    }
  }

  private void shift(@Nullable Long value, int count) {
    Long shifted =
        value == null || !wide
            ? null
            : switch (reg & 7) {
              case 4 -> Long.valueOf(value << count);
              case 5 -> Long.valueOf(value >>> count);
              case 7 -> Long.valueOf(value >> count);
              default -> null;
            };
    registers[rm] = shifted;
    // A count of zero leaves the flags; none occurs, so nothing is claimed.
    zero = count == 0 || shifted == null ? null : shifted == 0;
  }
}
