package dev.elfwright.census.facts;

import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.SymbolVersion;
import dev.elfwright.elf.VersionTable;
import dev.elfwright.elf.constant.Abi;
import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.constant.SymbolType;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tables {@code symbols} and {@code versions}.
 *
 * @param undefined names of dynamic symbols that others have to define
 * @param glibc the highest version of glibc that is needed, empty for none
 */
record ElfSymbols(Set<String> undefined, String glibc) {

  static ElfSymbols of(String content, ElfModel model, Rows rows) {
    Optional<DynamicModel> dynamic = model.dynamic();
    if (dynamic.isEmpty() || dynamic.get().value(DynamicTag.SYMTAB).isEmpty()) {
      model.symbols().ifPresent(table -> addLinkable(content, model, table, rows));
      return new ElfSymbols(Set.of(), "");
    }
    SymbolTable table = dynamic.get().symbols();
    VersionTable versions = dynamic.get().versions().orElse(null);
    Set<String> undefined = new HashSet<>();
    for (int i = 1; i < table.count(); i++) {
      add(content, model.header().abi(), table, i, version(versions, i), rows);
      if (table.isUndefined(i)) {
        undefined.add(table.name(i));
      }
    }
    return new ElfSymbols(undefined, versions == null ? "" : addVersions(content, versions, rows));
  }

  /** What a linker would bind: local symbols say nothing to other files. */
  private static void addLinkable(String content, ElfModel model, SymbolTable table, Rows rows) {
    for (int i = 1; i < table.count(); i++) {
      if (table.binding(i) != SymbolBinding.LOCAL) {
        add(content, model.header().abi(), table, i, null, rows);
      }
    }
  }

  private static @Nullable SymbolVersion version(@Nullable VersionTable versions, int symbol) {
    return versions == null ? null : versions.version(symbol);
  }

  private static void add(
      String content,
      Abi abi,
      SymbolTable table,
      int i,
      @Nullable SymbolVersion version,
      Rows rows) {
    boolean defined = !table.isUndefined(i);
    rows.add(
        "symbols",
        content,
        table.name(i),
        version == null ? "" : version.name(),
        version != null && version.from() instanceof SymbolVersion.Needed n ? n.file() : "",
        defined,
        defined && (version == null || !version.hidden()),
        SymbolBinding.name(table.binding(i), abi),
        SymbolType.name(table.type(i), abi),
        visibility(table.visibility(i)),
        table.value(i),
        table.size(i));
  }

  private static String visibility(int value) {
    return switch (value) {
      case Symbol.VISIBILITY_INTERNAL -> "internal";
      case Symbol.VISIBILITY_HIDDEN -> "hidden";
      case Symbol.VISIBILITY_PROTECTED -> "protected";
      default -> "default";
    };
  }

  /** Adds all of them; the highest of glibc's that is needed. */
  private static String addVersions(String content, VersionTable versions, Rows rows) {
    GlibcVersion highest = GlibcVersion.NONE;
    for (SymbolVersion v : versions.declared().values()) {
      switch (v.from()) {
        case SymbolVersion.Defined(boolean base) -> {
          if (!base) {
            rows.add("versions", content, "defined", "", v.name(), false);
          }
        }
        case SymbolVersion.Needed(String file, boolean weak, _) -> {
          rows.add("versions", content, "needed", file, v.name(), weak);
          highest = highest.max(GlibcVersion.of(v.name()));
        }
      }
    }
    return highest.text();
  }
}
