package dev.elfwright.livepatch.calls;

import dev.elfwright.machine.x86.Instruction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What is known of functions from outside: arguments, results, and whether they return at all. */
final class Conventions {
  private static final int THUNKS = 16;

  /** Bytes from a thunk for an indirect branch to that for the next register. */
  private static final int THUNK_SIZE = 32;

  /** A function that did not return by then is taken for one that does. */
  private static final int STEPS = 20_000;

  private static final int DEEPEST = 12;

  /** Calls in calls that are looked into for whether they return. */
  private static final int LEVELS = 4;

  private final CodeMap code;
  private final Prototypes prototypes;
  private final long tracer;
  private final long returnThunk;
  private final long indirectThunks;
  private final Map<Long, Integer> arguments = new HashMap<>();
  private final List<Map<Long, Boolean>> returns =
      Stream.generate(() -> (Map<Long, Boolean>) new HashMap<Long, Boolean>())
          .limit(LEVELS)
          .toList();
  private int depth;

  Conventions(CodeMap code, Prototypes prototypes) {
    this.code = code;
    this.prototypes = prototypes;
    this.tracer = code.address("__fentry__");
    this.returnThunk = code.address("__x86_return_thunk");
    this.indirectThunks = code.address("__x86_indirect_thunk_array");
  }

  boolean isTracer(long target) {
    return target == tracer && tracer != 0;
  }

  long tracer() {
    return tracer;
  }

  boolean isReturn(long target) {
    return target == returnThunk && returnThunk != 0;
  }

  /** A thunk for an indirect branch, one for each register. */
  boolean isIndirect(long target) {
    long skipped = target - indirectThunks;
    return indirectThunks != 0 && skipped >= 0 && skipped < THUNKS * THUNK_SIZE;
  }

  /** The register that a thunk jumps to, as a bit. */
  int thunkRegister(long target) {
    return 1 << (int) ((target - indirectThunks) / THUNK_SIZE & 15);
  }

  /** Whether a function starts there; cold parts of functions are none. */
  boolean isFunction(long target) {
    return code.names(target).stream().anyMatch(n -> !n.contains(".cold"));
  }

  /** The type of a function, by any of its names that has one. */
  Optional<Prototypes.Prototype> prototype(long target) {
    return code.names(target).stream()
        .map(prototypes::find)
        .filter(Optional::isPresent)
        .findFirst()
        .orElse(Optional.empty());
  }

  /** What assembly gives back is not known. */
  boolean returnsOnlyRax(long target) {
    return code.isTraced(target, tracer)
        && prototype(target).filter(p -> !p.returnsPair()).isPresent();
  }

  /** By its type; where none is known, by what it reads; nothing where there is no code either. */
  int arguments(long target) {
    Optional<Prototypes.Prototype> prototype = prototype(target);
    if (prototype.isPresent()) {
      return prototype.get().arguments();
    }
    Integer known = arguments.get(target);
    if (known != null) {
      return known;
    }
    int all = Prototypes.first(Prototypes.ARGUMENTS.size());
    if (!code.code().has(target, 1) || depth >= DEEPEST) {
      return 0;
    }
    arguments.put(target, 0);
    depth++;
    int read = Liveness.from(target, Liveness.CHANGEABLE, false, code, this);
    depth--;
    int found = (read & Liveness.UNKNOWN) != 0 ? all : read & all;
    if (depth == 0) {
      arguments.put(target, found);
    } else {
      arguments.remove(target);
    }
    return found;
  }

  /** Whether a return, or a jump to a function that returns, can be reached. */
  boolean returns(long target) {
    return returns(target, LEVELS);
  }

  /**
   * The lowest level believes that all calls return, the next ones ask the one below; so there are
   * no circles, and what is said not to return does not.
   */
  private boolean returns(long target, int level) {
    if (level == 0 || !code.code().has(target, 1) || isIndirect(target)) {
      return true;
    }
    Map<Long, Boolean> known = returns.get(level - 1);
    Boolean found = known.get(target);
    if (found == null) {
      found = returns(target, level - 1) && reachesReturn(target, level - 1);
      known.put(target, found);
    }
    return found;
  }

  private boolean reachesReturn(long start, int level) {
    Deque<Long> open = new ArrayDeque<>();
    Set<Long> met = new HashSet<>();
    open.push(start);
    while (!open.isEmpty()) {
      long at = open.pop();
      if (!met.add(at)) {
        continue;
      }
      Optional<Instruction> found = code.at(at);
      if (found.isEmpty() || met.size() > STEPS) {
        return true;
      }
      Instruction i = found.get();
      long target = i.target().orElse(0);
      code.branches(at).forEach(open::push);
      for (CodeMap.Replacement r : code.replacements(at)) {
        open.push(r.resume());
        if (returnsOrLeaves(r, open)) {
          return true;
        }
      }
      boolean goesOn =
          switch (i.flow()) {
            case NEXT, INDIRECT_CALL, BRANCH -> true;
            case CALL -> returns(target, level);
            case STOP -> code.isWarning(at);
            case JUMP, RETURN, INDIRECT_JUMP -> false;
          };
      if (goesOn && code.names(at + i.length()).isEmpty()) {
        open.push(at + i.length());
      }
      switch (i.flow()) {
        case RETURN, INDIRECT_JUMP -> {
          return true;
        }
        case JUMP, BRANCH -> {
          boolean leaves = isReturn(target) || isIndirect(target);
          boolean isTail = isFunction(target) && target != start;
          if (leaves || isTail && returns(target, level)) {
            return true;
          } else if (!isTail) {
            open.push(target);
          }
        }
        case NEXT, INDIRECT_CALL, CALL, STOP -> {}
      }
    }
    return false;
  }

  /** Instructions in a row; what they jump to is put among what is to be looked at. */
  private boolean returnsOrLeaves(CodeMap.Replacement replacement, Deque<Long> open) {
    long end = replacement.address() + replacement.size();
    for (long at = replacement.address(); Long.compareUnsigned(at, end) < 0; ) {
      Optional<Instruction> found = code.at(at);
      if (found.isEmpty()) {
        return true;
      }
      Instruction i = found.get();
      switch (i.flow()) {
        case RETURN, INDIRECT_JUMP -> {
          return true;
        }
        case JUMP, BRANCH -> {
          long target = i.target().orElseThrow();
          if (isReturn(target) || isIndirect(target) || isFunction(target)) {
            return true;
          }
          open.push(target);
        }
        case NEXT, CALL, INDIRECT_CALL, STOP -> {}
      }
      at += i.length();
    }
    return false;
  }
}
