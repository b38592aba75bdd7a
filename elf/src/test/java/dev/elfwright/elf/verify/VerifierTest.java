package dev.elfwright.elf.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.testkit.Corpus;
import dev.elfwright.testkit.Corruption;
import dev.elfwright.testkit.Fixture;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierTest {
  @TempDir private static Path folder;
  private static Fixture fixture;

  @SuppressWarnings("unused")
  private static final List<String> TARGETS = Fixture.TARGETS;

  @BeforeAll
  static void compile() {
    fixture = new Fixture(folder);
    fixture.library();
    fixture.program();
  }

  /**
   * Files that Debian installs; others, such as those of a software kit in /usr/lib, may be bad.
   */
  private static Set<Path> installed() throws IOException {
    Set<Path> files = new HashSet<>();
    try (Stream<Path> lists = Files.list(Path.of("/var/lib/dpkg/info"))) {
      for (Path list : lists.filter(VerifierTest::isOfDebian).toList()) {
        try (Stream<String> names = Files.lines(list)) {
          names.filter(n -> n.startsWith("/")).map(VerifierTest::real).forEach(files::add);
        }
      }
    }
    return files;
  }

  /** Google's packages bring a Python whose PT_INTERP patchelf has put behind a PT_LOAD. */
  private static boolean isOfDebian(Path list) {
    String name = list.getFileName().toString();
    return name.endsWith(".list") && !name.startsWith("google-");
  }

  private static Path real(String name) {
    Path path = Path.of(name);
    try {
      // A package may name a file by way of a link: /lib is one to /usr/lib.
      return path.getParent() == null
          ? path
          : path.getParent().toRealPath().resolve(path.getFileName());
    } catch (IOException e) {
      return path;
    }
  }

  /** Programs, libraries, objects, kernel modules, firmware, debugging information. */
  @Test
  void everyFileOfDebianIsClean() throws IOException {
    Set<Path> installed = installed();
    List<Path> files = new ArrayList<>();
    for (String root : List.of("/usr/bin", "/usr/sbin", "/usr/lib")) {
      Corpus.elfFiles(Path.of(root)).stream().filter(installed::contains).forEach(files::add);
    }
    assertThat(files).hasSizeGreaterThan(500);
    assertThat(Sweep.verify(files, _ -> {}))
        .extracting(Findings::withoutNotes)
        .filteredOn(f -> !f.list().isEmpty())
        .isEmpty();
  }

  /** Of glibc, libgcc and others, for all machines whose packages are installed. */
  @Test
  void theLibrariesForOtherMachinesAreClean() throws IOException {
    List<Path> folders;
    try (Stream<Path> all = Files.list(Path.of("/usr"))) {
      folders =
          all.filter(p -> p.getFileName().toString().contains("-linux-gnu"))
              .map(p -> p.resolve("lib"))
              .filter(Files::isDirectory)
              .toList();
    }
    assertThat(folders).hasSizeGreaterThanOrEqualTo(13);
    List<Path> files = new ArrayList<>();
    for (Path one : folders) {
      files.addAll(Corpus.elfFiles(one));
    }
    assertThat(files).hasSizeGreaterThan(150);
    assertThat(Sweep.verify(files, _ -> {}))
        .extracting(Findings::withoutNotes)
        .filteredOn(f -> !f.list().isEmpty())
        .isEmpty();
  }

  @ParameterizedTest
  @FieldSource("TARGETS")
  void objectsOfEveryMachineAreClean(String target) throws IOException {
    assertThat(Verifier.verify(fixture.object(target)).withoutNotes().list()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"i386-linux-gnu", "aarch64-linux-gnu", "powerpc64-linux-gnu", "mips-linux-gnu"})
  void librariesOfOtherMachinesAreClean(String target) throws IOException {
    assertThat(Verifier.verify(fixture.foreignLibrary(target)).withoutNotes().list()).isEmpty();
  }

  @Test
  void aStrippedFileAndItsDebugFileAreClean() throws IOException {
    Path library = folder.resolve("libfixture.so");
    Path debug = folder.resolve("lib.debug");
    Path stripped = folder.resolve("lib.stripped");
    Tool.run(List.of("objcopy", "--only-keep-debug", library.toString(), debug.toString()));
    Tool.run(List.of("strip", "-o", stripped.toString(), library.toString()));
    assertThat(Verifier.verify(debug).withoutNotes().list()).isEmpty();
    assertThat(Verifier.verify(stripped).withoutNotes().list()).isEmpty();
    byte[] loaderView = Corruption.withoutSections(Files.readAllBytes(library));
    assertThat(Verifier.verify(Elf.parse("bare", MemorySegment.ofArray(loaderView))).list())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"libfixture.so", "program"})
  void hostileInputGivesFindingsOrAFormatException(String name) throws IOException {
    byte[] valid = Files.readAllBytes(folder.resolve(name));
    int[] number = {0};
    Stream<Corruption> fields = Corruption.ofFields(valid).filter(_ -> number[0]++ % 5 == 0);
    Stream.concat(
            Stream.concat(fields, Corruption.random(valid, 7, 1000)), Corruption.truncations(valid))
        .forEach(c -> {
          try {
            Verifier.verify(Elf.parse(name, MemorySegment.ofArray(c.bytes())));
          } catch (ElfFormatException e) {
            assertThat(e).hasMessageContaining(name);
          } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError(c.name(), e);
          }
        });
  }

  @Test
  void moreSectionsThanSixteenBitsCountAreClean() throws IOException {
    StringBuilder source = new StringBuilder();
    for (int i = 0; i < 66_000; i++) {
      source.append(".section .s%d,\"a\"\n.globl f%d\nf%d: .byte 0\n".formatted(i, i, i));
    }
    Files.writeString(folder.resolve("many.s"), source);
    Tool.run(folder, List.of("as", "many.s", "-o", "many.o"));
    assertThat(Verifier.verify(folder.resolve("many.o")).list()).isEmpty();
  }

  /** 60,000 sections, each of them all of the file's symbols. */
  @Test
  @Timeout(20)
  void tablesThatLieOverEachOtherCostNoMoreThanTheFile() {
    int sections = 60_000;
    int symbols = 1 << 20;
    ByteBuffer file =
        ByteBuffer.allocate(64 + 64 * sections + symbols).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
    file.putShort((short) 1).putShort((short) 62).putInt(1).putLong(0).putLong(0).putLong(64);
    file.putInt(0).putShort((short) 64).putShort((short) 0).putShort((short) 0);
    file.putShort((short) 64).putShort((short) sections).putShort((short) 1);
    for (int i = 1; i < sections; i++) {
      int at = 64 + 64 * i;
      file.putInt(at + 4, i == 1 ? 3 : 2).putLong(at + 24, 64 + 64L * sections);
      file.putLong(at + 32, symbols).putInt(at + 40, 1).putLong(at + 56, 24);
    }
    Findings findings = Verifier.verify(Elf.parse("big", MemorySegment.ofArray(file.array())));
    assertThat(findings.list()).extracting(Finding::rule).contains(Rule.MALFORMED, Rule.TABLE_ONCE);
  }

  /**
   * What is no rule here: numbers of reserved ranges and of other owners' notes, sizes that nobody
   * reads, symbols that only their names place, relocation types.
   */
  private static final String OF_NO_RULE =
      "unknown tag|unknown object file note type|unsupported type|is EXCLUDE|size mismatch"
          + "|not module of alignment|does not fit completely|st_value out of bounds"
          + "|relocation \\d+: (relocation type|invalid type)|but is read from the file"
          + "|hash chain reference 0";

  /**
   * A peer finds nothing that is not found here: where eu-elflint complains about a file with one
   * changed field, and not about the good one, so does this.
   */
  @Test
  void whatElflintFindsIsFound() throws IOException {
    byte[] valid = Files.readAllBytes(folder.resolve("program"));
    Set<String> always = elflint(valid);
    List<String> missed = new ArrayList<>();
    int[] found = {0};
    List<Corruption> all = Corruption.ofFields(valid).toList();
    for (int i = 5; i < all.size(); i += all.size() / 300) {
      Corruption c = all.get(i);
      Set<String> complaints = new HashSet<>(elflint(c.bytes()));
      complaints.removeAll(always);
      if (!complaints.isEmpty()) {
        found[0]++;
        if (broken(c.bytes()).isEmpty()) {
          missed.add(c.name() + ": " + complaints);
        }
      }
    }
    missed.removeIf(m -> m.matches(".*(" + OF_NO_RULE + ").*"));
    assertThat(missed).isEmpty();
    assertThat(found[0]).isGreaterThan(150);
  }

  private static List<Finding> broken(byte[] bytes) {
    try {
      return Verifier.verify(Elf.parse("twin", MemorySegment.ofArray(bytes))).list();
    } catch (ElfFormatException e) {
      return List.of(new Finding(Rule.MALFORMED, e.offset(), e.structure(), e.toString()));
    }
  }

  private static Set<String> elflint(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("elflint"), bytes);
    Process process =
        new ProcessBuilder("eu-elflint", "--gnu-ld", file.toString())
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    return text.lines().filter(l -> !l.equals("No errors")).collect(Collectors.toSet());
  }
}
