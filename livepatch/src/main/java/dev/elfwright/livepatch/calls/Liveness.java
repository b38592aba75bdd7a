package dev.elfwright.livepatch.calls;

import dev.elfwright.machine.x86.Instruction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which registers are read from some place on before they are written, on any way that leads on
 * from there. Where a call is on the way, its arguments count as read. Those of a function that is
 * not known, and those in the place of {@code ...}, are taken to have been set on the way: nothing
 * lets a compiler keep them across another call.
 */
final class Liveness {
  /** In a result: it is not known, for the ways are too many or there is code of unknown effect. */
  static final int UNKNOWN = 1 << 31;

  /** More than any function of a kernel has of instructions, each met a few times. */
  private static final int STEPS = 200_000;

  private static final int RAX = 1;
  private static final int RDX = 1 << 2;

  /** rax, rcx, rdx, rsi, rdi, r8 to r11: what a function may change. */
  static final int CHANGEABLE = 0x0fc7;

  /**
   * Where one is.
   *
   * @param unwritten the registers that have not been written since the start; one of which 8 or 16
   *     bits were written counts as written, for compilers combine such with garbage and leave only
   *     those bits of the result
   */
  private record State(long address, int unwritten) {
    State at(long elsewhere) {
      return new State(elsewhere, unwritten);
    }
  }

  private final CodeMap code;
  private final Conventions conventions;
  private final boolean returnsPair;
  private final Deque<State> open = new ArrayDeque<>();
  private final Map<Long, Integer> met = new HashMap<>();
  private int read;

  private Liveness(CodeMap code, Conventions conventions, boolean returnsPair) {
    this.code = code;
    this.conventions = conventions;
    this.returnsPair = returnsPair;
  }

  /**
   * Follows all ways.
   *
   * @param candidates the registers that are of interest
   * @param returnsPair whether the function there returns two registers
   */
  static int from(
      long address, int candidates, boolean returnsPair, CodeMap code, Conventions conventions) {
    Liveness liveness = new Liveness(code, conventions, returnsPair);
    liveness.open.push(new State(address, candidates));
    int steps = 0;
    while (!liveness.open.isEmpty()) {
      if (++steps > STEPS) {
        return liveness.read | UNKNOWN;
      }
      State state = liveness.open.pop();
      if (liveness.isNew(state)) {
        liveness.step(state);
      }
    }
    return liveness.read;
  }

  private boolean isNew(State state) {
    int before = met.getOrDefault(state.address, 0);
    met.put(state.address, before | state.unwritten);
    return (state.unwritten & ~before) != 0;
  }

  private void step(State state) {
    for (CodeMap.Replacement r : code.replacements(state.address)) {
      replacement(state, r);
    }
    Optional<Instruction> found = code.at(state.address);
    if (found.isEmpty()) {
      read |= UNKNOWN;
    } else {
      // Where a fault leads, the handler has set what the instruction would have.
      for (long branch : code.branches(state.address)) {
        open.push(after(state, found.get()).at(branch));
      }
      instruction(state, found.get());
    }
  }

  /** Instructions in a row, none of which leads into the others. */
  private void replacement(State from, CodeMap.Replacement r) {
    State state = from.at(r.address());
    long end = r.address() + r.size();
    while (Long.compareUnsigned(state.address, end) < 0) {
      Optional<Instruction> found = code.at(state.address);
      if (found.isEmpty()) {
        read |= UNKNOWN;
        return;
      }
      Instruction i = found.get();
      State after = after(state, i);
      switch (i.flow()) {
        case NEXT -> {}
        case CALL, INDIRECT_CALL -> after = called(after, i);
        case BRANCH -> open.push(after.at(i.target().orElseThrow()));
        case JUMP, INDIRECT_JUMP, RETURN, STOP -> {
          instruction(state, i);
          return;
        }
      }
      state = after.at(state.address + i.length());
    }
    open.push(state.at(r.resume()));
  }

  private State after(State state, Instruction i) {
    read |= (i.reads() | i.narrowReads()) & state.unwritten;
    return without(state, i.writes() | i.narrowWrites());
  }

  private void instruction(State before, Instruction i) {
    State state = after(before, i);
    long next = state.address + i.length();
    if (state.unwritten == 0) {
      return;
    }
    switch (i.flow()) {
      case NEXT -> fall(state, next);
      case BRANCH -> {
        fall(state, next);
        jump(state, i.target().orElseThrow());
      }
      case JUMP -> jump(state, i.target().orElseThrow());
      case CALL, INDIRECT_CALL -> {
        if (i.target().isEmpty() || conventions.returns(i.target().getAsLong())) {
          fall(called(state, i), next);
        } else {
          arguments(state, i.target().getAsLong());
        }
      }
      case INDIRECT_JUMP -> {}
      case RETURN -> returned(state);
      case STOP -> {
        if (code.isWarning(state.address)) {
          fall(state, next);
        }
      }
    }
  }

  /** Nobody falls into another function: what is before its start does not go on. */
  private void fall(State state, long next) {
    if (code.names(next).isEmpty()) {
      open.push(state.at(next));
    }
  }

  /** A jump to the start of another function is a call in its last breath. */
  private void jump(State state, long target) {
    if (conventions.isReturn(target)) {
      returned(state);
    } else if (conventions.isIndirect(target)) {
      read |= conventions.thunkRegister(target) & state.unwritten;
    } else if (conventions.isFunction(target)) {
      arguments(state, target);
    } else {
      open.push(state.at(target));
    }
  }

  private void returned(State state) {
    read |= state.unwritten & (returnsPair ? RAX | RDX : RAX);
  }

  private void arguments(State state, long target) {
    read |= conventions.arguments(target) & state.unwritten;
  }

  private State called(State state, Instruction i) {
    if (i.target().isEmpty()) {
      // Through memory: operations of hypervisors, which keep registers.
      return without(state, RAX);
    }
    long target = i.target().getAsLong();
    if (conventions.isTracer(target)) {
      return state;
    } else if (conventions.isIndirect(target)) {
      read |= conventions.thunkRegister(target) & state.unwritten;
      return without(state, CHANGEABLE);
    }
    arguments(state, target);
    return without(state, conventions.returnsOnlyRax(target) ? RAX : RAX | RDX);
  }

  private static State without(State state, int registers) {
    return new State(state.address, state.unwritten & ~registers);
  }
}
