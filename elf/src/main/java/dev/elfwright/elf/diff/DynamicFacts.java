package dev.elfwright.elf.diff;

import dev.elfwright.elf.DynamicEntry;
import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.SymbolVersion;
import dev.elfwright.elf.constant.Abi;
import dev.elfwright.elf.constant.DynamicFlag;
import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.diff.Subject.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The dynamic section without what only says where and how large a table is, and the versions that
 * it declares.
 */
final class DynamicFacts {
  private static final Set<Long> STRINGS =
      Set.of(
          DynamicTag.SONAME,
          DynamicTag.RPATH,
          DynamicTag.RUNPATH,
          DynamicTag.AUXILIARY,
          DynamicTag.FILTER);

  /** Tables that are compared by what they hold; linkers and editors may drop empty ones. */
  private static final Set<Long> TABLES =
      Set.of(
          DynamicTag.STRTAB,
          DynamicTag.STRSZ,
          DynamicTag.SYMTAB,
          DynamicTag.SYMENT,
          DynamicTag.RELA,
          DynamicTag.RELASZ,
          DynamicTag.RELAENT,
          DynamicTag.RELACOUNT,
          DynamicTag.REL,
          DynamicTag.RELSZ,
          DynamicTag.RELENT,
          DynamicTag.RELCOUNT,
          DynamicTag.RELR,
          DynamicTag.RELRSZ,
          DynamicTag.RELRENT,
          DynamicTag.JMPREL,
          DynamicTag.PLTREL,
          DynamicTag.PLTRELSZ,
          DynamicTag.PLTGOT,
          DynamicTag.VERSYM,
          DynamicTag.VERDEF,
          DynamicTag.VERDEFNUM,
          DynamicTag.VERNEED,
          DynamicTag.VERNEEDNUM);

  private DynamicFacts() {}

  static void add(ElfModel file, Inventory to) {
    file.dynamic().ifPresent(dynamic -> add(dynamic, file.header().abi(), to));
  }

  private static void add(DynamicModel dynamic, Abi abi, Inventory to) {
    for (DynamicEntry e : dynamic.table().entries()) {
      if (e.tag() == DynamicTag.NEEDED) {
        to.add(Kind.NEEDED, dynamic.strings().at(e.value()));
      } else if (!TABLES.contains(e.tag())) {
        to.add(Kind.DYNAMIC, DynamicTag.name(e.tag(), abi), value(dynamic, e, abi));
      }
    }
    dynamic.versions().ifPresent(v -> v.declared().values().forEach(version -> add(version, to)));
  }

  /** Of an entry that holds an address only its presence is compared. */
  private static String value(DynamicModel dynamic, DynamicEntry e, Abi abi) {
    if (STRINGS.contains(e.tag())) {
      return dynamic.strings().at(e.value());
    }
    return e.tag() == DynamicTag.FLAGS || e.tag() == DynamicTag.FLAGS_1
        ? String.join(" ", DynamicFlag.names(e.tag(), e.value(), abi))
        : "";
  }

  private static void add(SymbolVersion version, Inventory to) {
    switch (version.from()) {
      // The base version is the soname once more, and no reference matches it.
      case SymbolVersion.Defined(var base) when base -> {}
      case SymbolVersion.Defined(_) -> to.add(Kind.VERSION, version.name());
      case SymbolVersion.Needed(var file, var weak, _) ->
          to.add(
              Kind.VERSION,
              version.name().concat(" of ").concat(file).concat(weak ? " (weak)" : ""));
    }
  }

  /** The loader searches in this order, so the same libraries in another one may bind otherwise. */
  static Optional<Change> orderOfNeeded(ElfModel before, ElfModel after) {
    List<String> old = before.dynamic().map(DynamicModel::needed).orElse(List.of());
    List<String> now = after.dynamic().map(DynamicModel::needed).orElse(List.of());
    boolean moved = !old.equals(now) && sorted(old).equals(sorted(now));
    return moved
        ? Optional.of(
            new Change.Altered(
                new Subject(Kind.NEEDED, "all"),
                "order",
                String.join(", ", old),
                String.join(", ", now)))
        : Optional.empty();
  }

  private static List<String> sorted(List<String> names) {
    return names.stream().sorted().toList();
  }
}
