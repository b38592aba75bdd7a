package dev.elfwright.livepatch.object;

import dev.elfwright.livepatch.LivepatchRefusedException;
import dev.elfwright.livepatch.special.EntrySize;
import dev.elfwright.livepatch.special.SpecialSection;

/**
 * The size of a special section's entries in one object. Kernels differ in it, but all entries of a
 * section look alike: as many relocations at the same places in each. Of the sizes in the table the
 * first under which that holds is the one.
 */
final class EntryTable {
  private EntryTable() {}

  /**
   * The size in bytes.
   *
   * @throws LivepatchRefusedException when no size in the table fits
   */
  static int entrySize(KernelFile file, ObjectSection section, SpecialSection special) {
    for (EntrySize size : special.sizes()) {
      if (fits(section, special, size.bytes())) {
        return size.bytes();
      }
    }
    throw new LivepatchRefusedException(
        "%s: section %s: its %d bytes and %d relocations are no table of entries of %s bytes"
            .formatted(
                file.name(),
                section.name(),
                section.size(),
                section.relocations().count(),
                special.sizes().stream().map(s -> "" + s.bytes()).toList()));
  }

  /** The name of the object, for messages. */
  record KernelFile(String name) {}

  private static boolean fits(ObjectSection section, SpecialSection special, int size) {
    Relocations r = section.relocations();
    // The last entry may lack the padding that aligns the next one.
    if (section.size() % size != 0 && special.most() > 1) {
      return false;
    }
    for (long start = 0; start < section.size(); start += size) {
      int key = r.from(start + special.key());
      int references = r.from(start + size) - r.from(start);
      if (key == r.count()
          || r.offset(key) != start + special.key()
          || references < special.fewest()
          || references > special.most()) {
        return false;
      }
    }
    return true;
  }
}
