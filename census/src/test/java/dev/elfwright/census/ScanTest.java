package dev.elfwright.census;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scan finds, and what it does not do twice. */
class ScanTest {
  @TempDir Path folder;

  @Test
  void packagesBecomeTables() throws IOException {
    Path debs = new Sample(folder).debs();
    Path census = folder.resolve("census");
    assertThat(Sample.scan(census, debs)).isPositive();

    assertThat(
            Sample.ask(
                census,
                "SELECT package, version, architecture, multi_arch FROM packages ORDER BY 1"))
        .containsExactly("libtwo 1.0 amd64 same", "main 1.0 amd64 same");
    assertThat(
            Sample.ask(
                census,
                "SELECT clause, name, qualifier, operator, version FROM relations WHERE package ="
                    + " 'main' ORDER BY ALL"))
        .containsExactly("0 libc6  >= 2.34", "1 one   ", "1 other any  ");
    assertThat(
            Sample.ask(
                census,
                "SELECT path, soname, role, pie, relro FROM files JOIN elf USING (content) ORDER BY"
                    + " 1"))
        .containsExactly(
            "/usr/bin/main  program false partial",
            "/usr/lib/x86_64-linux-gnu/libtwo.so.1.0 libtwo.so.1 library false partial");
    assertThat(
            Sample.ask(
                census,
                "SELECT name, version, is_default FROM symbols WHERE version LIKE 'TWO%' AND"
                    + " defined AND name NOT LIKE 'TWO%' AND type != 'NOTYPE' ORDER BY content ="
                    + " (SELECT content FROM elf WHERE role = 'program'), 1"))
        .startsWith("own TWO_1 true", "twice TWO_2 true", "two TWO_1 true", "two_data TWO_1 true");
    assertThat(Sample.ask(census, "SELECT symbol, version, size FROM copies"))
        .containsExactly("two_data TWO_1 16");
    assertThat(Sample.ask(census, "SELECT size, dynamic > 0 FROM tls")).containsExactly("4 true");
    assertThat(Sample.ask(census, "SELECT count(*) FROM errors")).containsExactly("0");
  }

  @Test
  void referencesAreBoundAsTheLoaderWould() throws IOException {
    Path debs = new Sample(folder).debs();
    Path census = folder.resolve("census");
    Sample.scan(census, debs);
    assertThat(
            Sample.ask(
                census,
                "SELECT position, depth, name, object_path, found_by FROM loads WHERE path ="
                    + " '/usr/bin/main' ORDER BY 1"))
        .startsWith(
            "0 0  /usr/bin/main path",
            "1 1 libtwo.so.1 /usr/lib/x86_64-linux-gnu/libtwo.so.1.0 default")
        .contains("2 1 libm.so.6  missing");
    assertThat(
            Sample.ask(
                census,
                "SELECT symbol, version, provider_path FROM bindings WHERE path = '/usr/bin/main'"
                    + " AND symbol = 'twice'"))
        .containsExactly("twice TWO_2 /usr/lib/x86_64-linux-gnu/libtwo.so.1.0");
  }

  @Test
  void theSameAgainReadsNothing() throws IOException {
    Path debs = new Sample(folder).debs();
    Path census = folder.resolve("census");
    Sample.scan(census, debs);
    List<String> before = Sample.everything(census);
    assertThat(Sample.scan(census, debs)).isZero();
    assertThat(Sample.everything(census)).isEqualTo(before);
  }

  @Test
  void aQuestionEndsWhenItsTimeIsOver() throws IOException {
    Path census = folder.resolve("census");
    Sample.scan(census, new Sample(folder).debs());
    try (Census open = Census.open(census);
        Census hasty = open.another(1)) {
      String endless = "SELECT count(*) FROM range(100000000000) t(i) WHERE i % 7 = 3";
      assertThatThrownBy(() -> hasty.query(endless, Sample.collector(new ArrayList<>())))
          .isInstanceOf(CensusException.class)
          .hasMessage("no answer within 1 s");
      List<String> rows = new ArrayList<>();
      hasty.query("SELECT count(*) FROM packages", Sample.collector(rows));
      assertThat(rows).containsExactly("2");
    }
  }

  @Test
  void aPackageUnderAnotherNameIsNotReadAgain() throws IOException {
    Path debs = new Sample(folder).debs();
    Path census = folder.resolve("census");
    Sample.scan(census, debs);
    long packages = Sample.ask(census, "FROM packages").size();
    Files.copy(debs.resolve("main_1.0_amd64.deb"), debs.resolve("again.deb"));
    assertThat(Sample.scan(census, debs)).isZero();
    assertThat(Sample.ask(census, "FROM packages")).hasSize((int) packages);
  }

  @Test
  void whatIsGoneFromASourceIsGoneFromTheTables() throws IOException {
    Path debs = new Sample(folder).debs();
    Path census = folder.resolve("census");
    Sample.scan(census, debs);
    Files.delete(debs.resolve("main_1.0_amd64.deb"));
    Sample.scan(census, debs);
    assertThat(Sample.ask(census, "SELECT package FROM packages")).containsExactly("libtwo");
    assertThat(Sample.ask(census, "SELECT role FROM elf")).containsExactly("library");
    assertThat(Sample.ask(census, "FROM copies")).isEmpty();
    Path fresh = folder.resolve("fresh");
    Sample.scan(fresh, debs);
    assertThat(Sample.everything(census)).isEqualTo(Sample.everything(fresh));
  }

  @Test
  void ofAFolderOnlyChangedFilesAreRead() throws IOException {
    Sample sample = new Sample(folder);
    Path program = sample.program();
    Path tree = Files.createDirectories(folder.resolve("tree"));
    Files.copy(program, tree.resolve("main"));
    Files.writeString(tree.resolve("script"), "#!/usr/bin/env python3 -u\nprint()\n");
    Files.write(tree.resolve("large"), new byte[1_000_000]);
    Path census = folder.resolve("census");
    assertThat(Sample.scan(census, tree)).isGreaterThan(1_000_000);
    Files.writeString(tree.resolve("script"), "#!/bin/sh\n");
    assertThat(Sample.scan(census, tree)).isEqualTo(10);
    assertThat(Sample.ask(census, "SELECT interpreter, lines FROM scripts"))
        .containsExactly("/bin/sh 1");
    assertThat(
            Sample.ask(
                census,
                "SELECT path, class, size FROM files WHERE kind = 'regular' AND class != 'elf'"
                    + " ORDER BY 1"))
        .containsExactly("/large other 1000000", "/script script 10");
    Files.delete(tree.resolve("main"));
    assertThat(Sample.scan(census, tree)).isZero();
    assertThat(Sample.ask(census, "FROM elf")).isEmpty();
  }

  /** Files beyond what a thread keeps are read into memory that the last one has left. */
  @Test
  void largeFilesAreReadAsSmallOnes() throws IOException {
    Path library = new Sample(folder).library();
    Path tree = Files.createDirectories(folder.resolve("tree"));
    Files.copy(library, tree.resolve("0"));
    for (int megabytes : List.of(90, 80, 70)) {
      Path large = tree.resolve(Integer.toString(megabytes));
      Tool.run(
          List.of(
              "sh",
              "-c",
              "(head -c %dM /dev/zero | tr '\\0' x; cat %s) > %s"
                  .formatted(megabytes, library, large)));
      Tool.run(
          List.of(
              "objcopy",
              "--add-section",
              ".padding=" + large,
              library.toString(),
              large.toString()));
    }
    Path census = folder.resolve("census");
    Sample.scan(census, tree);
    assertThat(
            Sample.ask(
                census, "SELECT path, class FROM files WHERE kind = 'regular' ORDER BY path"))
        .containsExactly("/0 elf", "/70 elf", "/80 elf", "/90 elf");
    assertThat(
            Sample.ask(census, "FROM elf JOIN files USING (content) WHERE elf.size != files.size"))
        .isEmpty();
    List<String> symbols = symbolsOf(census, "/0");
    assertThat(symbols).anyMatch(s -> s.startsWith("twice TWO_2"));
    for (String path : List.of("/70", "/80", "/90")) {
      assertThat(symbolsOf(census, path)).as(path).isEqualTo(symbols);
    }
  }

  private static List<String> symbolsOf(Path census, String path) throws IOException {
    return Sample.ask(
        census,
        """
        SELECT name, version, value, symbols.size FROM symbols JOIN files USING (content)
        WHERE path = '%s' ORDER BY ALL
        """
            .formatted(path));
  }

  @Test
  void anInterruptedScanGoesOnWhereItWas() throws IOException {
    Path debs = new Sample(folder).debs();
    Path census = folder.resolve("census");
    ScanProgress pulled =
        new ScanProgress() {
          @Override
          public void step(String what) {
            if (what.startsWith("merging")) {
              throw new IllegalStateException("pulled the plug");
            }
          }

          @Override
          public void reading(long done, long total, long unpacked, double rate, double left) {}
        };
    assertThatThrownBy(() -> new Scan(census, pulled, 2).of(List.of(debs)))
        .hasMessage("pulled the plug");
    assertThatThrownBy(() -> Census.open(census)).hasMessageContaining("has not come to an end");
    assertThat(Sample.scan(census, debs)).isZero();
    Path whole = folder.resolve("whole");
    Sample.scan(whole, debs);
    assertThat(Sample.everything(census)).isEqualTo(Sample.everything(whole));
  }

  @Test
  void layersOfAnImageAreMergedFromTheTop() throws IOException {
    Path lower = Files.createDirectories(folder.resolve("lower"));
    Path upper = Files.createDirectories(folder.resolve("upper"));
    Files.createDirectories(lower.resolve("etc/old"));
    Files.writeString(lower.resolve("etc/a"), "lower");
    Files.writeString(lower.resolve("etc/b"), "lower b");
    Files.writeString(lower.resolve("etc/old/c"), "c");
    Files.createDirectories(upper.resolve("etc/old"));
    Files.writeString(upper.resolve("etc/a"), "the upper one");
    Files.writeString(upper.resolve("etc/.wh.b"), "");
    Files.writeString(upper.resolve("etc/old/.wh..wh..opq"), "");
    Path image = image(lower, upper);
    Path census = folder.resolve("census");
    Sample.scan(census, image);
    assertThat(Sample.ask(census, "SELECT path, size FROM files WHERE kind = 'regular'"))
        .containsExactly("/etc/a 13");
    assertThat(Sample.ask(census, "SELECT kind FROM units")).containsExactly("image");
  }

  private Path image(Path... layers) throws IOException {
    Path image = Files.createDirectories(folder.resolve("image"));
    Path blobs = Files.createDirectories(image.resolve("blobs/sha256"));
    Files.writeString(image.resolve("oci-layout"), "{\"imageLayoutVersion\": \"1.0.0\"}");
    StringBuilder list = new StringBuilder();
    for (Path layer : layers) {
      Path tar = folder.resolve("layer.tar.gz");
      Tool.run(layer, List.of("tar", "-czf", tar.toString(), "."));
      list.append(list.isEmpty() ? "" : ", ")
          .append("{\"digest\": \"%s\"}".formatted(blob(blobs, tar)));
    }
    Path manifest = Files.writeString(folder.resolve("manifest"), "{\"layers\": [" + list + "]}");
    Files.writeString(
        image.resolve("index.json"),
        "{\"manifests\": [{\"digest\": \"%s\"}]}".formatted(blob(blobs, manifest)));
    return image;
  }

  private static String blob(Path blobs, Path file) throws IOException {
    String sum = Tool.run(List.of("sha256sum", file.toString())).substring(0, 64);
    Files.move(file, blobs.resolve(sum));
    return "sha256:" + sum;
  }

  @Test
  void everyNamedQuestionCanBeAsked() throws IOException {
    Path debs = new Sample(folder).debs();
    Path census = folder.resolve("census");
    Sample.scan(census, debs);
    try (Census open = Census.open(census)) {
      for (Question question : Question.all().values()) {
        Map<String, String> values =
            switch (question.name()) {
              case "consumers" -> Map.of("symbol", "twice");
              case "removal" -> Map.of("library", "libtwo.so.1", "symbol", "twice");
              case "growth" -> Map.of("symbol", "two_data");
              default -> Map.of();
            };
        List<String> rows = new ArrayList<>();
        question.ask(open, values, Sample.collector(rows));
        switch (question.name()) {
          case "consumers" ->
              assertThat(rows)
                  .containsExactly(
                      "/usr/bin/main main twice TWO_2 false"
                          + " /usr/lib/x86_64-linux-gnu/libtwo.so.1.0");
          case "removal" -> assertThat(rows).containsExactly("/usr/bin/main main false 1 1");
          case "growth" ->
              assertThat(rows)
                  .containsExactly(
                      "/usr/bin/main main two_data TWO_1 16 16"
                          + " /usr/lib/x86_64-linux-gnu/libtwo.so.1.0");
          case "unprotected" ->
              assertThat(rows).containsExactly("/usr/bin/main main program true false false false");
          case "missing-libraries" -> assertThat(rows).anyMatch(r -> r.contains("libm.so.6"));
          default -> {}
        }
      }
    }
  }

  @Test
  void differencesOfTwoReleasesAreTold() throws IOException {
    Sample sample = new Sample(folder);
    Path debs = sample.debs();
    Path old = folder.resolve("old");
    Sample.scan(old, debs);
    Files.delete(debs.resolve("libtwo_1.0_amd64.deb"));
    Files.writeString(
        folder.resolve("two.c"), "int two(void) { return 3; }\nint third(void) { return 3; }\n");
    Files.writeString(
        folder.resolve("two.map"), "TWO_1 { global: two; local: *; }; TWO_3 { global: third; };");
    Tool.run(
        folder,
        List.of(
            "gcc",
            "-shared",
            "-fPIC",
            "-Wl,-z,now",
            "-Wl,-soname,libtwo.so.1",
            "-Wl,--version-script=two.map",
            "two.c",
            "-o",
            "new.so"));
    sample.deb(
        "libtwo",
        "2.0",
        Map.of("/usr/lib/x86_64-linux-gnu/libtwo.so.1.0", folder.resolve("new.so")));
    Path now = folder.resolve("now");
    Sample.scan(now, debs);
    try (Census pair = Census.openPair(old, now)) {
      assertThat(difference(pair, "packages"))
          .containsExactly("libtwo amd64  2.0", "libtwo amd64 1.0 ");
      assertThat(difference(pair, "symbols"))
          .contains(
              "libtwo.so.1 third TWO_3 added X86_64",
              "libtwo.so.1 twice TWO_2 removed X86_64",
              "libtwo.so.1 two_data TWO_1 removed X86_64")
          .noneMatch(r -> r.contains(" two TWO_1"));
      assertThat(difference(pair, "versions"))
          .containsExactly("libtwo.so.1 TWO_2 removed", "libtwo.so.1 TWO_3 added");
      assertThat(difference(pair, "hardening"))
          .contains("/usr/lib/x86_64-linux-gnu/libtwo.so.1.0 libtwo relro partial full");
      assertThat(difference(pair, "files"))
          .anyMatch(r -> r.startsWith("/usr/lib/x86_64-linux-gnu/libtwo.so.1.0 content libtwo"))
          .anyMatch(r -> r.startsWith("/usr/lib/x86_64-linux-gnu/libtwo.so.1 removed libtwo"))
          .noneMatch(r -> r.contains("/usr/bin/main"));
      assertThat(difference(pair, "sizes")).hasSize(1).first().asString().startsWith("libtwo ");
    }
  }

  private static List<String> difference(Census pair, String name) throws IOException {
    List<String> rows = new ArrayList<>();
    Question.differences().get(name).ask(pair, Map.of(), Sample.collector(rows));
    return rows;
  }
}
