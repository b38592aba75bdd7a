package dev.elfwright.fat.merge;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.fat.FatFile;
import dev.elfwright.fat.FatRefusedException;
import dev.elfwright.fat.FileMetadata;
import dev.elfwright.fat.Slices;
import dev.elfwright.fat.merge.Node.Kind;
import dev.elfwright.fat.merge.PlannedPath.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * What becomes of every path of some trees; nothing is written.
 *
 * @param trees the trees, in order
 * @param paths what becomes of each path, in order
 */
public record MergePlan(List<Tree> trees, List<PlannedPath> paths) {
  /** Keeps copies. */
  public MergePlan {
    trees = List.copyOf(trees);
    paths = List.copyOf(paths);
  }

  /**
   * Compares trees.
   *
   * @throws IOException when something in them cannot be read
   * @throws FatRefusedException when two are for one architecture, or the rules refuse
   */
  public static MergePlan of(List<Tree> trees, MergeRules rules, MergeProgress progress)
      throws IOException {
    check(trees);
    Map<Path, Map<String, Node>> all = new TreeMap<>();
    for (Tree tree : trees) {
      progress.update("reading " + tree.name(), 0, 0);
      tree.nodes()
          .forEach((path, node) ->
              all.computeIfAbsent(path, _ -> new LinkedHashMap<>()).put(tree.name(), node));
    }
    Map<String, Path> roots = trees.stream().collect(Collectors.toMap(Tree::name, Tree::root));
    AtomicLong done = new AtomicLong();
    List<Map.Entry<Path, Map<String, Node>>> entries = List.copyOf(all.entrySet());
    try {
      return new MergePlan(
          trees,
          reachable(
              entries.parallelStream()
                  .map(e -> {
                    progress.update("comparing", done.incrementAndGet(), entries.size());
                    return planned(e.getKey(), e.getValue(), rules, roots);
                  })
                  .toList()));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void check(List<Tree> trees) {
    for (Tree a : trees) {
      for (Tree b : trees) {
        if (a != b && a.name().equals(b.name())) {
          throw new FatRefusedException(
              "%s and %s are both for %s".formatted(a.root(), b.root(), a.name()));
        }
        if (a != b && a.root().startsWith(b.root())) {
          throw new FatRefusedException("%s lies in %s".formatted(a.root(), b.root()));
        }
      }
    }
  }

  /** What lay in a folder that does not become one is dropped: a link there would lead it away. */
  private static List<PlannedPath> reachable(List<PlannedPath> planned) {
    Set<Path> folders = new HashSet<>();
    List<PlannedPath> reachable = new ArrayList<>();
    for (PlannedPath p : planned) {
      Path parent = p.path().getParent();
      boolean lost = parent != null && !folders.contains(parent);
      reachable.add(
          lost
              ? new PlannedPath(p.path(), Outcome.DROPPED, List.of(), p.category(), List.of())
              : p);
      if (!lost
          && !p.sources().isEmpty()
          && Files.isDirectory(p.sources().getFirst(), LinkOption.NOFOLLOW_LINKS)) {
        folders.add(p.path());
      }
    }
    return reachable;
  }

  private static PlannedPath planned(
      Path path, Map<String, Node> nodes, MergeRules rules, Map<String, Path> roots) {
    try {
      Optional<Category> category = contradiction(path, List.copyOf(nodes.values()));
      Map<String, Node> slices =
          switch (category.orElse(null)) {
            case E1, E3 -> nodes;
            case L1 -> elfBehind(nodes, roots);
            case D1, D2, S1, X1, K1 -> Map.of();
            case null -> Map.of();
          };
      Decision decision =
          category.isPresent()
              ? rules.decide(category.get(), path, !slices.isEmpty())
              : new Decision.Take(nodes.keySet().iterator().next());
      return switch (decision) {
        case Decision.Fatten _ -> result(path, Outcome.FAT, slices, category);
        case Decision.Both _ when nodes.values().stream().anyMatch(n -> n.kind() == Kind.FOLDER) ->
            throw new FatRefusedException("/%s: of a folder there can be one only".formatted(path));
        case Decision.Both _ -> result(path, Outcome.BOTH, nodes, category);
        case Decision.Drop _ -> result(path, Outcome.DROPPED, Map.of(), category);
        case Decision.Take(var tree) -> {
          String name = nodes.containsKey(tree) ? tree : nodes.keySet().iterator().next();
          yield result(
              path,
              category.isPresent() ? Outcome.TAKEN : Outcome.KEPT,
              Map.of(name, nodes.get(name)),
              category);
        }
        case Decision.Refuse _ ->
            throw new FatRefusedException(
                "/%s: differs (%s) between %s; a rule has to decide"
                    .formatted(path, category.get(), String.join(", ", nodes.keySet())));
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What links lead to, if to ELF files for different targets. The fat file then stands where the
   * links were, for a link cannot lead elsewhere for each architecture.
   */
  private static Map<String, Node> elfBehind(Map<String, Node> links, Map<String, Path> roots)
      throws IOException {
    Map<String, Node> found = new LinkedHashMap<>();
    for (Map.Entry<String, Node> link : links.entrySet()) {
      Optional<Node> file =
          link.getValue().behind(Objects.requireNonNull(roots.get(link.getKey())));
      if (file.isEmpty()) {
        return Map.of();
      }
      found.put(link.getKey(), file.get());
    }
    return canBeFat(List.copyOf(found.values())) ? found : Map.of();
  }

  private static PlannedPath result(
      Path path, Outcome outcome, Map<String, Node> nodes, Optional<Category> category) {
    return new PlannedPath(
        path,
        outcome,
        List.copyOf(nodes.keySet()),
        category,
        nodes.values().stream().map(Node::file).toList());
  }

  private static Optional<Category> contradiction(Path path, List<Node> nodes) throws IOException {
    Node first = nodes.getFirst();
    List<Node> others = nodes.subList(1, nodes.size());
    if (others.stream().anyMatch(n -> n.kind() != first.kind())) {
      return Optional.of(Category.K1);
    }
    for (Node other : others) {
      boolean equal =
          switch (first.kind()) {
            case FOLDER -> true;
            case LINK -> first.target().equals(other.target());
            case SPECIAL -> first.device() == other.device();
            case FILE ->
                first.size() == other.size() && Files.mismatch(first.file(), other.file()) < 0;
          };
      if (!equal) {
        return Optional.of(
            switch (first.kind()) {
              case LINK -> Category.L1;
              case FILE -> ofFiles(path, nodes);
              case FOLDER, SPECIAL -> Category.D1;
            });
      }
    }
    for (Node other : others) {
      if (!first.isOwnedAs(other) || !attributes(first).equals(attributes(other))) {
        return Optional.of(Category.X1);
      }
    }
    return Optional.empty();
  }

  private static Map<String, String> attributes(Node node) throws IOException {
    return FileMetadata.of(node.file()).attributes().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> Arrays.toString(e.getValue())));
  }

  private static Category ofFiles(Path path, List<Node> nodes) throws IOException {
    String name = String.valueOf(path.getFileName());
    if (canBeFat(nodes)) {
      boolean starts =
          name.startsWith("ld-") || name.startsWith("ld.so") || name.equals("libc.so.6");
      return starts ? Category.E3 : Category.E1;
    }
    String text = "/" + path;
    if (text.startsWith("/var/cache/")
        || text.startsWith("/var/log/")
        || text.equals("/etc/ld.so.cache")
        || name.endsWith(".cache")
        || text.contains("/__pycache__/")) {
      return Category.D2;
    }
    return text.startsWith("/etc/") || text.startsWith("/var/lib/dpkg/")
        ? Category.S1
        : Category.D1;
  }

  private static boolean canBeFat(List<Node> nodes) throws IOException {
    try {
      List<FatFile> files = new ArrayList<>();
      for (Node n : nodes) {
        files.add(FatFile.open(n.file()));
      }
      return !Slices.of(files).list().isEmpty();
    } catch (ElfFormatException | FatRefusedException e) {
      return false; // data, or files for one target twice
    }
  }

  /** How many paths there are of each outcome. */
  public Map<Outcome, Long> outcomes() {
    Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    paths.forEach(p -> counts.merge(p.outcome(), 1L, Long::sum));
    return counts;
  }

  /** How many contradictions there are of each category. */
  public Map<Category, Long> categories() {
    Map<Category, Long> counts = new EnumMap<>(Category.class);
    paths.forEach(p -> p.category().ifPresent(c -> counts.merge(c, 1L, Long::sum)));
    return counts;
  }
}
