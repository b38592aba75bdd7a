package dev.elfwright.livepatch.diff;

import dev.elfwright.livepatch.object.CompiledObject;
import dev.elfwright.livepatch.object.ObjectSection;
import dev.elfwright.livepatch.object.Piece;
import dev.elfwright.livepatch.object.Relocations;
import java.util.Set;

/**
 * Where the function tracer can take over a function: livepatch redirects calls there, so that a
 * function without it cannot be replaced (kernel/trace/ftrace.c; arch/CPU/kernel/ftrace.c).
 */
final class Tracer {
  private static final Set<String> CALLS = Set.of("__fentry__", "_mcount", "mcount");
  private static final Set<String> TABLES = Set.of("__mcount_loc", "__patchable_function_entries");

  // JGNOP 0: what -mnop-mcount leaves at the start of a function on s390x.
  private static final byte[] S390_NOP = {(byte) 0xc0, 0x04, 0, 0, 0, 0};

  private Tracer() {}

  /** Whether the tracer can take over this function. */
  static boolean hasSite(CompiledObject object, Piece function) {
    if (function.entries().stream().anyMatch(e -> TABLES.contains(e.section().name()))) {
      return true;
    }
    return callOffset(object, function) >= 0;
  }

  /** The offset in the function of the call of the tracer, -1 when it has none that shows. */
  static long callOffset(CompiledObject object, Piece function) {
    ObjectSection section = function.section();
    Relocations r = section.relocations();
    for (int i = function.firstRelocation(); i < function.endOfRelocations(); i++) {
      if (CALLS.contains(r.symbol(i).name())) {
        boolean opcodeBefore =
            object.processor() == dev.elfwright.livepatch.object.Processor.X86_64;
        return r.offset(i) - function.start() - (opcodeBefore ? 1 : 0);
      }
    }
    if (object.processor() == dev.elfwright.livepatch.object.Processor.S390X
        && function.size() >= S390_NOP.length) {
      int from = (int) function.start();
      boolean nop =
          java.util.Arrays.equals(
              section.bytes(), from, from + S390_NOP.length, S390_NOP, 0, S390_NOP.length);
      return nop ? 0 : -1;
    }
    return -1;
  }
}
