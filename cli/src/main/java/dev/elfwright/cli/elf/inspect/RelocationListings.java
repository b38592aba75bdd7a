package dev.elfwright.cli.elf.inspect;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.RelrTable;
import dev.elfwright.elf.constant.RelocationNames;
import dev.elfwright.elf.inspect.Relocations;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** All relocations, with the names of their types and targets. */
final class RelocationListings {
  private static final List<Column> COLUMNS =
      List.of(
          Column.word("section"),
          Column.address("offset"),
          Column.word("type"),
          Column.number("addend"),
          Column.word("target"));

  private RelocationListings() {}

  static List<Listing> of(ElfModel file) {
    List<Relocations> tables = Relocations.of(file);
    RelocationNames names = RelocationNames.of(file.header().abi(), file.header().flags());
    List<Listing> found = new ArrayList<>(2);
    found.add(
        new Listing(
            "relocations",
            "Relocations",
            COLUMNS,
            () -> tables.stream().flatMap(t -> rows(file, t, names))));
    file.dynamic().flatMap(d -> d.relr()).ifPresent(r -> found.add(relr(r)));
    return found;
  }

  private static Stream<List<Object>> rows(
      ElfModel file, Relocations relocations, RelocationNames names) {
    return IntStream.range(0, relocations.table().count())
        .mapToObj(i ->
            List.of(
                relocations.where(),
                relocations.table().offset(i),
                names.name(relocations.table().type(i)),
                relocations.table().addend(i),
                relocations.target(file, i)));
  }

  private static Listing relr(RelrTable table) {
    return new Listing(
        "relativeRelocations",
        "Relative relocations (RELR)",
        List.of(Column.address("offset")),
        () -> {
          LongStream.Builder addresses = LongStream.builder();
          table.forEach(addresses::add);
          return addresses.build().mapToObj(a -> List.of((Object) a));
        });
  }
}
