package dev.elfwright.livepatch.calls;

import dev.elfwright.machine.x86.Instruction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What functions do, by their own code and that of the functions which they call. */
final class Bodies {
  /** A function that does not end by then is taken for one that may do anything. */
  private static final int STEPS = 20_000;

  /** Calls in calls that are looked into. */
  private static final int DEEPEST = 4;

  private static final int ARGUMENTS = Prototypes.first(Prototypes.ARGUMENTS.size());

  private final CodeMap code;
  private final Conventions conventions;
  private final Map<Long, Instruction.Reach> reaches = new HashMap<>();

  Bodies(CodeMap code, Conventions conventions) {
    this.code = code;
    this.conventions = conventions;
  }

  /** The registers for arguments that it reads before it writes them. */
  int certainlyReads(long function) {
    return read(function) & ARGUMENTS;
  }

  /** The same; all of them where its ways are too many. */
  int mayRead(long function) {
    int read = read(function);
    return (read & Liveness.UNKNOWN) != 0 ? ARGUMENTS : read & ARGUMENTS;
  }

  private int read(long function) {
    return Liveness.from(function, ARGUMENTS, false, code, conventions);
  }

  /** Whether it ever comes back to its caller. */
  boolean returns(long function) {
    return conventions.returns(function);
  }

  /** What it does beyond its result. */
  Instruction.Reach reach(long function) {
    return reach(function, 0);
  }

  private Instruction.Reach reach(long function, int depth) {
    Instruction.Reach known = reaches.get(function);
    if (known != null) {
      return known;
    } else if (depth > DEEPEST || !code.code().has(function, 1)) {
      return Instruction.Reach.CHANGES;
    }
    // A function that calls itself adds nothing by that.
    reaches.put(function, Instruction.Reach.NOTHING);
    Instruction.Reach found = follow(function, depth);
    reaches.put(function, found);
    return found;
  }

  private Instruction.Reach follow(long function, int depth) {
    Instruction.Reach most = Instruction.Reach.NOTHING;
    Deque<Long> open = new ArrayDeque<>();
    Set<Long> met = new HashSet<>();
    open.push(function);
    while (!open.isEmpty() && most != Instruction.Reach.CHANGES) {
      long at = open.pop();
      if (!met.add(at)) {
        continue;
      }
      Instruction i = code.at(at).orElse(null);
      // What the kernel rewrites, and what may fault, was written as volatile assembly.
      boolean isOther = !code.branches(at).isEmpty() || !code.replacements(at).isEmpty();
      if (i == null || isOther || met.size() > STEPS) {
        return Instruction.Reach.CHANGES;
      }
      most = more(most, i.reach());
      long target = i.target().orElse(0);
      long next = at + i.length();
      switch (i.flow()) {
        case NEXT -> open.push(next);
        case BRANCH, JUMP -> {
          if (i.flow() == Instruction.Flow.BRANCH) {
            open.push(next);
          }
          if (conventions.isFunction(target) && target != function) {
            most = more(most, called(target, depth));
          } else {
            open.push(target);
          }
        }
        case CALL -> {
          most = more(most, called(target, depth));
          open.push(next);
        }
        case RETURN -> {}
        case INDIRECT_JUMP, INDIRECT_CALL, STOP -> {
          return Instruction.Reach.CHANGES;
        }
      }
    }
    return most;
  }

  private Instruction.Reach called(long target, int depth) {
    if (conventions.isTracer(target) || conventions.isReturn(target)) {
      return Instruction.Reach.NOTHING;
    }
    return conventions.isIndirect(target) ? Instruction.Reach.CHANGES : reach(target, depth + 1);
  }

  private static Instruction.Reach more(Instruction.Reach a, Instruction.Reach b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
