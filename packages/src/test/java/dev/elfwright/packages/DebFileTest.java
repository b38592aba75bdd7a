package dev.elfwright.packages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packages of Debian, read as dpkg-deb reads them. */
class DebFileTest {
  @ParameterizedTest
  @CsvSource({
    "busybox, amd64",
    "coreutils, arm64",
    "libc6, amd64",
    "libc6, arm64",
    "perl-base, arm64",
    "mount, amd64",
    "sudo, arm64",
    "bash, amd64",
  })
  void filesAreThoseThatDpkgLists(String name, String architecture) throws IOException {
    DebFile deb = DebianArchive.of(architecture).file(name);
    List<String> lines = new ArrayList<>();
    deb.read((file, content) -> lines.add(asTarLists(file)));
    // dpkg-deb -c prints names of owners as they are in the archive: ask tar for numbers.
    String listing =
        Tool.output(
            List.of(
                "sh",
                "-c",
                "dpkg-deb --fsys-tarfile " + deb.file() + " | tar -tv --numeric-owner"));
    List<String> expected =
        listing
            .lines()
            .map(line ->
                line.replaceAll("  +", " ")
                    .replaceFirst(" \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d ", " ")
                    .replaceFirst(" \\./", " /")
                    .replaceFirst("(?<=.)/$", "")
                    .replaceFirst(" link to \\./", " link to /"))
            .map(line -> line.endsWith(" ") ? line + "/" : line)
            .toList();
    assertThat(lines).isEqualTo(expected);
  }

  private static String asTarLists(PackageFile file) {
    String kind =
        switch (file.kind()) {
          case REGULAR -> "-";
          case FOLDER -> "d";
          case SYMBOLIC_LINK -> "l";
          case HARD_LINK -> "h";
          case CHARACTER_DEVICE -> "c";
          case BLOCK_DEVICE -> "b";
          case PIPE -> "p";
        };
    String link =
        switch (file.kind()) {
          case SYMBOLIC_LINK -> " -> " + file.linkTarget();
          case HARD_LINK -> " link to " + file.linkTarget();
          default -> "";
        };
    return "%s%s %d/%d %d %s%s"
        .formatted(
            kind, permissions(file.mode()), file.uid(), file.gid(), file.size(), file.path(), link);
  }

  private static String permissions(int mode) {
    StringBuilder text = new StringBuilder();
    for (int shift = 6; shift >= 0; shift -= 3) {
      int bits = mode >> shift & 7;
      boolean special = (mode >> 9 & (4 >> ((6 - shift) / 3))) != 0;
      char set = shift == 0 ? 't' : 's';
      text.append((bits & 4) != 0 ? 'r' : '-').append((bits & 2) != 0 ? 'w' : '-');
      if (special) {
        text.append((bits & 1) != 0 ? set : Character.toUpperCase(set));
      } else {
        text.append((bits & 1) != 0 ? 'x' : '-');
      }
    }
    return text.toString();
  }

  @Test
  void contentIsThatOfTheChecksums() throws IOException {
    DebFile deb = DebianArchive.of("arm64").file("perl-base");
    Map<String, String> found = new TreeMap<>();
    Map<String, String> expected = new TreeMap<>();
    deb.read(
        new PackageVisitor() {
          @Override
          public void description(Package description, ControlFiles control) {
            new String(control.all().get("md5sums"), java.nio.charset.StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> expected.put("/" + line.substring(34), line.substring(0, 32)));
          }

          @Override
          public void file(PackageFile file, InputStream content) throws IOException {
            if (file.kind() == PackageFile.Kind.REGULAR) {
              found.put(file.path(), md5(content.readAllBytes()));
            } else if (file.kind() == PackageFile.Kind.HARD_LINK) {
              found.put(file.path(), found.getOrDefault(file.linkTarget(), "no such file"));
            }
          }
        });
    assertThat(expected).hasSizeGreaterThan(100);
    assertThat(found).containsAllEntriesOf(expected);
  }

  private static String md5(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("MD5").digest(bytes);
      return "%032x".formatted(new BigInteger(1, digest));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void contentNeedNotBeRead() throws IOException {
    DebFile deb = DebianArchive.of("amd64").file("bash");
    List<String> all = new ArrayList<>();
    List<String> skipping = new ArrayList<>();
    deb.read((file, content) -> {
      content.readAllBytes();
      all.add(file.path());
    });
    deb.read((file, content) -> {
      content.read();
      skipping.add(file.path());
    });
    assertThat(skipping).isEqualTo(all).contains("/bin/bash");
  }

  @ParameterizedTest
  @CsvSource({"libc6, arm64", "perl-base, amd64", "sudo, arm64", "iputils-ping, amd64"})
  void fieldsAreThoseThatDpkgReads(String name, String architecture) throws IOException {
    DebFile deb = DebianArchive.of(architecture).file(name);
    Package p = deb.describe();
    String fields = Tool.output(List.of("dpkg-deb", "-f", deb.file().toString()));
    assertThat(p.name()).isEqualTo(field(fields, "Package"));
    assertThat(p.version()).hasToString(field(fields, "Version"));
    assertThat(p.architecture()).isEqualTo(field(fields, "Architecture"));
    assertThat(p.essential()).isEqualTo(field(fields, "Essential").equals("yes"));
    assertThat(p.installedKib()).isEqualTo(Long.parseLong(field(fields, "Installed-Size")));
    assertThat(joined(p.depends())).isEqualTo(field(fields, "Depends"));
    assertThat(joined(p.preDepends())).isEqualTo(field(fields, "Pre-Depends"));
    assertThat(joined(p.provides())).isEqualTo(field(fields, "Provides"));
    assertThat(joined(p.conflicts())).isEqualTo(field(fields, "Conflicts"));
    assertThat(joined(p.breaks())).isEqualTo(field(fields, "Breaks"));
    assertThat(joined(p.replaces())).isEqualTo(field(fields, "Replaces"));
    String multiArch = field(fields, "Multi-Arch");
    assertThat(p.multiArch().name().toLowerCase(java.util.Locale.ROOT))
        .isEqualTo(multiArch.isEmpty() ? "no" : multiArch);
  }

  private static String field(String fields, String name) {
    return fields
        .lines()
        .filter(line -> line.startsWith(name + ": "))
        .map(line -> line.substring(name.length() + 2))
        .findFirst()
        .orElse("");
  }

  private static String joined(List<?> relations) {
    return String.join(", ", relations.stream().map(Object::toString).toList());
  }

  @Test
  void scriptsTriggersAndConfigurationFilesAreThere() throws IOException {
    List<ControlFiles> found = new ArrayList<>();
    PackageVisitor visitor =
        new PackageVisitor() {
          @Override
          public void description(Package description, ControlFiles control) {
            found.add(control);
          }

          @Override
          public void file(PackageFile file, InputStream content) {}
        };
    DebianArchive.of("amd64").file("libc6").read(visitor);
    DebianArchive.of("amd64").file("sudo").read(visitor);
    assertThat(found.get(0).scripts()).containsKeys("preinst", "postinst", "postrm");
    assertThat(found.get(0).triggers()).contains("activate-noawait ldconfig");
    assertThat(found.get(1).configurationFiles()).contains("/etc/sudoers", "/etc/pam.d/sudo");
  }

  @Test
  void manyAreReadInParallelAndKeepTheirOrder() throws IOException {
    List<String> names = List.of("busybox", "coreutils", "libc6", "perl-base", "mount", "bash");
    List<DebFile> files = DebianArchive.of("amd64").files(names);
    assertThat(ParallelReading.of(files, deb -> deb.describe().name())).isEqualTo(names);
  }
}
