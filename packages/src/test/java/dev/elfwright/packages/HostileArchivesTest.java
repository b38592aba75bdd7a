package dev.elfwright.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that are broken, or made to break their readers. */
class HostileArchivesTest {
  private static final Limits SMALL = new Limits(64 << 20, 1 << 20, 50, 1000, 1 << 20, 64 << 20);

  @TempDir Path folder;

  @Test
  void aPackageThatEndsEarlyIsNoPackage() throws IOException {
    byte[] whole = Files.readAllBytes(DebianArchive.of("amd64").file("iputils-ping").file());
    for (int part = 0; part < 60; part++) {
      Path file = write("cut.deb", Arrays.copyOf(whole, (int) ((long) whole.length * part / 60)));
      assertRefused(new DebFile(file));
    }
  }

  @Test
  void noChangeOfAByteMakesMoreThanALine() throws IOException {
    byte[] whole = Files.readAllBytes(DebianArchive.of("arm64").file("iputils-ping").file());
    Random random = new Random(7);
    int refused = 0;
    for (int round = 0; round < 200; round++) {
      byte[] changed = whole.clone();
      // Heads of members are few bytes, and the most interesting.
      int range = round % 2 == 0 ? 300 : changed.length;
      changed[random.nextInt(range)] = (byte) random.nextInt();
      refused += isRefused(new DebFile(write("changed.deb", changed))) ? 1 : 0;
    }
    assertThat(refused).isGreaterThan(70);
  }

  @Test
  void noChangeOfATarMakesMoreThanALine() throws IOException {
    Path root = Files.createDirectory(folder.resolve("root"));
    Files.writeString(root.resolve("n".repeat(150)), "x".repeat(1000));
    Tool.run(List.of("truncate", "-s", "1M", root.resolve("holes").toString()));
    Random random = new Random(8);
    for (String format : List.of("gnu", "pax")) {
      Path archive = folder.resolve("archive.tar");
      Tool.run(
          List.of(
              "tar",
              "-S",
              "--format=" + format,
              "-C",
              root.toString(),
              "-cf",
              archive.toString(),
              "."));
      byte[] whole = Files.readAllBytes(archive);
      for (int round = 0; round < 1500; round++) {
        byte[] changed = whole.clone();
        int header = random.nextInt(8) * 512;
        changed[header + random.nextInt(512)] = (byte) random.nextInt();
        repairChecksum(changed, header);
        isRefused(new TarFile(write("changed.tar", changed), SMALL));
      }
      for (int size = 0; size < whole.length; size += 512) {
        TarFile cut = new TarFile(write("cut.tar", Arrays.copyOf(whole, size)), SMALL);
        boolean ends = size > 1024 && allZero(whole, size - 512, size);
        if (!ends) {
          assertRefused(cut);
        }
      }
    }
  }

  private static boolean allZero(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static void repairChecksum(byte[] tar, int header) {
    Arrays.fill(tar, header + 148, header + 156, (byte) ' ');
    int sum = 0;
    for (int i = header; i < header + 512; i++) {
      sum += tar[i] & 0xff;
    }
    byte[] digits = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(digits, 0, tar, header + 148, digits.length);
  }

  @Test
  void namesDoNotLeadOut() throws IOException {
    python(
        """
        t = tarfile.open('out.tar', 'w')
        for name in ['fine', '../evil']:
            t.addfile(tarfile.TarInfo(name))
        t.close()
        """);
    assertRefused(new TarFile(folder.resolve("out.tar")))
        .hasMessageContaining("'../evil' leads out of the archive's folder");
    python(
        """
        t = tarfile.open('out.tar', 'w')
        i = tarfile.TarInfo('link'); i.type = tarfile.LNKTYPE; i.linkname = '/a/../../etc/passwd'
        t.addfile(i)
        t.close()
        """);
    assertRefused(new TarFile(folder.resolve("out.tar"))).hasMessageContaining("leads out");
  }

  @Test
  void absoluteNamesAreBelowTheRoot() throws IOException {
    python("t = tarfile.open('abs.tar', 'w'); t.addfile(tarfile.TarInfo('/etc//x/.')); t.close()");
    new TarFile(folder.resolve("abs.tar"))
        .read((file, content) -> assertThat(file.path()).isEqualTo("/etc/x"));
  }

  @Test
  void namesAreUtf8AndElseTakenForLatin1() throws IOException {
    python(
        """
        for name, encoding, form in [
            ('latin', 'latin-1', tarfile.GNU_FORMAT),
            ('gnu', 'utf-8', tarfile.GNU_FORMAT),
            ('pax', 'utf-8', tarfile.PAX_FORMAT)]:
          t = tarfile.open(name + '.tar', 'w', encoding=encoding, format=form)
          t.addfile(tarfile.TarInfo('caf\\u00e9'))
          t.close()
        """);
    for (String name : List.of("latin.tar", "gnu.tar", "pax.tar")) {
      new TarFile(folder.resolve(name))
          .read((file, content) -> assertThat(file.path()).as(name).isEqualTo("/caf\u00e9"));
    }
  }

  @Test
  void bombsDoNotGoOff() throws IOException {
    for (String compressor : List.of("gzip", "xz", "zstd", "bzip2")) {
      Path archive = folder.resolve("bomb." + compressor);
      Tool.run(
          List.of(
                  "sh",
                  "-c",
                  "head -c 30M /dev/zero > zeros; tar -c zeros | " + compressor + " > " + archive)
              .stream()
              .map(s -> s.replace("zeros", folder.resolve("zeros").toString()))
              .toList());
      assertRefused(new TarFile(archive, SMALL))
          .hasMessageContaining("expands to more than 50 times its size");
    }
  }

  @Test
  void holesAreCountedToo() throws IOException {
    Tool.run(folder, List.of("truncate", "-s", "1G", "holes"));
    Tool.run(folder, List.of("tar", "-cSf", "holes.tar", "holes"));
    assertRefused(new TarFile(folder.resolve("holes.tar"), SMALL))
        .hasMessageContaining("/holes: more than 67108864 bytes, holes included");
  }

  @Test
  void aNameOfManyMegabytesIsNotReadIntoMemory() throws IOException {
    python(
        """
        i = tarfile.TarInfo('././@LongLink'); i.type = tarfile.GNUTYPE_LONGNAME; i.size = 1 << 33
        open('name.tar', 'wb').write(i.tobuf(tarfile.GNU_FORMAT) + b'n' * (3 << 20))
        """);
    assertRefused(new TarFile(folder.resolve("name.tar")))
        .hasMessageContaining("a header of more than 1048576 bytes");
  }

  @Test
  void manyMembersAreTooMany() throws IOException {
    python(
        """
        t = tarfile.open('many.tar', 'w')
        for n in range(1001): t.addfile(tarfile.TarInfo(str(n)))
        t.close()
        """);
    assertRefused(new TarFile(folder.resolve("many.tar"), SMALL))
        .hasMessageContaining("more than 1000 members");
  }

  @Test
  void hugeSizesAreNotBelieved() throws IOException {
    python(
        """
        i = tarfile.TarInfo('huge'); i.size = (1 << 63) - 1
        open('huge.tar', 'wb').write(i.tobuf(tarfile.GNU_FORMAT) + bytes(1024))
        """);
    assertRefused(new TarFile(folder.resolve("huge.tar"))).hasMessageContaining("offset");
  }

  @Test
  void aControlArchiveIsNotAsLargeAsItLikes() throws IOException {
    Path root = Files.createDirectories(folder.resolve("package/DEBIAN"));
    Files.writeString(
        root.resolve("control"),
        """
        Package: large
        Version: 1
        Architecture: all
        Maintainer: nobody <nobody@example.org>
        Description: none
        """);
    Tool.run(List.of("truncate", "-s", "40M", root.resolve("md5sums").toString()));
    Tool.run(folder, List.of("dpkg-deb", "-b", "package", "large.deb"));
    assertRefused(new DebFile(folder.resolve("large.deb")))
        .hasMessageContaining("control.tar.xz: holds more than 33554432 bytes");
  }

  @Test
  void messagesDoNotMoveTheCursor() throws IOException {
    python(
        "t = tarfile.open('x.tar', 'w'); t.addfile(tarfile.TarInfo('../\\33[2J\\n')); t.close()");
    assertRefused(new TarFile(folder.resolve("x.tar")))
        .hasMessageContaining("'../\\x1b[2J\\x0a' leads out");
  }

  @Test
  void anIndexIsRefusedAtItsLine() throws IOException {
    Path index = folder.resolve("Packages");
    Files.writeString(index, "Package: a\nVersion: 1\nArchitecture: all\n\nPackage: b\nnonsense\n");
    assertThatThrownBy(() -> PackagesIndex.read(index))
        .hasMessage(index + ": line 6: 'nonsense' is no field, expected NAME: VALUE");
    Files.writeString(index, "Package: a\nVersion: 1_0\nArchitecture: all\n");
    assertThatThrownBy(() -> PackagesIndex.read(index))
        .hasMessageContaining("line 1: package a: version '1_0'");
    Files.writeString(index, "Package: a\nPackage: b\n");
    assertThatThrownBy(() -> PackagesIndex.read(index)).hasMessageContaining("is there twice");
    Files.writeString(index, "Package: a\nVersion: 1\nArchitecture: all\nDepends: b (<> 1)\n");
    assertThatThrownBy(() -> PackagesIndex.read(index)).hasMessageContaining("compares by '<>'");
    Files.write(index, new byte[3 << 20]);
    assertThatThrownBy(() -> PackagesIndex.read(index))
        .hasMessageContaining("line 1: more than 1048576 bytes");
  }

  @Test
  void whatAVisitorThrowsIsItsOwn() throws IOException {
    DebFile deb = DebianArchive.of("amd64").file("bash");
    IOException full = new IOException("disk full");
    assertThatThrownBy(() ->
            deb.read((file, content) -> {
              throw full;
            }))
        .isSameAs(full);
  }

  private void python(String script) {
    Tool.run(folder, List.of("python3", "-c", "import tarfile\n" + script));
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      PackageSource source) {
    return assertThatThrownBy(() -> source.read(HostileArchivesTest::drain))
        .isInstanceOf(PackageFormatException.class)
        .hasMessageStartingWith(source.name() + ":")
        .hasMessageNotContaining("\n");
  }

  private static boolean isRefused(PackageSource source) throws IOException {
    try {
      source.read(HostileArchivesTest::drain);
      return false;
    } catch (PackageFormatException e) {
      assertThat(e.getMessage()).startsWith(source.name() + ":").doesNotContain("\n");
      return true;
    }
  }

  private static void drain(PackageFile file, InputStream content) throws IOException {
    content.transferTo(java.io.OutputStream.nullOutputStream());
  }
}
