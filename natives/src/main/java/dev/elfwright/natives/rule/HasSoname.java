package dev.elfwright.natives.rule;

import dev.elfwright.natives.model.NativeLibrary;
import java.util.stream.Stream;

/**
 * Libraries have a DT_SONAME, which is no path. What is linked against one without records the path
 * it had on the building machine, and Android's loader wants one. Programs need none.
 */
public record HasSoname() implements LibraryRule {
  @Override
  public String name() {
    return "soname";
  }

  @Override
  public Stream<Finding> check(NativeLibrary library) {
    String soname = library.linkage().soname().orElse("");
    boolean kept = library.isProgram() || (!soname.isEmpty() && !soname.contains("/"));
    return Finding.unless(
        kept,
        () ->
            Finding.violation(
                this,
                library,
                soname,
                soname.isEmpty() ? "has no DT_SONAME" : "DT_SONAME is a path",
                "link with -Wl,-soname," + library.fileName()));
  }
}
