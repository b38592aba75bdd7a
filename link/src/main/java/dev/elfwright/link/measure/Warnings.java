package dev.elfwright.link.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a reader of a comparison must know before he believes the ratio. */
final class Warnings {
  private Warnings() {}

  static List<String> of(Side a, Side b) {
    List<String> found = new ArrayList<>();
    handOver("A", a, b, found);
    handOver("B", b, a, found);
    if (!a.status().isSuccess()) {
      found.add("Both end with " + a.status() + ": is this the run you meant to measure?");
    }
    return found;
  }

  /** A program that replaced itself by another one: a wrapper, or a fused file that is stale. */
  private static void handOver(String name, Side side, Side other, List<String> found) {
    if (side.images().size() < 2) {
      return;
    }
    Path last = side.images().getLast();
    if (isSame(last, other.launch().program())) {
      found.add(
          "%s started the original, %s, instead of itself: its guard found a stale input, so the ratio is that of the fallback"
              .formatted(name, last));
    } else {
      found.add(
          "%s replaced itself by %s; the time line is that of the last program"
              .formatted(name, last));
    }
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return one.toRealPath().equals(other.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }
}
