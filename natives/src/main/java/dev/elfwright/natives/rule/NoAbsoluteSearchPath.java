package dev.elfwright.natives.rule;

import dev.elfwright.natives.model.NativeLibrary;
import java.util.List;
import java.util.stream.Stream;

/**
 * Libraries look for others only beside themselves: each folder of DT_RPATH and DT_RUNPATH starts
 * with {@code $ORIGIN}. An absolute folder is one of the building machine, where anybody may put a
 * library on another; a relative or empty one starts at the working directory of the process.
 */
public record NoAbsoluteSearchPath() implements LibraryRule {
  @Override
  public String name() {
    return "rpath";
  }

  @Override
  public Stream<Finding> check(NativeLibrary library) {
    return Stream.concat(
        check(library, "RPATH", library.linkage().rpath()),
        check(library, "RUNPATH", library.linkage().runpath()));
  }

  private Stream<Finding> check(NativeLibrary library, String tag, List<String> folders) {
    return folders.stream()
        .filter(folder -> !startsAtOrigin(folder))
        .map(folder ->
            Finding.violation(
                this,
                library,
                folder.isEmpty() ? "(empty)" : folder,
                folder.startsWith("/")
                    ? "absolute folder in DT_" + tag
                    : "folder in DT_" + tag + " that depends on the working directory",
                "link without it, or with -Wl,-rpath,'$ORIGIN'"));
  }

  private static boolean startsAtOrigin(String folder) {
    return Stream.of("$ORIGIN", "${ORIGIN}")
        .anyMatch(origin -> folder.equals(origin) || folder.startsWith(origin + "/"));
  }
}
