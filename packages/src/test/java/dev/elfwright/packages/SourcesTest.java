package dev.elfwright.packages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What else files come from than a .deb. */
class SourcesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"cat", "gzip", "xz", "zstd", "bzip2", "lz4"})
  void anArchiveHoldsWhatTheFolderHolds(String compressor) throws IOException {
    Path root = sample();
    for (String format : List.of("v7", "ustar", "gnu", "pax")) {
      Path archive = folder.resolve("archive." + format + "." + compressor);
      Tool.run(
          List.of(
              "sh",
              "-c",
              "tar --sort=name --format=%s --xattrs -C %s -c . | %s > %s"
                  .formatted(format, root, compressor, archive)));
      assertThat(contents(archive)).as(format).isEqualTo(contents(root));
    }
  }

  private Path sample() throws IOException {
    Path root = Files.createDirectory(folder.resolve("root"));
    Path deep = Files.createDirectories(root.resolve("usr/share/" + "d".repeat(40)));
    Files.writeString(deep.resolve("text"), "text\n");
    Files.write(root.resolve("empty"), new byte[0]);
    Files.write(root.resolve("large"), new byte[100_000]);
    Files.createSymbolicLink(root.resolve("link"), Path.of("/etc/../absolute"));
    Tool.run(List.of("mkfifo", root.resolve("pipe").toString()));
    Tool.run(List.of("chmod", "4755", root.resolve("large").toString()));
    return root;
  }

  @Test
  void longNamesHolesAndAttributesAreRead() throws IOException {
    Path root = Files.createDirectory(folder.resolve("root"));
    String name = "n".repeat(200);
    Files.writeString(root.resolve(name), "x");
    Tool.run(List.of("truncate", "-s", "10M", root.resolve("holes").toString()));
    Tool.run(root, List.of("sh", "-c", "printf end | dd of=holes conv=notrunc bs=1 seek=5000000"));
    Tool.run(
        List.of(
            "python3",
            "-c",
            "import os; os.setxattr('%s', 'user.note', b'hello')"
                .formatted(root.resolve("holes"))));
    for (String format : List.of("gnu", "pax --xattrs")) {
      Path archive = folder.resolve("archive.tar");
      Tool.run(
          List.of(
              "sh", "-c", "tar -S --format=%s -C %s -cf %s .".formatted(format, root, archive)));
      assertThat(Files.size(archive)).isLessThan(100_000);
      assertThat(contents(archive)).as(format).isEqualTo(contents(root));
    }
    for (PackageSource source :
        List.of(new TarFile(folder.resolve("archive.tar")), new FolderTree(root))) {
      Map<String, byte[]> notes = new TreeMap<>();
      source.read((file, content) -> notes.putAll(file.attributes()));
      assertThat(notes).containsOnlyKeys("user.note");
      assertThat(notes.get("user.note")).isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Each file with all that is known of it. */
  private static Map<String, String> contents(Path source) throws IOException {
    Map<String, String> found = new TreeMap<>();
    for (PackageSource s : PackageSource.of(source)) {
      s.read((file, content) ->
          found.put(
              file.path(),
              "%s %o %d %d %s %d %x"
                  .formatted(
                      file.kind(),
                      file.mode(),
                      file.uid(),
                      file.gid(),
                      file.linkTarget(),
                      file.size(),
                      java.util.Arrays.hashCode(content.readAllBytes()))));
    }
    return found;
  }

  /** What dpkg knows of this machine. */
  @Test
  void installedPackagesHaveTheFilesThatDpkgLists() throws IOException {
    List<InstalledPackage> all = InstalledPackage.allOf(Path.of("/"));
    String known = Tool.output(List.of("dpkg-query", "-W", "-f=${db:Status-Status} ${Package}\\n"));
    assertThat(all).hasSize((int) known.lines().filter(l -> l.startsWith("installed ")).count());
    for (String name : List.of("coreutils", "libc6", "bash", "mount")) {
      InstalledPackage source =
          all.stream().filter(p -> p.description().name().equals(name)).findFirst().orElseThrow();
      List<String> paths = new ArrayList<>();
      boolean[] described = new boolean[1];
      source.read(
          new PackageVisitor() {
            @Override
            public void description(Package description, ControlFiles control) {
              described[0] = !control.all().isEmpty();
            }

            @Override
            public void file(PackageFile file, InputStream content) {
              paths.add(file.path());
            }
          });
      List<String> listed =
          Tool.output(List.of("dpkg", "-L", name))
              .lines()
              .filter(line -> Files.exists(Path.of(line), java.nio.file.LinkOption.NOFOLLOW_LINKS))
              .map(line -> line.equals("/.") ? "/" : line)
              .toList();
      assertThat(paths).as(name).containsExactlyInAnyOrderElementsOf(listed);
      assertThat(described[0]).as(name).isTrue();
    }
  }

  @Test
  void anArchiveInAFolderIsReadByItsIndex() throws IOException {
    Path pool = Files.createDirectories(folder.resolve("pool/main"));
    for (String name : List.of("busybox", "bash")) {
      Path deb = DebianArchive.of("amd64").file(name).file();
      Files.copy(deb, pool.resolve(name + ".deb"));
    }
    Tool.run(
        folder,
        List.of("sh", "-c", "dpkg-scanpackages pool 2>/dev/null > Packages; xz -k Packages"));
    AptArchive archive = new AptArchive(folder);
    assertThat(archive.packages()).extracting(Package::name).containsExactly("bash", "busybox");
    Package bash = archive.packages().getFirst();
    assertThat(archive.file(bash).describe().version()).isEqualTo(bash.version());
    assertThat(bash.size()).isEqualTo(Files.size(archive.file(bash).file()));
  }

  @Test
  void aFolderOfPackagesIsItsPackages() throws IOException {
    for (String name : List.of("busybox", "bash")) {
      Path deb = DebianArchive.of("arm64").file(name).file();
      Files.copy(deb, folder.resolve(deb.getFileName()));
    }
    assertThat(PackageSource.of(folder)).hasSize(2).allMatch(s -> s instanceof DebFile);
  }
}
