package dev.elfwright.livepatch.calls;

import dev.elfwright.machine.x86.Instruction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which registers may hold something when a call is made: arguments of the function that makes it,
 * and what was written on some way that leads there. Who reads another one behind the call reads
 * what nobody has put there, as {@code bsr} does of its target, and relies on nothing.
 */
final class ValuesBefore {
  /** More than any function of a kernel has of instructions, each met a few times. */
  private static final int STEPS = 200_000;

  private static final int RAX = 1;
  private static final int RDX = 1 << 2;

  private record State(long address, int written) {}

  private final CodeMap code;
  private final Conventions conventions;
  private final Across across;
  private final Deque<State> open = new ArrayDeque<>();
  private final Map<Long, Integer> met = new HashMap<>();

  /** What of the registers that functions may change is left behind a call. */
  private enum Across {
    /** What was in them: the caller may know that the function leaves them alone. */
    KEPT,
    /** Nothing, behind functions that keep to the calling convention. */
    LOST
  }

  private ValuesBefore(CodeMap code, Conventions conventions, Across across) {
    this.code = code;
    this.conventions = conventions;
    this.across = across;
  }

  /**
   * The registers of the changeable ones that may hold something.
   *
   * @param start of the function
   * @param call the address of the call
   */
  static int at(long start, long call, CodeMap code, Conventions conventions) {
    return new ValuesBefore(code, conventions, Across.KEPT).at(start, call);
  }

  /**
   * The registers of the changeable ones in which a caller may mean to pass something: what was in
   * them before another call is gone.
   */
  static int passed(long start, long call, CodeMap code, Conventions conventions) {
    return new ValuesBefore(code, conventions, Across.LOST).at(start, call);
  }

  private int at(long start, long call) {
    long entry = entry(start, code);
    // What a function without a known type is given, or one of assembly, is not known.
    int given =
        conventions
            .prototype(entry)
            .map(Prototypes.Prototype::arguments)
            .orElse(Liveness.CHANGEABLE);
    open.push(new State(entry, given));
    for (int steps = 0; !open.isEmpty(); steps++) {
      if (steps > STEPS) {
        return Liveness.CHANGEABLE;
      }
      step(open.pop());
    }
    // Where no way was found that leads there, nothing is known.
    return met.getOrDefault(call, Liveness.CHANGEABLE) & Liveness.CHANGEABLE;
  }

  /** The ways into the cold part of a function begin where the function does. */
  static long entry(long start, CodeMap code) {
    return code.names(start).stream()
        .filter(n -> n.contains(".cold"))
        .map(n -> code.addresses(n.substring(0, n.indexOf(".cold"))))
        .filter(found -> found.size() == 1)
        .map(List::getFirst)
        .findFirst()
        .orElse(start);
  }

  private void step(State state) {
    int before = met.getOrDefault(state.address, 0);
    if (met.containsKey(state.address) && (state.written & ~before) == 0) {
      return;
    }
    int written = state.written | before;
    met.put(state.address, written);
    Optional<Instruction> found = code.at(state.address);
    if (found.isEmpty()) {
      return;
    }
    Instruction i = found.get();
    int after = written | i.writes() | i.narrowWrites();
    code.branches(state.address).forEach(to -> open.push(new State(to, after)));
    for (CodeMap.Replacement r : code.replacements(state.address)) {
      replacement(r, written);
    }
    long next = state.address + i.length();
    switch (i.flow()) {
      case NEXT -> fall(next, after);
      case BRANCH -> {
        fall(next, after);
        jump(i, after);
      }
      case JUMP -> jump(i, after);
      case CALL, INDIRECT_CALL -> fall(next, after(i, after));
      case STOP -> {
        if (code.isWarning(state.address)) {
          fall(next, after);
        }
      }
      case INDIRECT_JUMP, RETURN -> {}
    }
  }

  /** Functions of assembly, and what comes in the place of calls, have conventions of their own. */
  private int after(Instruction call, int written) {
    boolean isLost =
        across == Across.LOST
            && call.target().isPresent()
            && keepsToConvention(call.target().getAsLong());
    if (!isLost) {
      return written | RAX | RDX;
    }
    boolean isOne = conventions.returnsOnlyRax(call.target().getAsLong());
    return written & ~Liveness.CHANGEABLE | (isOne ? RAX : RAX | RDX);
  }

  /** No compiler looks into another object. */
  private boolean keepsToConvention(long function) {
    return code.isTraced(function, conventions.tracer()) || !code.code().has(function, 1);
  }

  private void replacement(CodeMap.Replacement r, int before) {
    int written = before;
    long end = r.address() + r.size();
    for (long at = r.address(); Long.compareUnsigned(at, end) < 0; ) {
      Optional<Instruction> found = code.at(at);
      if (found.isEmpty()) {
        break;
      }
      Instruction i = found.get();
      written |= i.writes() | i.narrowWrites();
      if (i.flow() == Instruction.Flow.JUMP || i.flow() == Instruction.Flow.BRANCH) {
        jump(i, written);
      } else if (i.flow() == Instruction.Flow.CALL || i.flow() == Instruction.Flow.INDIRECT_CALL) {
        written |= RAX | RDX;
      }
      at += i.length();
    }
    open.push(new State(r.resume(), written));
  }

  private void fall(long next, int written) {
    if (code.names(next).isEmpty()) {
      open.push(new State(next, written));
    }
  }

  private void jump(Instruction i, int written) {
    long target = i.target().orElseThrow();
    boolean leaves =
        conventions.isReturn(target)
            || conventions.isIndirect(target)
            || conventions.isFunction(target);
    if (!leaves) {
      open.push(new State(target, written));
    }
  }
}
