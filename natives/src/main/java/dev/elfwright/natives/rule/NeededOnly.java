package dev.elfwright.natives.rule;

import dev.elfwright.natives.model.NativeLibrary;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Libraries load no others than these: each DT_NEEDED matches one of the names.
 *
 * @param allowed names such as {@code libc.so.6}, in which {@code *} and {@code ?} stand for any
 *     characters and any one: {@code ld-linux*}
 */
public record NeededOnly(List<String> allowed) implements LibraryRule {
  /** Copies the list. */
  public NeededOnly {
    allowed = List.copyOf(allowed);
  }

  @Override
  public String name() {
    return "needed";
  }

  @Override
  public Stream<Finding> check(NativeLibrary library) {
    return library.linkage().needed().stream()
        .filter(needed -> allowed.stream().noneMatch(a -> matches(a, needed)))
        .map(needed ->
            Finding.violation(
                this,
                library,
                needed,
                "is loaded with it but not allowed",
                "link it statically, drop it with -Wl,--as-needed, or allow it"));
  }

  private static boolean matches(String pattern, String name) {
    if (pattern.equals(name)) {
      return true;
    }
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(Path.of(name));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
