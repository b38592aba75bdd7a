package dev.elfwright.serve.page;

import dev.elfwright.report.Block;
import java.util.List;

/** The line to search with. */
final class Search {
  private Search() {}

  static Block form(String text) {
    return new Block.Section(
        "Search",
        List.of(
            new Block.Form(
                "/search",
                List.of(
                    new Block.Field(
                        "q",
                        "a package, a file, a soname or the beginning of a symbol",
                        text,
                        "libz.so.1")),
                "Search")));
  }
}
