package dev.elfwright.census;

import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Packages made by real tools, and answers as lists of texts. */
final class Sample {
  private final Path folder;

  Sample(Path folder) {
    this.folder = folder;
  }

  /** A library that defines two functions and a variable under versions. */
  Path library() throws IOException {
    Files.writeString(
        folder.resolve("two.c"),
        """
        int two_data[4] = {1, 2, 3, 4};
        int two(void) { return 2; }
        int twice(int x) { return x * two(); }
        static __thread int mine;
        int *own(void) { return &mine; }
        """);
    Files.writeString(
        folder.resolve("two.map"),
        "TWO_1 { global: two; two_data; own; local: *; }; TWO_2 { global: twice; } TWO_1;");
    Tool.run(
        folder,
        List.of(
            "gcc",
            "-shared",
            "-fPIC",
            "-Wl,-soname,libtwo.so.1",
            "-Wl,--version-script=two.map",
            "two.c",
            "-o",
            "libtwo.so.1.0"));
    return folder.resolve("libtwo.so.1.0");
  }

  /** A program that calls the library, and has a copy of its variable. */
  Path program() throws IOException {
    library();
    Files.writeString(
        folder.resolve("main.c"),
        """
        extern int two_data[4]; int twice(int);
        int main(void) { return twice(two_data[1]); }
        """);
    Tool.run(
        folder,
        List.of(
            "gcc",
            "-fno-pie",
            "-no-pie",
            "-z",
            "lazy",
            "main.c",
            "./libtwo.so.1.0",
            "-lm",
            "-Wl,--no-as-needed",
            "-lm",
            "-o",
            "main"));
    return folder.resolve("main");
  }

  /** A package of files, by the path in it. */
  Path deb(String name, String version, Map<String, Path> files) throws IOException {
    Path root = Files.createDirectories(folder.resolve("root-" + name + version));
    for (Map.Entry<String, Path> entry : files.entrySet()) {
      Path to = root.resolve(entry.getKey().substring(1));
      Files.createDirectories(to.getParent());
      Files.copy(entry.getValue(), to);
    }
    return build(root, name, version);
  }

  /** A package of a folder's files. */
  Path build(Path root, String name, String version) throws IOException {
    Path control = Files.createDirectories(root.resolve("DEBIAN"));
    Files.writeString(
        control.resolve("control"),
        """
        Package: %s
        Version: %s
        Architecture: amd64
        Multi-Arch: same
        Maintainer: Nobody <nobody@example.org>
        Depends: libc6 (>= 2.34), one | other:any
        Description: a sample
        """
            .formatted(name, version));
    Path debs = Files.createDirectories(folder.resolve("debs"));
    Path deb = debs.resolve(name + "_" + version + "_amd64.deb");
    Tool.run(
        List.of("dpkg-deb", "--root-owner-group", "-Zxz", "-b", root.toString(), deb.toString()));
    return deb;
  }

  /** Package libtwo, with the link that its name stands for, and package main. */
  Path debs() throws IOException {
    Path program = program();
    Path root = folder.resolve("root-libtwo1.0");
    Path lib = Files.createDirectories(root.resolve("usr/lib/x86_64-linux-gnu"));
    Files.copy(folder.resolve("libtwo.so.1.0"), lib.resolve("libtwo.so.1.0"));
    Files.createSymbolicLink(lib.resolve("libtwo.so.1"), Path.of("libtwo.so.1.0"));
    build(root, "libtwo", "1.0");
    deb("main", "1.0", Map.of("/usr/bin/main", program));
    return folder.resolve("debs");
  }

  /** Scans; the bytes of content that were read. */
  static long scan(Path census, Path... sources) throws IOException {
    return new Scan(census, ScanProgress.NONE, 2).of(List.of(sources));
  }

  /** The rows of an answer, values joined by blanks. */
  static List<String> ask(Path census, String sql) throws IOException {
    List<String> rows = new ArrayList<>();
    try (Census open = Census.open(census)) {
      open.query(sql, collector(rows));
    }
    return rows;
  }

  static Census.RowVisitor collector(List<String> rows) {
    return new Census.RowVisitor() {
      @Override
      public void columns(List<String> names, List<String> types) {}

      @Override
      public void row(List<?> values) {
        rows.add(String.join(" ", values.stream().map(String::valueOf).toList()));
      }
    };
  }

  /** All rows of all tables, in an order of their own. */
  static List<String> everything(Path census) throws IOException {
    List<String> all = new ArrayList<>();
    for (String table : Tables.all().keySet()) {
      ask(census, "SELECT * FROM %s ORDER BY ALL".formatted(table))
          .forEach(row -> all.add(table + ": " + row));
    }
    return all;
  }
}
