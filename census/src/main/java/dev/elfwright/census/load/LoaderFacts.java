package dev.elfwright.census.load;

import dev.elfwright.packages.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Collects what tables say of dynamic files, links and configured folders, and makes trees of it.
 * The queries are in the SQL that DuckDB and Spark have in common.
 */
public final class LoaderFacts {
  /** Rows for {@link #need}. */
  public static final String NEEDED =
      "SELECT content, name FROM needed WHERE kind = 'needed' ORDER BY content, position";

  /** Rows for {@link #file}. */
  public static final String FILES =
      """
      SELECT f.origin, f.path, f.content, e.machine, e.bits, e.big_endian, e.soname, e.rpath,
        e.runpath, e.interpreter, e.type, e.dt_flags_1, coalesce(p.version, '') AS version
      FROM files f JOIN elf e ON f.content = e.content
      LEFT JOIN packages p ON p.unit = f.unit AND p.package = f.package
      WHERE e.dynamic AND e.type IN ('DYN', 'EXEC') AND f.kind IN ('regular', 'hard_link')
      ORDER BY f.origin, f.path, f.content
      """;

  /** Rows for {@link #link}. */
  public static final String LINKS =
      """
      SELECT DISTINCT origin, path, link_target FROM files WHERE kind = 'symbolic_link'
      AND (path LIKE '%.so%' OR path LIKE '/lib%' OR path LIKE '/usr/lib%' OR path NOT LIKE '/%/%')
      """;

  /** Rows for {@link #folder}. */
  public static final String FOLDERS =
      "SELECT DISTINCT origin, file, position, folder FROM loader_paths"
          + " ORDER BY origin, file, position";

  private static final long DF_1_NODEFLIB = 0x800;
  private static final long DF_1_PIE = 0x08000000L;

  private record Candidate(Node node, String version) {}

  private final Map<String, List<String>> needed = new HashMap<>();
  private final Map<String, List<Candidate>> candidates = new HashMap<>();
  private final Map<String, TreeFacts> trees = new TreeMap<>();

  /** Takes a DT_NEEDED entry. All of them come before the files. */
  public void need(String content, String name) {
    needed.computeIfAbsent(content, _ -> new ArrayList<>()).add(name);
  }

  /**
   * Takes a dynamic file, as table elf describes it.
   *
   * @param version the package's, or empty
   */
  public void file(
      String origin,
      String path,
      String content,
      String machine,
      int bits,
      boolean bigEndian,
      String soname,
      String rpath,
      String runpath,
      String interpreter,
      String type,
      long flags,
      String version) {
    boolean hasRunpath = !runpath.isEmpty();
    Node node =
        new Node(
            path,
            content,
            "%s/%d/%b".formatted(machine, bits, bigEndian),
            Triplets.of(machine, bits, bigEndian),
            soname,
            hasRunpath ? "" : rpath,
            runpath,
            hasRunpath,
            interpreter,
            type.equals("DYN") && (flags & DF_1_PIE) == 0,
            (flags & DF_1_NODEFLIB) != 0,
            needed.getOrDefault(content, List.of()));
    candidates.computeIfAbsent(origin, _ -> new ArrayList<>()).add(new Candidate(node, version));
  }

  /** Takes a symbolic link. All files come before the links. */
  public void link(String origin, String path, String target) {
    if (candidates.containsKey(origin)) {
      facts(origin).links().put(path, target);
    }
  }

  /** Takes a folder that ldconfig looks into. All files come before the folders. */
  public void folder(String origin, String folder) {
    if (candidates.containsKey(origin)) {
      facts(origin).folders().add(folder);
    }
  }

  private TreeFacts facts(String origin) {
    return trees.computeIfAbsent(origin, TreeFacts::new);
  }

  /** The trees by origin. Of several versions of a package the latest comes first. */
  public SortedMap<String, TreeFacts> trees() {
    candidates.forEach((origin, found) -> {
      found.sort((a, b) -> later(b.version(), a.version()));
      found.forEach(c -> facts(origin).nodes().add(c.node()));
    });
    return new TreeMap<>(trees);
  }

  private static int later(String a, String b) {
    if (a.equals(b) || a.isEmpty() || b.isEmpty()) {
      return Boolean.compare(!a.isEmpty(), !b.isEmpty());
    }
    return Version.parse(a).compareTo(Version.parse(b));
  }
}
