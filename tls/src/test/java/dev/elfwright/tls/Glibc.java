package dev.elfwright.tls;

import dev.elfwright.link.graph.SearchEnvironment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The glibc that runs random processes: this machine's, or one of another release in a folder.
 *
 * @param root such a folder with libc6 and libc6-dev of Debian unpacked, for x86-64; its links are
 *     relative
 */
record Glibc(Optional<Path> root) {
  private static final String LIBRARIES = "lib/x86_64-linux-gnu";

  static Glibc ofThisMachine() {
    return new Glibc(Optional.empty());
  }

  /** That of the property elfwright.tls.root. */
  static Glibc asked() {
    return new Glibc(Optional.ofNullable(System.getProperty("elfwright.tls.root")).map(Path::of));
  }

  private Optional<Path> libraries() {
    return root.map(r -> r.resolve(LIBRARIES));
  }

  /** What links a program with it. */
  List<String> flags(boolean isStatic) {
    if (root.isEmpty()) {
      return List.of();
    }
    Path folder = root.get().resolve(LIBRARIES);
    String system = "--sysroot=" + root.get();
    String parts = "-B" + root.get().resolve("usr").resolve(LIBRARIES) + "/";
    // This machine's libgcc asks a newer glibc for a function, for exceptions only.
    return isStatic
        ? List.of(system, parts, "-ldl", "-Wl,--defsym=_dl_find_object=0")
        : List.of(
            system,
            parts,
            folder.resolve("libdl.so.2").toString(),
            "-Wl,--dynamic-linker=" + root.get().resolve("lib64/ld-linux-x86-64.so.2"));
  }

  void addTo(Map<String, String> variables) {
    libraries().ifPresent(l -> variables.put("LD_LIBRARY_PATH", l.toString()));
  }

  SearchEnvironment environment() {
    return SearchEnvironment.machine().withLibraryPath(libraries().map(Path::toString));
  }
}
