package dev.elfwright.serve.page;

import dev.elfwright.report.Block.Area;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds up sizes for a tree map. */
final class Folder {
  private final String name;
  private final String target;
  private final Map<String, Folder> children = new LinkedHashMap<>();
  private long own;

  Folder(String name) {
    this(name, "");
  }

  private Folder(String name, String target) {
    this.name = name;
    this.target = target;
  }

  /** What is in it under a name. */
  Folder child(String part, String leadsTo) {
    return children.computeIfAbsent(part, _ -> new Folder(part, leadsTo));
  }

  void add(long bytes) {
    own += bytes;
  }

  /** Folders with nothing but a folder in them are one. */
  Area area() {
    if (children.size() == 1 && own == 0) {
      Folder only = children.values().iterator().next();
      if (!only.children.isEmpty()) {
        Area inner = only.area();
        return new Area(name + "/" + inner.name(), inner.value(), inner.parts(), inner.target());
      }
    }
    List<Area> parts = children.values().stream().map(Folder::area).toList();
    double inside = parts.stream().mapToDouble(Area::value).sum();
    return new Area(name, own + inside, parts, target);
  }
}
