package dev.elfwright.link.fuse;

import dev.elfwright.link.graph.LoadedObject;
import java.util.List;

/**
 * The DT_NEEDED entries of a fused file. They are paths: the search was made when fusing, and the
 * guard knows when it would end elsewhere. A version need must name its file as DT_NEEDED does, or
 * ld.so stops at an assertion (glibc elf/dl-version.c, find_needed).
 */
final class Needs {
  private Needs() {}

  static List<String> of(Selection selection) {
    return selection.kept().stream()
        .filter(o -> !Selection.isLoader(o))
        .map(Needs::nameOf)
        .toList();
  }

  /** The loader is known by its soname; all else by its path. */
  static String nameOf(LoadedObject o) {
    return Selection.isLoader(o) ? o.soname().orElseThrow() : o.path().toString();
  }
}
