package dev.elfwright.cli.elf.inspect;

import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.SymbolVersion;
import dev.elfwright.elf.VersionTable;
import dev.elfwright.elf.constant.Abi;
import dev.elfwright.elf.constant.SectionIndex;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.constant.SymbolType;
import dev.elfwright.elf.constant.SymbolVisibility;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Both symbol tables, read column by column as they are printed. */
final class SymbolListings {
  private static final List<Column> COLUMNS =
      List.of(
          Column.number("index"),
          Column.address("value"),
          Column.number("size"),
          Column.word("type"),
          Column.word("binding"),
          Column.word("visibility"),
          Column.word("section"),
          Column.name("name"),
          Column.word("version"));

  private final ElfModel file;
  private final Abi abi;
  private final SymbolTable table;
  private final Optional<VersionTable> versions;
  private final @Nullable String[] sectionNames;

  private SymbolListings(ElfModel file, SymbolTable table, Optional<VersionTable> versions) {
    this.file = file;
    this.abi = file.header().abi();
    this.table = table;
    this.versions = versions;
    this.sectionNames = new String[file.sections().size()];
  }

  static List<Listing> of(ElfModel file) {
    List<Listing> found = new ArrayList<>(2);
    for (DynamicModel d : file.dynamic().stream().toList()) {
      found.add(
          new SymbolListings(file, d.symbols(), d.versions())
              .listing("dynamicSymbols", "Dynamic symbols"));
    }
    file.symbols()
        .ifPresent(s ->
            found.add(new SymbolListings(file, s, Optional.empty()).listing("symbols", "Symbols")));
    return found;
  }

  /** The symbols of one name, with its version or without. */
  static List<Listing> named(ElfModel file, String name) {
    int at = name.indexOf('@');
    String plain = at < 0 ? name : name.substring(0, at);
    String version = at < 0 ? "" : name.substring(at).replace("@", "");
    return of(file).stream()
        .map(l ->
            new Listing(
                l.name(),
                l.title(),
                l.columns(),
                () -> l.rows().get().filter(row -> matches(row, plain, version))))
        .toList();
  }

  private static boolean matches(List<Object> row, String name, String version) {
    return row.get(7).equals(name)
        && (version.isEmpty() || row.get(8).toString().replace("@", "").equals(version));
  }

  private Listing listing(String name, String title) {
    return new Listing(name, title, COLUMNS, this::rows);
  }

  private Stream<List<Object>> rows() {
    return IntStream.range(1, table.count()).mapToObj(this::row);
  }

  private List<Object> row(int i) {
    return List.of(
        (long) i,
        table.value(i),
        table.size(i),
        SymbolType.name(table.type(i), abi),
        SymbolBinding.name(table.binding(i), abi),
        SymbolVisibility.name(table.visibility(i), abi),
        section(table.sectionIndex(i)),
        table.name(i),
        versions.map(v -> v.version(i)).map(SymbolVersion::suffix).orElse(""));
  }

  private String section(int index) {
    if (index == SectionIndex.UNDEF || index >= sectionNames.length) {
      return SectionIndex.name(index, abi);
    }
    String name = sectionNames[index];
    if (name == null) {
      name = file.sections().get(index).name();
      sectionNames[index] = name;
    }
    return name;
  }
}
