package dev.elfwright.livepatch.special;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.livepatch.LivepatchRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A special section that a file has.
 *
 * @param name the section's name, or what the table has for all that begin alike
 * @param size its size in bytes
 * @param known its line in the table, or empty when nobody knows what it is for
 * @param entrySize the size of an entry in bytes, at least 1, by the file's own type information,
 *     or by the table when that has only one size, or empty
 */
public record FoundSection(
    String name, long size, Optional<SpecialSection> known, OptionalLong entrySize) {
  /**
   * The special sections of a kernel, a module or an object file, in their order: all that are
   * loaded and neither plain code nor plain data. Those of one name are one.
   */
  public static List<FoundSection> of(ElfModel model) {
    return list(model, StructureSizes.of(model));
  }

  /**
   * The same with the types of the kernel that a module or object is for.
   *
   * @throws LivepatchRefusedException when a section is no table of entries as large as they say
   */
  public static List<FoundSection> of(ElfModel model, StructureSizes kernel) {
    List<FoundSection> all = list(model, kernel);
    for (FoundSection f : all) {
      // Where an entry has one reference, the last may lack the padding that aligns the next.
      boolean isTable =
          f.known.filter(k -> k.policy() == Policy.ENTRIES && k.most() > 1).isPresent();
      if (isTable && f.entrySize.isPresent() && f.size % f.entrySize.getAsLong() != 0) {
        throw new LivepatchRefusedException(
            "%s: section %s has %d bytes, and an entry of the kernel has %d"
                .formatted(model.file(), f.name, f.size, f.entrySize.getAsLong()));
      }
    }
    return all;
  }

  private static List<FoundSection> list(ElfModel model, StructureSizes types) {
    var all = new ArrayList<FoundSection>();
    for (Section s : model.sections()) {
      SectionHeader h = s.header();
      String name = s.name();
      Optional<SpecialSection> known = SpecialSections.find(name, processor(model));
      boolean loaded = (h.flags() & SectionFlag.ALLOC) != 0 && h.size() > 0;
      if (!loaded || known.isEmpty() && SpecialSections.isOrdinary(name)) {
        continue;
      }
      String shown = known.map(SpecialSection::pattern).orElse(name);
      add(all, new FoundSection(shown, h.size(), known, entrySize(known, types)));
    }
    return List.copyOf(all);
  }

  private static void add(List<FoundSection> all, FoundSection found) {
    for (int i = 0; i < all.size(); i++) {
      FoundSection other = all.get(i);
      if (other.name.equals(found.name)) {
        long both = other.size + found.size;
        all.set(i, new FoundSection(found.name, both, found.known, found.entrySize));
        return;
      }
    }
    all.add(found);
  }

  private static OptionalLong entrySize(Optional<SpecialSection> known, StructureSizes types) {
    if (known.isEmpty() || known.get().sizes().isEmpty()) {
      return OptionalLong.empty();
    }
    SpecialSection line = known.get();
    if (!line.structure().isEmpty()) {
      OptionalLong size = types.size(line.structure());
      if (size.isPresent()) {
        return size;
      }
    }
    int bytes = line.sizes().getFirst().bytes();
    return line.sizes().size() == 1 && bytes > 0 ? OptionalLong.of(bytes) : OptionalLong.empty();
  }

  private static String processor(ElfModel model) {
    return switch (model.header().machine()) {
      case Machine.X86_64 -> "x86_64";
      case Machine.AARCH64 -> "aarch64";
      case Machine.PPC64 -> "ppc64le";
      case Machine.S390 -> "s390x";
      case Machine.LOONGARCH -> "loongarch64";
      default -> Machine.name(model.header().machine());
    };
  }
}
