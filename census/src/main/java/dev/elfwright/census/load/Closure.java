package dev.elfwright.census.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the loader maps for a file, breadth first over DT_NEEDED (glibc elf/dl-deps.c), in a tree
 * that need not be this machine's: no LD_ variables, no preloading, no glibc-hwcaps; ld.so.cache is
 * taken for what ldconfig would write, the folders of ld.so.conf in their order.
 */
final class Closure {
  /**
   * One object.
   *
   * @param name the name that was asked for
   * @param node what was found, or null
   * @param depth steps from the file
   * @param foundBy the rule
   * @param loadedFor whose entry asked for it, or null for the file
   */
  record Loaded(
      String name, @Nullable Node node, int depth, String foundBy, @Nullable Loaded loadedFor) {}

  private record Hit(Node node, String rule) {}

  private final Tree tree;
  private final Map<String, Node> byName = new HashMap<>();
  private final Set<Node> listed = new HashSet<>();
  private final List<Loaded> list = new ArrayList<>();

  private Closure(Tree tree) {
    this.tree = tree;
  }

  static List<Loaded> of(Node file, Tree tree) {
    Closure made = new Closure(tree);
    made.build(file);
    return made.list;
  }

  private void build(Node file) {
    name(file.soname(), file);
    if (!file.interpreter().isEmpty()) {
      // The kernel maps the loader, so its names are known before any search.
      Node loader = tree.find(file.interpreter(), file);
      if (loader != null) {
        name(file.interpreter(), loader);
        name(loader.soname(), loader);
      }
    }
    listed.add(file);
    list.add(new Loaded("", file, 0, "path", null));
    for (int at = 0; at < list.size(); at++) {
      Loaded object = list.get(at);
      if (object.node() != null) {
        for (String needed : object.node().needed()) {
          need(Expansion.of(needed, object.node()), object);
        }
      }
    }
  }

  private void name(String name, Node node) {
    if (!name.isEmpty()) {
      byName.putIfAbsent(name, node);
    }
  }

  private void need(String name, Loaded by) {
    Node known = byName.get(name);
    if (known != null) {
      if (listed.add(known)) {
        list.add(new Loaded(name, known, by.depth() + 1, "path", by));
      }
      return;
    }
    Hit hit = search(name, by);
    if (hit == null) {
      if (missing.add(name)) {
        list.add(new Loaded(name, null, by.depth() + 1, "missing", by));
      }
      return;
    }
    name(name, hit.node());
    name(hit.node().soname(), hit.node());
    if (listed.add(hit.node())) {
      list.add(new Loaded(name, hit.node(), by.depth() + 1, hit.rule(), by));
    }
  }

  private final Set<String> missing = new HashSet<>();

  /** Rule after rule (glibc elf/dl-load.c, _dl_map_object). */
  private @Nullable Hit search(String name, Loaded by) {
    Node owner = by.node();
    if (owner == null) {
      return null;
    }
    if (name.indexOf('/') >= 0) {
      return hit(tree.find(name, owner), "path");
    }
    if (!owner.hasRunpath()) {
      for (Loaded o = by; o != null; o = o.loadedFor()) {
        Hit found =
            o.node() == null
                ? null
                : in(Expansion.folders(o.node().rpath(), o.node()), name, owner, "rpath");
        if (found != null) {
          return found;
        }
      }
    }
    Hit found = in(Expansion.folders(owner.runpath(), owner), name, owner, "runpath");
    if (found != null || owner.noDefault()) {
      return found;
    }
    found = in(tree.configured(), name, owner, "configured");
    return found != null ? found : in(defaults(owner), name, owner, "default");
  }

  private @Nullable Hit in(List<String> folders, String name, Node like, String rule) {
    for (String folder : folders) {
      Hit found = hit(tree.find(folder, name, like), rule);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable Hit hit(@Nullable Node node, String rule) {
    return node == null || !node.loadable() ? null : new Hit(node, rule);
  }

  /** Debian's loaders have the first four built in, those of others the last two. */
  private static List<String> defaults(Node node) {
    String t = node.triplet();
    return List.of("/lib/" + t, "/usr/lib/" + t, "/lib", "/usr/lib", "/lib64", "/usr/lib64");
  }
}
