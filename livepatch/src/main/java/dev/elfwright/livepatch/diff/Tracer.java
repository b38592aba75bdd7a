package dev.elfwright.livepatch.diff;

import dev.elfwright.livepatch.object.CompiledObject;
import dev.elfwright.livepatch.object.ObjectSection;
import dev.elfwright.livepatch.object.Piece;
import dev.elfwright.livepatch.object.Processor;
import dev.elfwright.livepatch.object.Relocations;
import java.util.Arrays;
import java.util.Set;

/**
 * Where the function tracer can take over a function: livepatch redirects calls there, so that a
 * function without it cannot be replaced (kernel/trace/ftrace.c; arch/CPU/kernel/ftrace.c).
 */
final class Tracer {
  private static final Set<String> CALLS = Set.of("__fentry__", "_mcount", "mcount");
  private static final String SITES = "__mcount_loc";

  /**
   * On x86 these are the padding before functions (CONFIG_CALL_PADDING, -fpatchable-function-entry
   * with as many bytes before a function as in all), which those that are not traced have too.
   */
  private static final String PATCHABLE_ENTRIES = "__patchable_function_entries";

  // JGNOP 0: what -mnop-mcount leaves at the start of a function on s390x.
  private static final byte[] S390_NOP = {(byte) 0xc0, 0x04, 0, 0, 0, 0};

  private Tracer() {}

  /** Whether the tracer can take over this function. */
  static boolean hasSite(CompiledObject object, Piece function) {
    return function.entries().stream().anyMatch(e -> isSite(object, e.section().name()))
        || callOffset(object, function) >= 0;
  }

  private static boolean isSite(CompiledObject object, String table) {
    return table.equals(SITES)
        || table.equals(PATCHABLE_ENTRIES) && object.processor() != Processor.X86_64;
  }

  /** The offset in the function of the call of the tracer, -1 when it has none that shows. */
  static long callOffset(CompiledObject object, Piece function) {
    ObjectSection section = function.section();
    Relocations r = section.relocations();
    for (int i = function.firstRelocation(); i < function.endOfRelocations(); i++) {
      if (CALLS.contains(r.symbol(i).name())) {
        boolean opcodeBefore = object.processor() == Processor.X86_64;
        return r.offset(i) - function.start() - (opcodeBefore ? 1 : 0);
      }
    }
    if (object.processor() == Processor.S390X && function.size() >= S390_NOP.length) {
      int from = (int) function.start();
      boolean nop =
          Arrays.equals(
              section.bytes(), from, from + S390_NOP.length, S390_NOP, 0, S390_NOP.length);
      return nop ? 0 : -1;
    }
    return -1;
  }
}
