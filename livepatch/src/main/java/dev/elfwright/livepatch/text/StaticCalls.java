package dev.elfwright.livepatch.text;

import dev.elfwright.livepatch.code.CodeImage;
import dev.elfwright.livepatch.kernel.KernelSymbol;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Calls whose target the kernel rewrites, {@code __static_call_transform} in {@code
 * arch/x86/kernel/static_call.c}: each has a key, a variable with the function that is called now.
 */
final class StaticCalls {
  private static final int ENTRY = 8;

  // Bits of the reference to the key (include/linux/static_call_types.h).
  private static final int IS_TAIL = 1;
  private static final int FLAGS = 3;

  private static final byte[] RETURN_ZERO = Encoding.hex("2e2e2e31c0");

  private static final String TRAMPOLINE = "__SCT__";
  private static final String KEY = "__SCK__";

  private final CodeImage code;
  private final RunningKernel kernel;
  private final Thunks thunks;

  StaticCalls(CodeImage code, RunningKernel kernel, Thunks thunks) {
    this.code = code;
    this.kernel = kernel;
    this.thunks = thunks;
  }

  void apply(Tables tables) throws IOException {
    Optional<CodeImage.Table> sites =
        tables.find(".static_call_sites", "__start_static_call_sites", "__stop_static_call_sites");
    if (sites.isPresent()) {
      long end = sites.get().end();
      for (long at = sites.get().address(); at + ENTRY <= end; at += ENTRY) {
        site(at);
      }
    }
    trampolines();
  }

  /** Two distances of four bytes: to the call, and to the key or, in modules, the trampoline. */
  private void site(long entry) throws IOException {
    long site = code.relative(entry);
    long reference = code.relative(entry + 4);
    if (!code.has(site, Encoding.SIZE)) {
      return;
    }
    OptionalLong key = keyOf(reference & ~FLAGS);
    if (key.isEmpty()) {
      throw code.malformed("a static call at 0x%x without a key".formatted(site));
    }
    transform(site, kernel.memory().i64(key.getAsLong()), (reference & IS_TAIL) != 0);
  }

  /** {@code tramp_key_lookup}: for keys that are not exported there is a table. */
  private OptionalLong keyOf(long reference) throws IOException {
    long text = kernel.address("_text");
    if (Long.compareUnsigned(reference, text) < 0
        || Long.compareUnsigned(reference, kernel.address("_etext")) >= 0) {
      return OptionalLong.of(reference);
    }
    Optional<CodeImage.Table> keys =
        kernel.table("__start_static_call_tramp_key", "__stop_static_call_tramp_key");
    if (keys.isPresent()) {
      for (long at = keys.get().address(); at + ENTRY <= keys.get().end(); at += ENTRY) {
        if (at + kernel.memory().i32(at) == reference) {
          return OptionalLong.of(at + 4 + kernel.memory().i32(at + 4));
        }
      }
    }
    return OptionalLong.empty();
  }

  private void transform(long site, long function, boolean isTail) throws IOException {
    if (code.u8(site) == 0x0f && (code.u8(site + 1) & 0xf0) == 0x80) {
      conditional(site, function);
    } else if (isTail) {
      code.write(
          Cause.STATIC_CALL.ordinal(),
          site,
          function == 0 ? thunks.returnAt(site) : Encoding.branch(Encoding.JUMP, site, function));
    } else {
      boolean isZero = function == kernel.find("__static_call_return0").orElse(0);
      code.write(
          Cause.STATIC_CALL.ordinal(),
          site,
          function == 0
              ? Encoding.nops(Encoding.SIZE)
              : isZero ? RETURN_ZERO : Encoding.branch(Encoding.CALL, site, function));
    }
  }

  /** A jump in six bytes, the last five of which are counted like a jump of five. */
  private void conditional(long site, long function) {
    long target = function != 0 ? function : kernel.address(thunks.conditionalReturn());
    byte[] jump = Encoding.branch(code.u8(site + 1), site + 1, target);
    code.write(Cause.STATIC_CALL.ordinal(), site + 1, jump);
  }

  /** A trampoline and its key have the same name but for how it begins. */
  private void trampolines() throws IOException {
    for (KernelSymbol s : kernel.image().symbols().all()) {
      if (s.name().startsWith(TRAMPOLINE) && s.namesakes() == 1) {
        OptionalLong key = kernel.find(KEY + s.name().substring(TRAMPOLINE.length()));
        long site = kernel.moved(s.address());
        if (key.isPresent() && code.has(site, Encoding.SIZE)) {
          transform(site, kernel.memory().i64(key.getAsLong()), true);
        }
      }
    }
  }
}
