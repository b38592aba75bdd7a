package dev.elfwright.livepatch.build;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.livepatch.diff.Carried;
import dev.elfwright.livepatch.diff.ObjectDiff;
import dev.elfwright.livepatch.kernel.KernelSymbol;
import java.util.Map;

/**
 * A source file whose patch has something to carry.
 *
 * @param unit the file
 * @param diff what the patch changes
 * @param object an object file of what is carried
 * @param functions what it replaces, as the kernel has it
 */
record ChangedUnit(
    Kbuild.Unit unit, ObjectDiff diff, ElfModel object, Map<String, KernelSymbol> functions) {
  /** Why a function is replaced. */
  String why(String function) {
    return diff.functions().stream()
        .filter(c -> c.name().equals(function))
        .map(Carried::why)
        .findFirst()
        .orElse("");
  }
}
