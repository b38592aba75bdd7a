package dev.elfwright.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.testkit.Corpus;
import dev.elfwright.testkit.Fixture;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** GNU readelf and the model say the same about a file: every number, name and version. */
class ReadelfTest {
  static final List<String> TARGETS =
      Fixture.TARGETS.stream()
          // readelf takes relocations of MIPS64 apart in a form of its own
          .filter(t -> !t.startsWith("mips64"))
          .toList();

  static final List<String> LINKED =
      List.of(
          "x86_64-linux-gnu",
          "i386-linux-gnu",
          "aarch64-linux-gnu",
          "powerpc-linux-gnu",
          "powerpc64-linux-gnu",
          "powerpc64le-linux-gnu",
          "mips-linux-gnu",
          "mipsel-linux-gnu",
          "riscv64-linux-gnu");

  private static final int FILES = 400;
  private static final long LARGEST = 400_000;

  @TempDir private Path folder;

  @Test
  void hundredsOfFilesUnderUsrAgree() throws IOException {
    List<Path> small = new ArrayList<>();
    for (Path f : Corpus.elfFiles(Path.of("/usr"))) {
      if (Files.size(f) <= LARGEST) {
        small.add(f);
      }
    }
    int step = Math.max(1, small.size() / FILES);
    AtomicLong facts = new AtomicLong();
    List<Path> chosen = new ArrayList<>();
    for (int i = 0; i < small.size(); i += step) {
      chosen.add(small.get(i));
    }
    chosen.parallelStream().forEach(f -> facts.addAndGet(agrees(f)));
    System.out.printf("readelf: %d files, %d facts%n", chosen.size(), facts.get());
    assertThat(facts.get()).isGreaterThan(10_000);
  }

  @ParameterizedTest
  @FieldSource("TARGETS")
  void objectsOfEveryClassAndByteOrderAgree(String target) {
    agrees(new Fixture(folder).object(target));
  }

  @ParameterizedTest
  @FieldSource("LINKED")
  void foreignLibrariesAgree(String target) {
    agrees(new Fixture(folder).foreignLibrary(target));
  }

  @Test
  void aLibraryWithRelrAndVersionsAgrees() {
    assertThat(agrees(new Fixture(folder).library())).isGreaterThan(100);
  }

  private static long agrees(Path file) {
    List<String> theirs =
        ReadelfOutput.facts(
            Tool.output(
                List.of(
                    "readelf",
                    "-W",
                    "-h",
                    "-l",
                    "-S",
                    "-s",
                    "-d",
                    "-r",
                    "-n",
                    "-V",
                    file.toString())));
    try (ElfModel model = Elf.open(file)) {
      List<String> ours = ModelFacts.of(model);
      List<String> compared = comparable(ours, theirs);
      for (int i = 0; i < Math.min(compared.size(), theirs.size()); i++) {
        assertThat(compared.get(i)).as("%s, fact %d", file, i).isEqualTo(theirs.get(i));
      }
      assertThat(compared).as("%s", file).hasSameSizeAs(theirs);
      return ours.size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Our facts, with a question mark where readelf gives words instead of a value. */
  private static List<String> comparable(List<String> ours, List<String> theirs) {
    List<String> result = new ArrayList<>(ours);
    for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
      if (theirs.get(i).endsWith(" ?")) {
        String fact = ours.get(i);
        result.set(i, fact.substring(0, fact.lastIndexOf(' ')) + " ?");
      }
    }
    return result;
  }
}
