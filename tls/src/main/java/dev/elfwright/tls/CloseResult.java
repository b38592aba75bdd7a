package dev.elfwright.tls;

import java.nio.file.Path;
import java.util.List;

/**
 * What becomes of one dlclose. Its libraries' pieces of the block become free where they lie at the
 * end of what is used, and otherwise are lost until what lies behind them goes.
 *
 * @param name the name that was opened
 * @param removed the libraries that it takes out, in the order of their destructors; none when
 *     something needs them still
 * @param free bytes of the surplus that are free after it
 */
public record CloseResult(String name, List<Path> removed, long free) implements CallResult {
  /** Copies the list. */
  public CloseResult {
    removed = List.copyOf(removed);
  }
}
