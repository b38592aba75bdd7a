package dev.elfwright.cli.elf.inspect;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.RelrTable;
import dev.elfwright.elf.constant.RelocationNames;
import dev.elfwright.elf.inspect.RelocationTarget;
import dev.elfwright.elf.inspect.TargetedRelocations;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Relocations by what they refer to, and one by one. */
final class RelocationListings {
  private static final List<Column> COLUMNS =
      List.of(
          Column.word("section"),
          Column.address("offset"),
          Column.word("type"),
          Column.number("addend"),
          Column.name("target"));

  private RelocationListings() {}

  static List<Listing> targets(ElfModel file) {
    return List.of(
        new Listing(
            "relocationTargets",
            "Relocations by target",
            List.of(
                Column.name("target"),
                Column.number("count"),
                Column.counts("types"),
                Column.word("in")),
            () -> RelocationTarget.of(file).stream().map(RelocationListings::row)));
  }

  private static List<Object> row(RelocationTarget target) {
    return List.of(
        target.name(), target.count(), target.types(), String.join(", ", target.sections()));
  }

  static List<Listing> entries(ElfModel file) {
    List<TargetedRelocations> tables = TargetedRelocations.of(file);
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
      ElfModel file, TargetedRelocations of, RelocationNames names) {
    return of.relocations()
        .relocations()
        .map(r ->
            List.of(
                of.where(),
                r.offset(),
                names.name(r.type()),
                r.addend(),
                of.target(file, r.symbol())));
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
