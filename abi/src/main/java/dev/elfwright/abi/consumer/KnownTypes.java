package dev.elfwright.abi.consumer;

import dev.elfwright.dwarf.Dwarf;
import dev.elfwright.dwarf.Entry;
import dev.elfwright.dwarf.Unit;
import dev.elfwright.dwarf.constant.At;
import dev.elfwright.dwarf.constant.Tag;
import dev.elfwright.elf.debug.DebugFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The types whose definitions a consumer's code knew. What it knew by declaration only, its
 * compiler could not lay out: no member and no size of it is compiled in.
 */
public final class KnownTypes {
  /**
   * DW_LANG_C89, C, C99, C11, C17, C23. Of a class, compilers write only the declaration where its
   * virtual table is in another unit, however much the code knows of it.
   */
  private static final Set<Long> C = Set.of(0x1L, 0x2L, 0xcL, 0x1dL, 0x2cL, 0x3eL);

  private KnownTypes() {}

  /**
   * Their names, without namespaces; empty when there is code of which no types are told: the file
   * has no debugging information, or parts of it have none, or a part of it is not found.
   *
   * @throws IOException when a file cannot be read
   * @throws dev.elfwright.elf.ElfFormatException when debugging information is malformed
   */
  public static Optional<Set<String>> of(Path file, DebugFiles debugFiles) throws IOException {
    Optional<Dwarf> dwarf = Dwarf.open(file, debugFiles);
    if (dwarf.isEmpty()) {
      return Optional.empty();
    }
    try (Dwarf open = dwarf.get()) {
      Set<String> names = ConcurrentHashMap.newKeySet();
      List<Unit> lacking = open.units().parallelStream().filter(u -> !addNames(u, names)).toList();
      return lacking.isEmpty()
              && open.missing().isEmpty()
              && TypedCode.isWhole(open, file, debugFiles)
          ? Optional.of(Set.copyOf(names))
          : Optional.empty();
    }
  }

  /** Adds the names that a unit tells; false if it was made for lines only (-g1) and tells none. */
  private static boolean addNames(Unit unit, Set<String> names) {
    Unit outline = unit.split().orElse(unit).outline();
    try {
      return addNames(outline.root(), names) || !TypedCode.isCompiled(unit);
    } finally {
      outline.forgetEntries();
    }
  }

  private static boolean addNames(Optional<Entry> root, Set<String> names) {
    boolean isC = root.flatMap(r -> r.number(At.LANGUAGE)).filter(C::contains).isPresent();
    boolean hasFunctions = false;
    // gcc writes its flags.
    boolean isTerse =
        root.flatMap(r -> r.text(At.PRODUCER)).filter(p -> p.contains(" -g1")).isPresent();
    List<Entry> waiting = new ArrayList<>();
    root.ifPresent(waiting::add);
    while (!waiting.isEmpty()) {
      for (Entry e : waiting.removeLast().children()) {
        switch (e.tag()) {
          case Tag.NAMESPACE -> waiting.add(e);
          case Tag.STRUCTURE_TYPE, Tag.CLASS_TYPE, Tag.UNION_TYPE, Tag.ENUMERATION_TYPE -> {
            if (!isC || !e.flag(At.DECLARATION)) {
              e.name().ifPresent(names::add);
            }
            waiting.add(e);
          }
          case Tag.TYPEDEF -> {
            if (e.type().map(KnownTypes::isNameless).orElse(false)) {
              e.name().ifPresent(names::add);
            }
          }
          // Units that clang made for lines only have no functions.
          case Tag.SUBPROGRAM -> hasFunctions = true;
          default -> {}
        }
      }
    }
    return hasFunctions && !isTerse;
  }

  /** What has no name of its own goes by that of its typedef. */
  private static boolean isNameless(Entry type) {
    return type.name().isEmpty() && type.tag() != Tag.POINTER_TYPE;
  }
}
