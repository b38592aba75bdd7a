package dev.elfwright.census.load;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The dynamic files and the links of one tree, to be found by paths as the kernel walks them. */
final class Tree {
  /** As many links in a path as Linux follows. */
  private static final int LINKS = 40;

  private final Map<String, List<Node>> nodes = new LinkedHashMap<>();
  private final Map<String, String> links = new HashMap<>();
  private final Map<String, String> folders = new HashMap<>();
  private final List<String> configured = new ArrayList<>();

  /** Adds a file; the first of one path and kind counts. */
  void add(Node node) {
    nodes.computeIfAbsent(node.path(), _ -> new ArrayList<>(1)).add(node);
  }

  /** Adds a symbolic link. */
  void link(String path, String target) {
    links.put(path, target);
  }

  /** Adds a folder that ldconfig looks into. */
  void configure(String folder) {
    configured.add(folder);
  }

  List<String> configured() {
    return configured;
  }

  Collection<List<Node>> all() {
    return nodes.values();
  }

  /** The file of a name in a folder that fits another, or null. */
  @Nullable Node find(String folder, String name, Node like) {
    if (name.indexOf('/') >= 0) {
      return find(folder + "/" + name, like);
    }
    String real = folders.computeIfAbsent(folder, f -> real(f));
    String path = real + "/" + name;
    if (links.containsKey(path)) {
      path = real(path);
    }
    return fitting(path, like);
  }

  /** The file at a path that fits another, or null. */
  @Nullable Node find(String path, Node like) {
    return fitting(real(path), like);
  }

  private @Nullable Node fitting(String path, Node like) {
    for (Node node : nodes.getOrDefault(path, List.of())) {
      if (node.kind().equals(like.kind())) {
        return node;
      }
    }
    return null;
  }

  /** A path without links, dots and doubled slashes; itself where links lead nowhere. */
  private String real(String path) {
    String current = path;
    for (int i = 0; i < LINKS; i++) {
      String next = step(current);
      if (next == null) {
        return normalised(current);
      }
      current = next;
    }
    return path;
  }

  /** The path with its first link replaced, or null where there is none. */
  private @Nullable String step(String path) {
    String plain = normalised(path);
    for (int at = plain.indexOf('/', 1); ; at = plain.indexOf('/', at + 1)) {
      String prefix = at < 0 ? plain : plain.substring(0, at);
      String target = links.get(prefix);
      if (target != null) {
        String rest = at < 0 ? "" : plain.substring(at);
        String base =
            target.startsWith("/") ? "" : prefix.substring(0, prefix.lastIndexOf('/') + 1);
        return base + target + rest;
      }
      if (at < 0) {
        return null;
      }
    }
  }

  private static String normalised(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/")) {
      if (part.equals("..")) {
        if (!parts.isEmpty()) {
          parts.removeLast();
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return "/" + String.join("/", parts);
  }
}
