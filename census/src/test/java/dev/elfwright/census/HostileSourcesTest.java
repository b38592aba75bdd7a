package dev.elfwright.census;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.census.store.CensusFolder;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sources that are broken on purpose: never a wrong table, never a write outside. */
class HostileSourcesTest {
  @TempDir Path folder;

  @Test
  void atWhateverByteAPackageEndsTheOthersAreWhole() throws IOException {
    Path debs = new Sample(folder).debs();
    Path good = folder.resolve("good");
    Sample.scan(good, debs);
    byte[] whole = Files.readAllBytes(debs.resolve("main_1.0_amd64.deb"));
    for (int length = 60; length < whole.length; length += whole.length / 12) {
      Files.write(debs.resolve("cut" + length + ".deb"), Arrays.copyOf(whole, length));
    }
    Path census = folder.resolve("census");
    Sample.scan(census, debs);
    List<String> errors = Sample.ask(census, "SELECT what, path, message FROM errors");
    assertThat(errors)
        .hasSizeGreaterThanOrEqualTo(12)
        .allMatch(e -> e.startsWith("archive " + debs));
    for (String table : List.of("packages", "relations", "files", "elf", "symbols", "bindings")) {
      String sql = "SELECT * FROM %s ORDER BY ALL".formatted(table);
      assertThat(Sample.ask(census, sql)).as(table).isEqualTo(Sample.ask(good, sql));
    }
  }

  @Test
  void membersThatLeadOutOfTheirArchiveAreRefused() throws IOException {
    Path work = Files.createDirectories(folder.resolve("a/b"));
    Files.writeString(folder.resolve("a/outside"), "x");
    Files.writeString(work.resolve("inside"), "x");
    Path tar = folder.resolve("evil.tar");
    Tool.run(work, List.of("tar", "-P", "-cf", tar.toString(), "inside", "../outside"));
    Path census = folder.resolve("census");
    List<Path> before = tree();
    Sample.scan(census, tar);
    assertThat(Sample.ask(census, "SELECT message FROM errors"))
        .singleElement()
        .asString()
        .contains("leads out of the archive's folder");
    assertThat(Sample.ask(census, "FROM files")).isEmpty();
    assertThat(tree()).filteredOn(p -> !p.startsWith(census)).isEqualTo(before);
  }

  private List<Path> tree() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.sorted().toList();
    }
  }

  /** Each of four indexes names the next one 3,000 times: 81 * 10^12 ways to one manifest. */
  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void indexesThatNameOneAnotherAreReadOnce() throws IOException {
    Path image = Files.createDirectories(folder.resolve("image"));
    Path blobs = Files.createDirectories(image.resolve("blobs/sha256"));
    Files.writeString(image.resolve("oci-layout"), "{\"imageLayoutVersion\": \"1.0.0\"}");
    String document = "{\"layers\": []}";
    for (int level = 0; level < 4; level++) {
      Path file = Files.writeString(folder.resolve("document"), document);
      String digest = Tool.run(List.of("sha256sum", file.toString())).substring(0, 64);
      Files.move(file, blobs.resolve(digest));
      String entry = "{\"digest\": \"sha256:%s\"}".formatted(digest);
      document = "{\"manifests\": [" + String.join(",", Collections.nCopies(3000, entry)) + "]}";
    }
    Files.writeString(image.resolve("index.json"), document);
    Path census = folder.resolve("census");
    Sample.scan(census, image);
    assertThat(Sample.ask(census, "SELECT kind FROM units")).containsExactly("image");
  }

  @Test
  void aBombIsOneRow() throws IOException {
    Path tar = folder.resolve("bomb.tar.xz");
    Tool.run(
        folder,
        List.of(
            "sh",
            "-c",
            "truncate -s 600M zeros && tar -c zeros | xz -1 > bomb.tar.xz && rm zeros"));
    Path census = folder.resolve("census");
    Sample.scan(census, tar);
    assertThat(Sample.ask(census, "SELECT what, message FROM errors"))
        .singleElement()
        .asString()
        .startsWith("archive ")
        .contains("expands to more than 500 times its size");
    assertThat(Sample.ask(census, "FROM files")).isEmpty();
  }

  @Test
  void aBombInALayerIsOneRow() throws IOException {
    Path image = Files.createDirectories(folder.resolve("image/blobs/sha256")).resolve("../..");
    Files.writeString(image.resolve("oci-layout"), "{\"imageLayoutVersion\": \"1.0.0\"}");
    Tool.run(
        image,
        List.of(
            "sh",
            "-c",
            """
            truncate -s 600M zeros && tar -c zeros | xz -1 > layer && rm zeros
            blob() { sum=$(sha256sum < $1 | cut -c 1-64) && mv $1 blobs/sha256/$sum; }
            blob layer && echo "{\\"layers\\": [{\\"digest\\": \\"sha256:$sum\\"}]}" > manifest
            blob manifest && echo "{\\"manifests\\": [{\\"digest\\": \\"sha256:$sum\\"}]}" > index.json
            """));
    Path census = folder.resolve("census");
    Sample.scan(census, image.normalize());
    assertThat(Sample.ask(census, "SELECT message FROM errors"))
        .singleElement()
        .asString()
        .contains("expands to more than 500 times its size");
    assertThat(Sample.ask(census, "FROM files")).isEmpty();
  }

  @Test
  void archivesInArchivesAreFiles() throws IOException {
    Path debs = new Sample(folder).debs();
    Path inner = folder.resolve("inner.tar");
    Tool.run(debs, List.of("tar", "-cf", inner.toString(), "main_1.0_amd64.deb"));
    Path outer = folder.resolve("outer.tar.gz");
    Tool.run(folder, List.of("tar", "-czf", outer.toString(), "inner.tar"));
    Path census = folder.resolve("census");
    Sample.scan(census, outer);
    assertThat(Sample.ask(census, "SELECT path, class FROM files"))
        .containsExactly("/inner.tar other");
    assertThat(Sample.ask(census, "FROM packages")).isEmpty();
  }

  @Test
  void linksThatLeadToThemselvesAreLinks() throws IOException {
    Path tree = Files.createDirectories(folder.resolve("tree/usr/lib"));
    Files.createSymbolicLink(tree.resolve("loop"), Path.of("."));
    Files.createSymbolicLink(tree.resolve("libx.so.1"), Path.of("liby.so.1"));
    Files.createSymbolicLink(tree.resolve("liby.so.1"), Path.of("libx.so.1"));
    Files.createSymbolicLink(tree.resolve("libtwo.so.1"), Path.of("libtwo.so.1"));
    Sample sample = new Sample(folder);
    Path census = folder.resolve("census");
    Files.copy(sample.program(), tree.resolve("main"));
    Sample.scan(census, folder.resolve("tree"));
    assertThat(
            Sample.ask(
                census,
                "SELECT path, link_target FROM files WHERE kind = 'symbolic_link' ORDER BY 1"))
        .containsExactly(
            "/usr/lib/libtwo.so.1 libtwo.so.1",
            "/usr/lib/libx.so.1 liby.so.1",
            "/usr/lib/liby.so.1 libx.so.1",
            "/usr/lib/loop .");
    assertThat(Sample.ask(census, "SELECT found_by FROM loads WHERE name = 'libtwo.so.1'"))
        .containsExactly("missing");
  }

  @Test
  void whatCannotBeReadIsARow() throws IOException {
    Path census = folder.resolve("census");
    Path other = Files.writeString(folder.resolve("other"), "text");
    Sample.scan(census, Path.of("/proc/self/mem"), other);
    assertThat(Sample.ask(census, "SELECT what, path FROM errors"))
        .containsExactly("unreadable /proc/self/mem");
    assertThat(Sample.ask(census, "SELECT path, class FROM files ORDER BY 1"))
        .containsExactly("/proc/self/mem unreadable", other + " other");
  }

  @Test
  void elfFilesThatLieHaveNoRowsButTheirError() throws IOException {
    Path library = new Sample(folder).library();
    byte[] bytes = Files.readAllBytes(library);
    Path tree = Files.createDirectories(folder.resolve("tree"));
    for (int at = 0; at < 40; at++) {
      byte[] broken = bytes.clone();
      for (int i = 0; i < 64; i++) {
        broken[(at * 6151 + i * 97) % Math.min(bytes.length, 4096)] ^= (byte) 0xff;
      }
      System.arraycopy(bytes, 0, broken, 0, 16);
      Files.write(tree.resolve("broken" + at), broken);
    }
    Path census = folder.resolve("census");
    Sample.scan(census, tree);
    List<String> malformed =
        Sample.ask(census, "SELECT content FROM files WHERE class = 'malformed' ORDER BY 1");
    assertThat(malformed).isNotEmpty();
    assertThat(Sample.ask(census, "SELECT content FROM errors WHERE what = 'elf' ORDER BY 1"))
        .isEqualTo(malformed);
    for (String table : List.of("elf", "symbols", "sections", "relocations", "notes")) {
      assertThat(
              Sample.ask(
                  census, "FROM %s WHERE content IN (SELECT content FROM errors)".formatted(table)))
          .as(table)
          .isEmpty();
    }
  }

  @Test
  void twoScansDoNotWriteIntoOneFolder() throws IOException {
    Path debs = new Sample(folder).debs();
    Path census = folder.resolve("census");
    try (CensusFolder.Lock _ = new CensusFolder(census).lock()) {
      assertThatThrownBy(() -> Sample.scan(census, debs))
          .isInstanceOf(CensusException.class)
          .hasMessageContaining("another scan is writing");
    }
    assertThat(Sample.scan(census, debs)).isPositive();
  }

  @Test
  void norDoesAScanOfAnotherProcess() throws IOException {
    Path debs = new Sample(folder).debs();
    Path census = folder.resolve("census");
    Sample.scan(census, debs);
    List<String> before = Sample.everything(census);
    Process other =
        new ProcessBuilder(
                "python3",
                "-c",
                "import fcntl, sys; f = open(sys.argv[1], 'a'); fcntl.lockf(f, fcntl.LOCK_EX);"
                    + " print('held', flush=True); sys.stdin.read()",
                census.resolve("lock").toString())
            .start();
    try (var said = other.inputReader()) {
      assertThat(said.readLine()).isEqualTo("held");
      Files.delete(debs.resolve("main_1.0_amd64.deb"));
      assertThatThrownBy(() -> Sample.scan(census, debs))
          .isInstanceOf(CensusException.class)
          .hasMessageContaining("another scan is writing");
    } finally {
      other.destroy();
    }
    assertThat(Sample.everything(census)).isEqualTo(before);
  }

  @Test
  void aFolderWithOtherThingsIsLeftAlone() throws IOException {
    Path other = Files.createDirectories(folder.resolve("other"));
    Files.writeString(other.resolve("precious"), "x");
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(() -> Sample.scan(other, file)).hasMessageContaining("and no census");
    assertThat(other).isDirectoryContaining(p -> p.endsWith("precious"));
    assertThat(Files.list(other)).hasSize(1);
  }

  @Test
  void aFullDiskLeavesWhatWasThere() throws IOException {
    Path debs = new Sample(folder).debs();
    Path census = Files.createDirectories(folder.resolve("census"));
    String java = ProcessHandle.current().info().command().orElseThrow();
    String script =
        "mount -t tmpfs -o size=1M none %s && exec %s --enable-native-access=ALL-UNNAMED -cp %s %s %s %s"
            .formatted(
                census,
                java,
                System.getProperty("java.class.path"),
                FullDisk.class.getName(),
                census,
                debs);
    // A mount namespace of its own, so that nobody else has a full disk.
    assertThat(Tool.run(List.of("unshare", "-rm", "sh", "-c", script))).contains("as it was\n");
  }

  @Test
  void aCensusCanOnlyBeRead() throws IOException {
    Path debs = new Sample(folder).debs();
    Path census = folder.resolve("census");
    Sample.scan(census, debs);
    Path target = folder.resolve("stolen");
    for (String sql :
        List.of(
            "COPY files TO '%s'".formatted(target),
            "SELECT 1; COPY files TO '%s'".formatted(target),
            "CREATE TABLE x AS FROM files",
            "DROP VIEW files",
            "ATTACH '%s'".formatted(target),
            "SET enable_external_access = true",
            "INSTALL httpfs",
            "SELECT * FROM read_text('/etc/passwd')",
            "SELECT * FROM read_csv('%s/census')".formatted(census),
            "SELECT * FROM nothing",
            "not even SQL")) {
      assertThatThrownBy(() -> Sample.ask(census, sql))
          .as(sql)
          .isInstanceOf(CensusException.class)
          .message()
          .doesNotContain("\n");
    }
    assertThat(target).doesNotExist();
    assertThat(Sample.ask(census, "DESCRIBE units")).hasSize(7);
  }
}
