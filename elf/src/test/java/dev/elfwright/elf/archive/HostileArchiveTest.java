package dev.elfwright.elf.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.Limits;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with an archive, reading all of it ends in {@link ElfFormatException}. */
class HostileArchiveTest {
  private static final List<String> NUMBERS =
      List.of("0", "1", "-1", "60", "99999", "9999999999", "x", "", "/", "//", "#1/9", "/1:2");

  @TempDir static Path folder;

  @BeforeAll
  static void make() throws IOException {
    Files.writeString(folder.resolve("one.c"), "int one; int two(void) { return 1; }");
    Tool.run(folder, List.of("gcc", "-c", "one.c", "-o", "one.o"));
    Tool.run(folder, List.of("gcc", "-c", "one.c", "-o", "another long name.o"));
    for (List<String> maker :
        List.of(
            List.of("ar", "rcsD", "gnu.a"),
            List.of("ar", "rcsDT", "thin.a"),
            List.of("llvm-ar-14", "--format=bsd", "rcs", "bsd.a"))) {
      List<String> command = new ArrayList<>(maker);
      command.addAll(List.of("one.o", "another long name.o"));
      Tool.run(folder, command);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gnu.a", "thin.a", "bsd.a"})
  void noFieldAndNoEndOfAnArchiveDoesHarm(String name) throws IOException {
    byte[] valid = Files.readAllBytes(folder.resolve(name));
    assertThat(read(valid)).isTrue();
    Limits limits = new Limits();
    int cases = 0;
    for (byte[] bad : corruptions(valid)) {
      limits.check(name + " case " + cases++, bad.length, () -> read(bad));
    }
    assertThat(cases).isGreaterThan(3000);
    System.out.printf("%s: %d cases, %s%n", name, cases, limits);
  }

  private static List<byte[]> corruptions(byte[] valid) {
    List<byte[]> found = new ArrayList<>();
    for (int cut = 0; cut < valid.length; cut += cut < 400 ? 1 : 7) {
      found.add(Arrays.copyOf(valid, cut));
    }
    for (int header : headers(valid)) {
      for (int field : new int[] {0, 16, 28, 34, 40, 48, 58}) {
        for (String number : NUMBERS) {
          byte[] bad = valid.clone();
          byte[] text =
              "%-10s".formatted(number).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
          System.arraycopy(text, 0, bad, header + field, Math.min(10, 60 - field));
          found.add(bad);
        }
      }
    }
    Random random = new Random(3);
    int most = Math.min(valid.length, 500);
    for (int i = 0; i < 3000; i++) {
      byte[] bad = valid.clone();
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        bad[8 + random.nextInt(most - 8)] = (byte) random.nextInt();
      }
      found.add(bad);
    }
    return found;
  }

  /** Each place where a header ends as one does. */
  private static List<Integer> headers(byte[] archive) {
    List<Integer> found = new ArrayList<>();
    for (int at = 8; at + 60 <= archive.length; at += 2) {
      if (archive[at + 58] == '`' && archive[at + 59] == '\n') {
        found.add(at);
      }
    }
    return found;
  }

  /** Reads everything; whether nothing was refused. */
  private static boolean read(byte[] bytes) {
    boolean[] good = {true};
    try {
      Archive archive = Archive.parse("bad.a", MemorySegment.ofArray(bytes));
      for (ArchiveMember m : archive.members()) {
        attempt(good, m::name);
        attempt(good, m::date);
        attempt(good, m::uid);
        attempt(good, m::gid);
        attempt(good, m::mode);
        attempt(good, m::size);
        attempt(good, m::file);
        attempt(good, () -> contents(m));
      }
      archive
          .index()
          .ifPresent(index -> attempt(good, () -> index.entries().forEach(index::member)));
    } catch (ElfFormatException e) {
      good[0] = refused(e);
    }
    return good[0];
  }

  private static void contents(ArchiveMember member) {
    try {
      assertThat(member.contents().byteSize()).isEqualTo(member.size());
    } catch (FileSystemException e) {
      // A thin archive in memory.
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void attempt(boolean[] good, Runnable step) {
    try {
      step.run();
    } catch (ElfFormatException e) {
      good[0] = refused(e);
    }
  }

  private static boolean refused(ElfFormatException e) {
    assertThat(e.getMessage()).startsWith("bad.a: offset 0x").doesNotContain("\n");
    return false;
  }
}
