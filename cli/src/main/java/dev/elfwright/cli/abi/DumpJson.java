package dev.elfwright.cli.abi;

import dev.elfwright.abi.library.ExportedSymbol;
import dev.elfwright.abi.library.LibraryAbi;
import dev.elfwright.abi.library.Protection;
import dev.elfwright.abi.library.RestartableSequences;
import dev.elfwright.abi.library.Sight;
import dev.elfwright.abi.library.SymbolKind;
import dev.elfwright.abi.library.ThreadLocals;
import dev.elfwright.abi.type.Type;
import dev.elfwright.abi.type.TypeTable;
import dev.elfwright.dwarf.constant.Encoding;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.SymbolBinding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How {@code abi dump --json} shows a library. */
record DumpJson(
    String file,
    String machine,
    Optional<String> soname,
    List<String> needed,
    List<String> versions,
    boolean symbolic,
    Sight sight,
    ThreadLocals threadLocals,
    RestartableSequences sequences,
    List<SymbolEntry> symbols,
    List<Map<String, Object>> types) {

  record SymbolEntry(
      String name,
      Optional<String> version,
      boolean isDefault,
      SymbolKind kind,
      String binding,
      String visibility,
      Optional<Long> size,
      Optional<Long> alignment,
      Optional<Protection> protection,
      Optional<Integer> type,
      Optional<String> declaration) {
    static SymbolEntry of(ExportedSymbol s, TypeTable types) {
      boolean isVariable = s.kind() == SymbolKind.DATA || s.kind() == SymbolKind.THREAD_LOCAL;
      return new SymbolEntry(
          s.name(),
          s.version(),
          s.isDefault(),
          s.kind(),
          SymbolBinding.name(s.binding()),
          s.visibility() == Symbol.VISIBILITY_PROTECTED ? "protected" : "default",
          // How long a function's code is, is no part of what others rely on.
          s.kind().isFunction() ? Optional.empty() : Optional.of(s.size()),
          isVariable ? Optional.of(s.alignment()) : Optional.empty(),
          s.kind() == SymbolKind.DATA ? Optional.of(s.protection()) : Optional.empty(),
          s.hasType() ? Optional.of(s.type()) : Optional.empty(),
          s.hasType() ? Optional.of(types.spell(s.type())) : Optional.empty());
    }
  }

  static DumpJson of(LibraryAbi abi) {
    return new DumpJson(
        abi.file(),
        Machine.name(abi.machine()),
        abi.soname(),
        abi.needed(),
        abi.versions(),
        abi.isSymbolic(),
        abi.sight(),
        abi.threadLocals(),
        abi.sequences(),
        abi.symbols().stream().map(s -> SymbolEntry.of(s, abi.types())).toList(),
        abi.types().types().stream().map(DumpJson::type).toList());
  }

  private static Map<String, Object> type(Type type) {
    Map<String, Object> out = new LinkedHashMap<>();
    switch (type) {
      case Type.Nothing _ -> out.put("kind", "void");
      case Type.Base(String name, long size, int encoding) -> {
        out.put("kind", "base");
        out.put("name", name);
        out.put("size", size);
        out.put("encoding", encoding == 0 ? "" : Encoding.name(encoding));
      }
      case Type.Pointer p -> {
        out.put("kind", p.kind());
        out.put("size", p.size());
        out.put("to", p.to());
      }
      case Type.MemberPointer p -> {
        out.put("kind", "member-pointer");
        out.put("owner", p.owner());
        out.put("to", p.to());
      }
      case Type.Array(int element, List<Long> counts, boolean isVector) -> {
        out.put("kind", isVector ? "vector" : "array");
        out.put("element", element);
        out.put("counts", counts);
      }
      case Type.Qualified q -> {
        out.put("kind", q.qualifier());
        out.put("of", q.of());
      }
      case Type.Typedef t -> {
        out.put("kind", "typedef");
        out.put("name", t.name());
        out.put("of", t.of());
      }
      case Type.Function f -> {
        out.put("kind", "function");
        out.put("result", f.result());
        out.put("parameters", f.parameters());
        out.put("variadic", f.isVariadic());
      }
      case Type.Enumeration e -> {
        out.put("kind", "enum");
        out.put("name", e.name());
        out.put("size", e.size());
        out.put("enumerators", e.enumerators());
      }
      case Type.Opaque o -> {
        out.put("kind", o.kind());
        out.put("name", o.name());
        out.put("opaque", true);
      }
      case Type.Aggregate a -> aggregate(a, out);
    }
    return out;
  }

  private static void aggregate(Type.Aggregate a, Map<String, Object> out) {
    out.put("kind", a.kind());
    out.put("name", a.name());
    out.put("size", a.size());
    if (a.alignment() != 0) {
      out.put("alignment", a.alignment());
    }
    if (a.passing() == Type.Passing.BY_REFERENCE) {
      out.put("passing", a.passing());
    }
    if (!a.bases().isEmpty()) {
      out.put("bases", a.bases());
    }
    out.put("members", a.members());
    if (!a.virtuals().isEmpty()) {
      out.put("virtuals", a.virtuals());
    }
  }
}
