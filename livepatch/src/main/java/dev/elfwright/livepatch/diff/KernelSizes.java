package dev.elfwright.livepatch.diff;

import dev.elfwright.livepatch.LivepatchRefusedException;
import dev.elfwright.livepatch.object.CompiledObject;
import dev.elfwright.livepatch.object.ObjectSection;
import dev.elfwright.livepatch.special.Policy;
import dev.elfwright.livepatch.special.SpecialSection;
import dev.elfwright.livepatch.special.StructureSizes;

/**
 * Whether tables of an object have entries as large as the kernel's own types say. The object's are
 * found by its relocations; an object that was made with other headers than the kernel differs.
 */
final class KernelSizes {
  private KernelSizes() {}

  /**
   * Compares all tables of entries for which the kernel has a struct.
   *
   * @throws LivepatchRefusedException when one differs; the message names the section
   */
  static void requireAgreement(CompiledObject object, String kernel, StructureSizes types) {
    for (ObjectSection section : object.sections()) {
      SpecialSection special = section.special();
      if (special != null
          && special.policy() == Policy.ENTRIES
          && !special.structure().isEmpty()
          && !section.pieces().isEmpty()) {
        types
            .size(special.structure())
            .ifPresent(size -> compare(object, section, kernel, special.structure(), size));
      }
    }
  }

  private static void compare(
      CompiledObject object, ObjectSection section, String kernel, String structure, long size) {
    long found = section.pieces().getFirst().size();
    // A lone entry may lack the padding that aligns the next one.
    boolean isLone = section.pieces().size() == 1;
    if (found != size && !(isLone && found < size)) {
      throw new LivepatchRefusedException(
          "%s: section %s has entries of %d bytes, struct %s of %s has %d"
              .formatted(object.file(), section.name(), found, structure, kernel, size));
    }
  }
}
