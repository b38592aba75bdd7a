package dev.elfwright.census.load;

import java.util.ArrayList;
import java.util.List;

/** Dynamic string tokens (ld.so(8)), for a file of a tree. */
final class Expansion {
  private Expansion() {}

  /** A text with its tokens replaced. */
  static String of(String text, Node node) {
    if (text.indexOf('$') < 0) {
      return text;
    }
    String lib = "lib/" + node.triplet();
    return text.replace("${ORIGIN}", node.folder())
        .replace("$ORIGIN", node.folder())
        .replace("${LIB}", lib)
        .replace("$LIB", lib);
  }

  /** The folders of a search path; what is empty or relative means the working directory. */
  static List<String> folders(String path, Node node) {
    if (path.isEmpty()) {
      return List.of();
    }
    List<String> folders = new ArrayList<>();
    for (String element : path.split(":")) {
      String folder = of(element, node);
      if (folder.startsWith("/")) {
        folders.add(folder);
      }
    }
    return folders;
  }
}
