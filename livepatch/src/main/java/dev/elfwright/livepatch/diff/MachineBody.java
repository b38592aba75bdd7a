package dev.elfwright.livepatch.diff;

import dev.elfwright.livepatch.object.CompiledObject;
import dev.elfwright.livepatch.object.CompilerNames;
import dev.elfwright.livepatch.object.Piece;
import dev.elfwright.livepatch.object.Processor;
import dev.elfwright.livepatch.object.Relocations;
import dev.elfwright.machine.x86.Instruction;
import java.util.Optional;
import java.util.Set;

/**
 * What compilers conclude from a function's body for the functions that call it, as far as its own
 * code tells. Of processors other than x86-64 nothing is concluded.
 *
 * @param isClone whether its parameters are of the compiler's making
 * @param returns whether it may come back to its caller
 * @param reach what it does beyond its result
 */
record MachineBody(boolean isClone, boolean returns, Instruction.Reach reach) {
  private static final Set<String> TRACERS = Set.of("__fentry__", "mcount");
  private static final String RETURN_THUNK = "__x86_return_thunk";

  static MachineBody of(CompiledObject object, Piece function) {
    boolean isClone = CompilerNames.isClone(function.name());
    if (object.processor() != Processor.X86_64 || !function.section().hasBytes()) {
      return new MachineBody(isClone, true, Instruction.Reach.CHANGES);
    }
    boolean returns = false;
    Instruction.Reach most = Instruction.Reach.NOTHING;
    byte[] bytes = function.section().bytes();
    int at = (int) function.start();
    while (at < function.start() + function.contentSize()) {
      Optional<Instruction> found = Instruction.decode(bytes, at, (int) function.end(), at);
      if (found.isEmpty()) {
        return new MachineBody(isClone, true, Instruction.Reach.CHANGES);
      }
      Instruction i = found.get();
      String target = target(function, at, i);
      boolean leaves = !target.isEmpty() && !TRACERS.contains(target);
      boolean isEnd = target.equals(RETURN_THUNK);
      returns |=
          switch (i.flow()) {
            case RETURN, INDIRECT_JUMP -> true;
            case JUMP, BRANCH -> leaves;
            case NEXT, CALL, INDIRECT_CALL, STOP -> false;
          };
      boolean doesMore =
          switch (i.flow()) {
            case JUMP, BRANCH, CALL -> leaves && !isEnd;
            case INDIRECT_JUMP, INDIRECT_CALL, STOP -> true;
            case NEXT, RETURN -> false;
          };
      Instruction.Reach reach = doesMore ? Instruction.Reach.CHANGES : i.reach();
      most = most.compareTo(reach) >= 0 ? most : reach;
      at += i.length();
    }
    return new MachineBody(isClone, returns, most);
  }

  /** What the instruction's distance leads to; empty within the function's section. */
  private static String target(Piece function, int at, Instruction i) {
    if (i.target().isEmpty()) {
      return "";
    }
    Relocations r = function.section().relocations();
    int first = r.from(at);
    if (first >= r.count() || r.offset(first) >= at + i.length()) {
      return "";
    }
    return r.isInside(first)
        ? r.target(first) == function ? "" : r.target(first).name()
        : r.symbol(first).name();
  }

  /**
   * Why a caller that was compiled with this body may not be given another one; empty when nothing
   * speaks against it.
   */
  String broken(MachineBody other) {
    if (isClone) {
      return "its parameters are of the compiler's making (-fipa-sra, -fipa-cp)";
    } else if (!returns && other.returns) {
      return "no code need stand behind its calls, for it never returned (-fipa-pure-const)";
    } else if (reach != Instruction.Reach.CHANGES && other.reach.compareTo(reach) > 0) {
      return "calls may have been left out or merged, for it had no effects (-fipa-pure-const)";
    }
    return "";
  }
}
