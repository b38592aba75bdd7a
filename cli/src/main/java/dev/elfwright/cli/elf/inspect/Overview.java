package dev.elfwright.cli.elf.inspect;

import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Names;
import dev.elfwright.elf.Note;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.SegmentType;
import dev.elfwright.elf.inspect.FileKind;
import dev.elfwright.elf.inspect.Hardening;
import dev.elfwright.elf.inspect.TargetedRelocations;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** What is said of a file first: a word for each fact that it has. */
final class Overview {
  private final ElfModel file;
  private final Map<String, Object> facts = new LinkedHashMap<>();

  private Overview(ElfModel file) {
    this.file = file;
  }

  /** The facts in order; values are strings, numbers, lists and maps of those. */
  static Map<String, Object> of(ElfModel file) {
    Overview overview = new Overview(file);
    overview.identity();
    file.dynamic().ifPresent(overview::dynamic);
    overview.tables();
    return overview.facts;
  }

  private void identity() {
    var h = file.header();
    facts.put("kind", FileKind.of(file).description());
    facts.put("machine", Machine.name(h.machine()));
    facts.put("class", h.is64() ? "64 bit" : "32 bit");
    facts.put("byteOrder", h.order().toString());
    facts.put("fileSize", file.contents().byteSize());
    file.interpreter().ifPresent(path -> facts.put("interpreter", path));
    NoteListings.notes(file)
        .filter(n -> n.type() == Note.GNU_BUILD_ID && n.name().equals("GNU"))
        .findFirst()
        .ifPresent(n -> facts.put("buildId", NoteListings.hex(n.description())));
    Hardening.of(file).ifPresent(h2 -> facts.put("hardening", hardening(h2)));
  }

  private static Map<String, Object> hardening(Hardening hardening) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("pie", hardening.pie());
    map.put("relro", word(hardening.relro()));
    map.put("stack", word(hardening.stack()));
    map.put("textRelocations", hardening.textRelocations());
    map.put("controlFlow", hardening.controlFlow());
    return map;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void dynamic(DynamicModel dynamic) {
    dynamic.soname().ifPresent(name -> facts.put("soname", name));
    facts.put("needed", dynamic.needed());
    dynamic.rpath().ifPresent(path -> facts.put("rpath", path));
    dynamic.runpath().ifPresent(path -> facts.put("runpath", path));
  }

  private void tables() {
    Map<String, Object> symbols = new LinkedHashMap<>();
    file.dynamic().ifPresent(d -> count(symbols, "dynamic", d.symbols()));
    file.symbols().ifPresent(s -> symbols.put("full", Math.max(0, s.count() - 1L)));
    facts.put("symbols", symbols);
    facts.put("relocations", TargetedRelocations.countsByType(file));
    file.segments(SegmentType.TLS)
        .findFirst()
        .ifPresent(
            s -> facts.put("tls", Map.of("size", s.memorySize(), "initialized", s.fileSize())));
  }

  private static void count(Map<String, Object> symbols, String table, SymbolTable of) {
    long undefined = 0;
    for (int i = 1; i < of.count(); i++) {
      undefined += of.isUndefined(i) ? 1 : 0;
    }
    symbols.put(table.concat("Defined"), Math.max(0, of.count() - 1L) - undefined);
    symbols.put(table.concat("Undefined"), undefined);
  }

  /**
   * A value as one line of text. Without streams, and without a switch over types, which the JVM
   * links anew at each start.
   */
  static String text(Object value) {
    if (value instanceof List<?> list) {
      StringJoiner joined = new StringJoiner(", ").setEmptyValue("none");
      for (Object one : list) {
        joined.add(text(one));
      }
      return joined.toString();
    }
    if (value instanceof Map<?, ?> map) {
      StringJoiner joined = new StringJoiner(", ").setEmptyValue("none");
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        joined.add(String.valueOf(entry.getKey()).concat(" ").concat(text(entry.getValue())));
      }
      return joined.toString();
    }
    if (value instanceof Boolean flag) {
      return flag ? "yes" : "no";
    }
    return Names.printable(value.toString());
  }
}
