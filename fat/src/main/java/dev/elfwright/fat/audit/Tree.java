package dev.elfwright.fat.audit;

import dev.elfwright.packages.Package;
import dev.elfwright.packages.PackageSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * All that was read for one architecture.
 *
 * @param names the architecture's
 * @param packages by name
 * @param files by path, in which the architecture's name is replaced
 * @param universe in which dependencies are looked up
 */
record Tree(
    ArchitectureNames names,
    SequencedMap<String, PackageFacts> packages,
    TreeMap<String, FileFacts> files,
    PackageSet universe) {

  static Tree of(ArchitectureNames names, List<PackageFacts> read, Optional<PackageSet> universe) {
    SequencedMap<String, PackageFacts> packages = new LinkedHashMap<>();
    TreeMap<String, FileFacts> files = new TreeMap<>();
    for (PackageFacts p : read) {
      packages.putIfAbsent(p.name(), p);
      for (FileFacts f : p.files()) {
        files.putIfAbsent(names.neutral(f.file().path()), f);
      }
    }
    List<Package> own = read.stream().flatMap(p -> p.description().stream()).toList();
    return new Tree(
        names, packages, files, universe.orElseGet(() -> new PackageSet(names.debian(), own)));
  }

  String architecture() {
    return names.debian();
  }

  /** The packages that describe themselves, by name. */
  Map<String, Package> descriptions() {
    Map<String, Package> found = new LinkedHashMap<>();
    packages.forEach((name, p) -> p.description().ifPresent(d -> found.put(name, d)));
    return found;
  }
}
