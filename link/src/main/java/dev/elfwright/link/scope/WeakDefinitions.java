package dev.elfwright.link.scope;

import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.link.scope.Binding.Definition;
import org.jspecify.annotations.Nullable;

/** What a weak definition is worth to a look-up (glibc elf/dl-lookup.c, _dl_dynamic_weak). */
enum WeakDefinitions {
  /** As much as any other, in glibc's loader since 2.2. */
  COUNT {
    @Override
    boolean isGivenUp(Definition found) {
      return false;
    }
  },
  /**
   * Only when no other definition follows. So it is in a statically linked program, whose start
   * reads the variable LD_DYNAMIC_WEAK the wrong way round: the rule of old holds unless the
   * variable has a value (elf/dl-support.c, _dl_non_dynamic_init; still so in glibc 2.42).
   */
  GIVE_WAY {
    @Override
    boolean isGivenUp(Definition found) {
      return found.object().dynamic().symbols().binding(found.symbol()) == SymbolBinding.WEAK;
    }
  };

  /** Whether a look-up goes on behind a definition for a better one. */
  abstract boolean isGivenUp(Definition found);

  /** The better of two definitions, the first of which was met first. */
  @Nullable Definition better(@Nullable Definition first, @Nullable Definition second) {
    return first == null || second != null && isGivenUp(first) && !isGivenUp(second)
        ? second
        : first;
  }
}
