package dev.elfwright.census;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What dpkg, readelf and ldd say of this machine's files, of 200 of them drawn at random. */
class OracleTest {
  private static final int FILES = 200;
  private static final int PACKAGES = 20;
  private static final Path LIBRARIES = Path.of("/usr/lib");

  @TempDir Path folder;

  private static Random random() {
    long seed = Long.getLong("elfwright.census.seed", System.nanoTime());
    System.out.println("sample drawn with -Delfwright.census.seed=" + seed);
    return new Random(seed);
  }

  private record Counts(
      long sections, long segments, long symbols, long relocations, long needed, String buildId) {}

  @Test
  void countsAreThoseOfReadelfAndLdd() throws IOException {
    List<Path> libraries = libraries();
    List<Path> candidates = new ArrayList<>(libraries);
    try (Stream<Path> programs = Files.list(Path.of("/usr/bin"))) {
      programs.forEach(candidates::add);
    }
    candidates.removeIf(p -> Files.isSymbolicLink(p) || !isElf(p));
    Collections.sort(candidates);
    Collections.shuffle(candidates, random());
    List<Path> sample = candidates.subList(0, FILES);

    Path census = folder.resolve("census");
    List<Path> sources = new ArrayList<>(libraries);
    sources.addAll(sample);
    try (Stream<Path> conf = Files.walk(Path.of("/etc/ld.so.conf.d"))) {
      conf.filter(Files::isRegularFile).forEach(sources::add);
    }
    // Libraries such as libblas.so.3 are links to links there.
    try (Stream<Path> chosen = Files.list(Path.of("/etc/alternatives"))) {
      chosen.filter(p -> p.getFileName().toString().contains(".so")).forEach(sources::add);
    }
    new Scan(census, ScanProgress.NONE, 2).of(sources.stream().distinct().toList());

    Map<String, Counts> counted = counts(census);
    Map<String, List<String>> loaded = loads(census);
    for (Path file : sample) {
      assertThat(counted.get(file.toString())).as(file.toString()).isEqualTo(readelf(file));
      assertThat(loaded.getOrDefault(file.toString(), List.of()))
          .as("closure of " + file)
          .isEqualTo(ldd(file));
    }
  }

  @Test
  void aStaticProgramAppliesItsOwnRelocations() throws IOException {
    Path source = Files.writeString(folder.resolve("static.c"), "int main(void) { return 0; }");
    Path program = folder.resolve("static");
    Tool.output(List.of("gcc", "-static", "-s", "-o", program.toString(), source.toString()));
    Path census = folder.resolve("static-census");
    new Scan(census, ScanProgress.NONE, 1).of(List.of(program));
    Counts expected = readelf(program);
    assertThat(expected.relocations()).isPositive();
    assertThat(counts(census)).containsEntry(program.toString(), expected);
  }

  private static List<Path> libraries() throws IOException {
    try (Stream<Path> files = Files.walk(LIBRARIES)) {
      return files
          .filter(f -> f.getFileName().toString().matches(".*\\.so(\\..*)?"))
          .filter(Files::isRegularFile)
          .toList();
    }
  }

  private static boolean isElf(Path file) {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(4), StandardCharsets.ISO_8859_1).equals("\177ELF");
    } catch (IOException e) {
      return false;
    }
  }

  private static Map<String, Counts> counts(Path census) throws IOException {
    Map<String, Counts> counts = new HashMap<>();
    Sample.ask(
            census,
            """
            SELECT f.path, (SELECT count(*) FROM sections s WHERE s.content = e.content),
              (SELECT count(*) FROM segments s WHERE s.content = e.content),
              (SELECT count(*) FROM symbols s WHERE s.content = e.content),
              e.relocation_count, (SELECT count(*) FROM needed n WHERE n.content = e.content AND kind = 'needed'),
              e.build_id
            FROM files f JOIN elf e USING (content)
            """)
        .forEach(row -> {
          String[] c = row.split(" ", -1);
          counts.put(
              c[0],
              new Counts(
                  Long.parseLong(c[1]),
                  Long.parseLong(c[2]),
                  Long.parseLong(c[3]),
                  Long.parseLong(c[4]),
                  Long.parseLong(c[5]),
                  c[6]));
        });
    return counts;
  }

  private static Counts readelf(Path file) {
    String plain =
        Tool.output(
            List.of("readelf", "-W", "--dyn-syms", "-r", "-n", "-h", "-d", file.toString()));
    long relocations =
        sum(plain, "Relocation section '\\.rel[^r][^']*' at offset .* contains (\\d+) entr")
            + sum(plain, "(?m)^  (\\d+) offset");
    return new Counts(
        sum(plain, "Number of section headers:\\s+(\\d+)"),
        sum(plain, "Number of program headers:\\s+(\\d+)"),
        Math.max(0, sum(plain, "Symbol table '\\.dynsym' contains (\\d+) entr") - 1),
        relocations,
        Pattern.compile("\\(NEEDED\\)").matcher(plain).results().count(),
        first(plain, "Build ID: ([0-9a-f]+)"));
  }

  private static long sum(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .mapToLong(r -> Long.parseLong(r.group(1)))
        .sum();
  }

  private static String first(String text, String pattern) {
    Matcher m = Pattern.compile(pattern).matcher(text);
    return m.find() ? m.group(1) : "";
  }

  /** Names and what they lead to; the loader is left out, which ldd always tells of. */
  private static Map<String, List<String>> loads(Path census) throws IOException {
    Map<String, List<String>> loads = new TreeMap<>();
    Sample.ask(
            census,
            """
            SELECT path, name, CASE object_path WHEN '' THEN 'not found' ELSE object_path END
            FROM loads WHERE position > 0 AND name NOT LIKE '%ld-linux%' ORDER BY path, name
            """)
        .forEach(row -> {
          String[] words = row.split(" ", 3);
          loads.computeIfAbsent(words[0], _ -> new ArrayList<>()).add(words[1] + " " + words[2]);
        });
    return loads;
  }

  private static List<String> ldd(Path file) throws IOException {
    TreeSet<String> lines = new TreeSet<>();
    String text = Tool.output(List.of("sh", "-c", "ldd \"$0\" 2>/dev/null; true", file.toString()));
    for (String line : text.lines().toList()) {
      String[] words = line.strip().split(" ");
      if (words.length > 2 && words[1].equals("=>") && !words[0].contains("ld-linux")) {
        lines.add(
            words[0]
                + " "
                + (words[2].equals("not") ? "not found" : Path.of(words[2]).toRealPath()));
      }
    }
    return List.copyOf(lines);
  }

  @Test
  void packagesAndTheirFilesAreThoseOfDpkg() throws IOException {
    List<String> names = new ArrayList<>();
    for (String line :
        Tool.output(
                List.of(
                    "dpkg-query",
                    "-W",
                    "-f",
                    "${db:Status-Abbrev} ${Package} ${Installed-Size}\\n"))
            .lines()
            .toList()) {
      String[] words = line.split("\\s+");
      if (words[0].equals("ii") && words.length > 2 && Long.parseLong(words[2]) < 1000) {
        names.add(words[1]);
      }
    }
    Collections.sort(names);
    Collections.shuffle(names, random());
    Path root = Files.createDirectories(folder.resolve("root"));
    Path info = Files.createDirectories(root.resolve("var/lib/dpkg/info"));
    // Packages ship files under /lib which lie under /usr/lib, as on this machine.
    for (String merged : List.of("bin", "sbin", "lib", "lib32", "lib64", "libx32")) {
      Files.createDirectories(root.resolve("usr").resolve(merged));
      Files.createSymbolicLink(root.resolve(merged), Path.of("usr", merged));
    }
    Files.copy(Path.of("/var/lib/dpkg/status"), info.resolveSibling("status"));
    Map<String, Long> expected = new TreeMap<>();
    for (String name : names.subList(0, Math.min(PACKAGES, names.size()))) {
      Path list = list(name);
      Files.copy(list, info.resolve(list.getFileName()));
      List<String> there =
          Files.readAllLines(list, StandardCharsets.UTF_8).stream()
              // Many packages ship the folder /lib, which is a link that belongs to none of them.
              .filter(p -> p.lastIndexOf('/') > 0)
              .filter(p -> Files.isSymbolicLink(Path.of(p)) || Files.isRegularFile(Path.of(p)))
              .toList();
      // libcap2-bin ships /sbin/capsh and a link /usr/sbin/capsh to it: one place, where /usr is
      // merged.
      TreeSet<Path> places = new TreeSet<>();
      for (String path : there) {
        Path shipped = Path.of(path);
        places.add(shipped.getParent().toRealPath().resolve(shipped.getFileName()));
      }
      if (!places.isEmpty()) {
        expected.put(name, (long) places.size());
      }
      Path paths = Files.write(folder.resolve("paths"), there);
      Tool.run(
          List.of(
              "sh",
              "-c",
              "tar -P --no-recursion -T %s -cf - | tar -C %s -xf -".formatted(paths, root)));
    }
    Path census = folder.resolve("dpkg");
    Sample.scan(census, root);
    Map<String, Long> found = new TreeMap<>();
    Sample.ask(
            census,
            "SELECT package, count(*) FROM files WHERE package != '' AND kind != 'folder' AND path"
                + " LIKE '/%/%' GROUP BY 1")
        .forEach(row -> found.put(row.split(" ")[0], Long.parseLong(row.split(" ")[1])));
    assertThat(found).isEqualTo(expected);
    String[] dpkg =
        Tool.output(
                List.of(
                    "dpkg-query",
                    "-W",
                    "-f",
                    "${db:Status-Abbrev} ${Package} ${Version} ${Architecture}\\n"))
            .lines()
            .filter(l -> !l.matches(".[nc].*"))
            .map(l -> l.substring(l.indexOf(' ', 1)).strip())
            .toArray(String[]::new);
    Arrays.sort(dpkg);
    String[] census2 =
        Sample.ask(census, "SELECT package, version, architecture FROM packages")
            .toArray(String[]::new);
    Arrays.sort(census2);
    assertThat(census2).isEqualTo(dpkg);
  }

  private static Path list(String name) {
    Path plain = Path.of("/var/lib/dpkg/info", name + ".list");
    String architecture = Tool.output(List.of("dpkg", "--print-architecture")).strip();
    return Files.exists(plain)
        ? plain
        : Path.of("/var/lib/dpkg/info", name + ":" + architecture + ".list");
  }
}
