package dev.elfwright.elf.diff;

import dev.elfwright.elf.ElfModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Compares two ELF files by their meaning: header and interpreter, permissions of segments, the
 * dynamic section, versions, symbols, relocations by target, notes, and what sections hold.
 */
public final class ElfDiff {
  private ElfDiff() {}

  /**
   * What differs, ordered by kind and then as the files have it.
   *
   * @throws dev.elfwright.elf.ElfFormatException when one of the files is malformed
   */
  public static FileDiff between(ElfModel before, ElfModel after, Addresses addresses) {
    List<Change> changes =
        new ArrayList<>(
            Inventory.changes(inventory(before, addresses), inventory(after, addresses)));
    DynamicFacts.orderOfNeeded(before, after).ifPresent(changes::add);
    changes.addAll(new SectionBytes(before, after, addresses).changes());
    changes.sort(Comparator.comparing(c -> c.subject().kind()));
    return new FileDiff(before.file(), after.file(), changes);
  }

  private static Inventory inventory(ElfModel file, Addresses addresses) {
    Inventory inventory = new Inventory();
    HeaderFacts.add(file, addresses, inventory);
    SegmentFacts.add(file, inventory);
    DynamicFacts.add(file, inventory);
    SymbolFacts.add(file, addresses, inventory);
    RelocationFacts.add(file, inventory);
    NoteFacts.add(file, inventory);
    SectionFacts.add(file, addresses, inventory);
    return inventory;
  }
}
