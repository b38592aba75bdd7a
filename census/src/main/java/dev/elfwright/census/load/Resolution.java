package dev.elfwright.census.load;

import dev.elfwright.census.Tables;
import dev.elfwright.census.store.Duck;
import dev.elfwright.census.store.PendingGeneration;
import dev.elfwright.packages.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tables {@code loads} and {@code bindings}: of every dynamic file of every tree what the loader
 * would find if it were loaded first, and what its undefined symbols would get there.
 */
public final class Resolution {
  private static final long DF_1_NODEFLIB = 0x800;
  private static final long DF_1_PIE = 0x08000000L;

  private final Duck duck;

  /** Over the views of all other tables. */
  public Resolution(Duck duck) {
    this.duck = duck;
  }

  /** Writes both. */
  public void write(PendingGeneration next) throws IOException {
    duck.run("DROP VIEW IF EXISTS loads");
    duck.run("DROP VIEW IF EXISTS bindings");
    duck.run("CREATE TABLE found (%s)".formatted(Tables.named("loads").declaration()));
    duck.appending(
        "found",
        rows -> {
          for (Map.Entry<String, Tree> entry : trees().entrySet()) {
            add(entry.getKey(), entry.getValue(), rows);
          }
        });
    duck.copy("FROM found ORDER BY origin, path, position", next.file("loads"));
    new Bindings(duck).write(next);
    duck.run("DROP TABLE found");
  }

  private static void add(String origin, Tree tree, Duck.RowAppender rows) throws IOException {
    for (List<Node> nodes : tree.all()) {
      Set<String> kinds = new HashSet<>();
      for (Node node : nodes) {
        if (kinds.add(node.kind())) {
          int position = 0;
          for (Closure.Loaded object : Closure.of(node, tree)) {
            rows.add(
                origin,
                node.path(),
                node.content(),
                position++,
                object.depth(),
                object.name(),
                object.node() == null ? "" : object.node().path(),
                object.node() == null ? "" : object.node().content(),
                object.foundBy());
          }
        }
      }
    }
  }

  private SortedMap<String, Tree> trees() throws IOException {
    Map<String, List<String>> needed = new HashMap<>();
    duck.query(
        "SELECT content, name FROM needed WHERE kind = 'needed' ORDER BY content, position",
        r -> needed.computeIfAbsent(r.getString(1), _ -> new ArrayList<>()).add(r.getString(2)));
    SortedMap<String, Tree> trees = new TreeMap<>();
    nodes(needed)
        .forEach((origin, nodes) -> {
          Tree tree = trees.computeIfAbsent(origin, _ -> new Tree());
          nodes.forEach(tree::add);
        });
    duck.query(
        """
        SELECT DISTINCT origin, path, link_target FROM files WHERE kind = 'symbolic_link'
        AND (path LIKE '%.so%' OR path LIKE '/lib%' OR path LIKE '/usr/lib%' OR path NOT LIKE '/%/%')
        """,
        r -> {
          Tree tree = trees.get(r.getString(1));
          if (tree != null) {
            tree.link(r.getString(2), r.getString(3));
          }
        });
    duck.query(
        "SELECT DISTINCT origin, file, position, folder FROM loader_paths"
            + " ORDER BY origin, file, position",
        r -> {
          Tree tree = trees.get(r.getString(1));
          if (tree != null) {
            tree.configure(r.getString(4));
          }
        });
    return trees;
  }

  private record Candidate(Node node, String version) {}

  /** Of several versions of a package, which have the same paths, the latest comes first. */
  private Map<String, List<Node>> nodes(Map<String, List<String>> needed) throws IOException {
    Map<String, List<Candidate>> found = new HashMap<>();
    duck.query(
        """
        SELECT f.origin, f.path, f.content, e.machine, e.bits, e.big_endian, e.soname, e.rpath,
          e.runpath, e.interpreter, e.type, e.dt_flags_1, coalesce(p.version, '')
        FROM files f JOIN elf e USING (content)
        LEFT JOIN packages p ON p.unit = f.unit AND p.package = f.package
        WHERE e.dynamic AND e.type IN ('DYN', 'EXEC') AND f.kind IN ('regular', 'hard_link')
        ORDER BY f.origin, f.path, f.content
        """,
        r -> {
          boolean runpath = !r.getString(9).isEmpty();
          long flags = r.getLong(12);
          Node node =
              new Node(
                  r.getString(2),
                  r.getString(3),
                  "%s/%d/%b".formatted(r.getString(4), r.getInt(5), r.getBoolean(6)),
                  Triplets.of(r.getString(4), r.getInt(5), r.getBoolean(6)),
                  r.getString(7),
                  runpath ? "" : r.getString(8),
                  r.getString(9),
                  runpath,
                  r.getString(10),
                  r.getString(11).equals("DYN") && (flags & DF_1_PIE) == 0,
                  (flags & DF_1_NODEFLIB) != 0,
                  needed.getOrDefault(r.getString(3), List.of()));
          found
              .computeIfAbsent(r.getString(1), _ -> new ArrayList<>())
              .add(new Candidate(node, r.getString(13)));
        });
    Map<String, List<Node>> sorted = new HashMap<>();
    found.forEach((origin, candidates) -> {
      candidates.sort((a, b) -> later(b.version(), a.version()));
      sorted.put(origin, candidates.stream().map(Candidate::node).toList());
    });
    return sorted;
  }

  private static int later(String a, String b) {
    if (a.equals(b) || a.isEmpty() || b.isEmpty()) {
      return Boolean.compare(!a.isEmpty(), !b.isEmpty());
    }
    return Version.parse(a).compareTo(Version.parse(b));
  }
}
