package dev.elfwright.elf.inspect;

import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Relocations;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.SymbolVersion;
import dev.elfwright.elf.VersionTable;
import dev.elfwright.elf.constant.RelocationNames;
import dev.elfwright.elf.constant.SectionFlag;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** Groups the relocations of one file by target. */
final class RelocationGrouping {
  /** What is counted: a kind of relocation to one symbol or, without, into one section. */
  private record Key(long type, int symbol, String section) {}

  /** What was counted of one target. */
  private record Group(Map<String, Long> types, Set<String> sections) {
    Group() {
      this(new HashMap<>(), new HashSet<>());
    }
  }

  private final ElfModel file;
  private final RelocationNames names;
  private final Optional<VersionTable> versions;
  private final Map<Long, Boolean> relative = new HashMap<>();
  private final TreeMap<Long, Section> byAddress = new TreeMap<>(Long::compareUnsigned);
  private final Map<String, Group> groups = new HashMap<>();

  RelocationGrouping(ElfModel file) {
    this.file = file;
    this.names = RelocationNames.of(file.header().abi(), file.header().flags());
    this.versions = file.dynamic().flatMap(DynamicModel::versions);
    for (Section section : file.sections()) {
      if ((section.header().flags() & SectionFlag.ALLOC) != 0
          && (section.header().flags() & SectionFlag.TLS) == 0) {
        byAddress.put(section.header().address(), section);
      }
    }
  }

  List<RelocationTarget> targets() {
    TargetedRelocations.of(file).forEach(this::add);
    file.dynamic()
        .flatMap(DynamicModel::relr)
        .ifPresent(relr -> {
          Map<String, Long> counts = new HashMap<>();
          relr.forEach(place -> counts.merge(sectionAt(stored(place)), 1L, Long::sum));
          counts.forEach((section, count) -> group(section).types().put("RELR", count));
        });
    return groups.entrySet().stream()
        .map(e -> new RelocationTarget(e.getKey(), e.getValue().types(), e.getValue().sections()))
        .sorted(
            Comparator.comparingLong(RelocationTarget::count)
                .reversed()
                .thenComparing(RelocationTarget::name))
        .toList();
  }

  private void add(TargetedRelocations of) {
    Relocations relocations = of.relocations();
    Map<Key, Long> counts = new HashMap<>();
    relocations.forEach((offset, type, symbol, addend) -> {
      boolean named = symbol != 0 || !isRelative(type);
      String section = named ? "" : sectionAt(relocations.withAddend() ? addend : stored(offset));
      counts.merge(new Key(type, symbol, section), 1L, Long::sum);
    });
    counts.forEach((key, count) -> {
      Group group = group(key.section().isEmpty() ? target(of, key.symbol()) : key.section());
      group.types().merge(names.name(key.type()), count, Long::sum);
      if (!of.where().isEmpty()) {
        group.sections().add(of.where());
      }
    });
  }

  private Group group(String target) {
    return groups.computeIfAbsent(target, _ -> new Group());
  }

  private String target(TargetedRelocations of, int symbol) {
    String name = of.target(file, symbol);
    Optional<SymbolVersion> version =
        name.isEmpty() ? Optional.empty() : versions.map(v -> v.version(symbol));
    return version.map(v -> name.concat(v.suffix())).orElse(name);
  }

  /** By the name, which ends alike in all psABIs; other types without symbol hold no address. */
  private boolean isRelative(long type) {
    return relative.computeIfAbsent(type, t -> names.name(t).contains("RELATIVE"));
  }

  /** The word at an address, which an entry without addend adds the load address to. */
  private long stored(long address) {
    int size = file.bytes().wordSize();
    OptionalLong offset = file.offsetOf(address, size);
    return offset.isEmpty() ? 0 : file.bytes().word(offset.getAsLong());
  }

  private String sectionAt(long address) {
    Map.Entry<Long, Section> floor = byAddress.floorEntry(address);
    return floor != null && address - floor.getKey() < floor.getValue().header().size()
        ? floor.getValue().name()
        : "";
  }
}
