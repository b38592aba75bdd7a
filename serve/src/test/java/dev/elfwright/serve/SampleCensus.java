package dev.elfwright.serve;

import dev.elfwright.census.Scan;
import dev.elfwright.census.ScanProgress;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A census of two packages, one of them with names that are meant to do harm, and of a tree with
 * some programs and libraries of this machine.
 */
final class SampleCensus {
  /** The name of a file, and with a slash less of a symbol and a soname. */
  static final String HOSTILE = "<img src=x onerror='document.title=1'>\"&amp;%41";

  static final String HOSTILE_SYMBOL = "<script>document.title=2</script>";

  private SampleCensus() {}

  static Path in(Path folder) throws IOException {
    Path census = folder.resolve("census");
    new Scan(census, ScanProgress.NONE, 2).of(List.of(debs(folder), tree(folder)));
    return census;
  }

  private static Path tree(Path folder) throws IOException {
    Path tree = folder.resolve("tree");
    for (String path :
        List.of(
            "/usr/bin/openssl",
            "/usr/lib/x86_64-linux-gnu/libssl.so.3",
            "/usr/lib/x86_64-linux-gnu/libcrypto.so.3",
            "/usr/lib/x86_64-linux-gnu/libc.so.6")) {
      Path to = tree.resolve(path.substring(1));
      Files.createDirectories(to.getParent());
      Files.copy(Path.of(path), to);
    }
    return tree;
  }

  private static Path debs(Path folder) throws IOException {
    Path debs = Files.createDirectories(folder.resolve("debs"));
    Path library = root(folder, "libtwo", "libc6 (>= 2.34)");
    Path lib = Files.createDirectories(library.resolve("usr/lib/x86_64-linux-gnu"));
    Path source = folder.resolve("two.c");
    Files.writeString(
        source,
        """
        int two_data[4] = {1, 2, 3, 4};
        int twice(int x) { return x * two_data[1]; }
        int evil(void) __asm__("\\"%s\\"");
        int evil(void) { return 2; }
        """
            .formatted(HOSTILE_SYMBOL));
    // The quotes above are the assembler's; its symbol has none.
    compile(folder, "-shared", "-fPIC", "-Wl,-soname,libtwo.so.1", source, lib + "/libtwo.so.1");
    Files.writeString(lib.resolve(HOSTILE), "nothing");
    deb(library, debs);

    Path program = root(folder, "main", "libtwo (= 1.0), libc6");
    Path bin = Files.createDirectories(program.resolve("usr/bin"));
    Path main = folder.resolve("main.c");
    Files.writeString(
        main,
        """
        extern int two_data[4]; int twice(int);
        int main(void) { return twice(two_data[1]); }
        """);
    compile(folder, "-fno-pie", "-no-pie", main, lib + "/libtwo.so.1", bin + "/main");
    deb(program, debs);
    return debs;
  }

  private static void compile(Path folder, Object... words) {
    List<String> command =
        Stream.concat(Stream.of("gcc"), Stream.of(words).map(Object::toString)).toList();
    int last = command.size() - 1;
    Tool.run(
        folder,
        Stream.of(command.subList(0, last), List.of("-o", command.get(last)))
            .flatMap(List::stream)
            .toList());
  }

  private static Path root(Path folder, String name, String depends) throws IOException {
    Path root = folder.resolve("root-" + name);
    Files.writeString(
        Files.createDirectories(root.resolve("DEBIAN")).resolve("control"),
        """
        Package: %s
        Version: 1.0
        Architecture: amd64
        Maintainer: Nobody <nobody@example.org>
        Depends: %s
        Description: a sample
        """
            .formatted(name, depends));
    return root;
  }

  private static void deb(Path root, Path debs) {
    Tool.run(List.of("dpkg-deb", "--root-owner-group", "-b", root.toString(), debs.toString()));
  }
}
