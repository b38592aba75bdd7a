package dev.elfwright.fat.trial;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.fat.FatFile;
import dev.elfwright.fat.FatRefusedException;
import dev.elfwright.fat.Slice;
import dev.elfwright.fat.merge.MergePlan;
import dev.elfwright.fat.merge.MergeRules;
import dev.elfwright.fat.merge.PlannedPath;
import dev.elfwright.fat.merge.PlannedPath.Outcome;
import dev.elfwright.fat.merge.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A share of the packages of a root, drawn by a seed, whose ELF files become fat.
 *
 * @param packages how many packages have ELF files
 * @param drawn the names of those that were drawn
 * @param plan what becomes of each path
 */
record Conversion(int packages, List<String> drawn, MergePlan plan) {

  /**
   * Draws packages of the first tree and plans their conversion. The second slice is the file of
   * the other tree at the same path, or at that with the other triplet; where there is none, the
   * fat file has one slice.
   */
  static Conversion draw(Tree base, Tree other, double share, long seed) throws IOException {
    MergePlan all = MergePlan.of(List.of(base), MergeRules.defaults(), (_, _, _) -> {});
    Set<Path> elf = new TreeSet<>();
    for (PlannedPath p : all.paths()) {
      if (isElf(base.root().resolve(p.path()))) {
        elf.add(p.path());
      }
    }
    Map<String, Set<Path>> owned = owned(base.root(), elf);
    List<String> names = new ArrayList<>(owned.keySet());
    Collections.shuffle(names, new Random(seed));
    List<String> drawn = names.subList(0, (int) Math.round(share * names.size()));
    Set<Path> chosen = new HashSet<>();
    drawn.forEach(name -> chosen.addAll(owned.get(name)));
    if (share == 1) {
      chosen.addAll(elf); // what no package owns too
    }
    Optional<String> from = triplet(base.root());
    Optional<String> to = triplet(other.root());
    List<PlannedPath> paths = new ArrayList<>();
    for (PlannedPath p : all.paths()) {
      paths.add(chosen.contains(p.path()) ? fat(p, other, from, to) : p);
    }
    return new Conversion(
        names.size(), drawn.stream().sorted().toList(), new MergePlan(List.of(base, other), paths));
  }

  private static PlannedPath fat(
      PlannedPath p, Tree other, Optional<String> from, Optional<String> to) {
    Path twin = other.root().resolve(p.path());
    if (!isElf(twin) && from.isPresent() && to.isPresent()) {
      twin = other.root().resolve(p.path().toString().replace(from.get(), to.get()));
    }
    List<Path> sources = new ArrayList<>(p.sources());
    List<String> names = new ArrayList<>(p.from());
    if (isElf(twin)) {
      sources.add(twin);
      names.add(other.name());
    }
    return new PlannedPath(p.path(), Outcome.FAT, names, Optional.empty(), sources);
  }

  private static boolean isElf(Path file) {
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          && Files.size(file) > 0
          && FatFile.open(file).slices().getFirst().kind() == Slice.Kind.ELF;
    } catch (IOException | ElfFormatException e) {
      return false;
    }
  }

  /** Which ELF files each package has, by the lists that dpkg keeps. */
  private static Map<String, Set<Path>> owned(Path root, Set<Path> elf) throws IOException {
    Map<String, Set<Path>> owned = new TreeMap<>();
    Map<Path, Path> folders = new HashMap<>();
    Path info = root.resolve("var/lib/dpkg/info");
    if (!Files.isDirectory(info)) {
      throw new FatRefusedException(root + ": no root of Debian: it lacks var/lib/dpkg/info");
    }
    try (Stream<Path> lists = Files.list(info)) {
      for (Path list : (Iterable<Path>) lists.filter(f -> ("" + f).endsWith(".list"))::iterator) {
        String name = list.getFileName().toString().replaceFirst("(:[^:]*)?[.]list$", "");
        for (String line : Files.readAllLines(list)) {
          Path path = root.resolve(line.substring(1));
          Path folder = path.getParent();
          if (folder == null || line.equals("/.")) {
            continue;
          }
          Path real = folders.get(folder);
          if (real == null) {
            real = Files.isDirectory(folder) ? folder.toRealPath() : folder;
            folders.put(folder, real);
          }
          if (real.startsWith(root)) {
            Path file = root.relativize(real.resolve(path.getFileName()));
            if (elf.contains(file)) {
              owned.computeIfAbsent(name, _ -> new HashSet<>()).add(file);
            }
          }
        }
      }
    }
    return owned;
  }

  private static Optional<String> triplet(Path root) throws IOException {
    Path libraries = root.resolve("usr/lib");
    if (!Files.isDirectory(libraries)) {
      return Optional.empty();
    }
    try (Stream<Path> folders = Files.list(libraries)) {
      return folders
          .map(f -> f.getFileName().toString())
          .filter(n -> n.matches("[^-]+-linux-gnu.*"))
          .findFirst();
    }
  }
}
