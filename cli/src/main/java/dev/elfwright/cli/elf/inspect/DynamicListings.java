package dev.elfwright.cli.elf.inspect;

import dev.elfwright.elf.DynamicEntry;
import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.SymbolVersion;
import dev.elfwright.elf.VersionTable;
import dev.elfwright.elf.constant.Abi;
import dev.elfwright.elf.constant.DynamicFlag;
import dev.elfwright.elf.constant.DynamicTag;
import java.util.List;
import java.util.Map;

/** The dynamic section, and the versions that it declares. */
final class DynamicListings {
  private DynamicListings() {}

  static List<Listing> entries(ElfModel file) {
    return file.dynamic().stream().map(d -> entries(d, file.header().abi())).toList();
  }

  private static Listing entries(DynamicModel dynamic, Abi abi) {
    return new Listing(
        "dynamic",
        "Dynamic section",
        List.of(Column.name("tag"), Column.address("value"), Column.word("meaning")),
        () ->
            dynamic.table().entries().stream()
                .map(e ->
                    List.of(DynamicTag.name(e.tag(), abi), e.value(), meaning(dynamic, e, abi))));
  }

  private static String meaning(DynamicModel dynamic, DynamicEntry e, Abi abi) {
    long tag = e.tag();
    if (tag == DynamicTag.NEEDED
        || tag == DynamicTag.SONAME
        || tag == DynamicTag.RPATH
        || tag == DynamicTag.RUNPATH) {
      return dynamic.strings().at(e.value());
    }
    return tag == DynamicTag.FLAGS || tag == DynamicTag.FLAGS_1
        ? String.join(" ", DynamicFlag.names(tag, e.value(), abi))
        : "";
  }

  static List<Listing> versions(ElfModel file) {
    return file.dynamic().flatMap(DynamicModel::versions).stream()
        .map(DynamicListings::versions)
        .toList();
  }

  private static Listing versions(VersionTable versions) {
    return new Listing(
        "versions",
        "Symbol versions",
        List.of(
            Column.number("index"),
            Column.name("name"),
            Column.word("origin"),
            Column.word("file"),
            Column.word("flags")),
        () -> versions.declared().entrySet().stream().map(DynamicListings::version));
  }

  private static List<Object> version(Map.Entry<Integer, SymbolVersion> entry) {
    long index = entry.getKey();
    String name = entry.getValue().name();
    return switch (entry.getValue().from()) {
      case SymbolVersion.Defined(boolean base) ->
          List.of(index, name, "defined", "", base ? "base" : "");
      case SymbolVersion.Needed(String file, boolean weak, boolean exact) ->
          List.of(index, name, "needed", file, weak ? "weak" : "");
    };
  }
}
