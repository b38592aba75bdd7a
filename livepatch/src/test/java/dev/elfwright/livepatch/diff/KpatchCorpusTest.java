package dev.elfwright.livepatch.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.testkit.SharedData;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The object files of kpatch's unit tests, from kernels of many years and five processors. */
class KpatchCorpusTest {
  private static final Map<String, String> LINKER =
      Map.of(
          "x86_64", "ld",
          "aarch64", "aarch64-linux-gnu-ld",
          "ppc64le", "powerpc64le-linux-gnu-ld",
          "s390x", "s390x-linux-gnu-ld");

  private record Case(String processor, String name, String expected, Path folder) {
    Path original() {
      return folder.resolve(name + ".ORIG.o");
    }

    Path patched() {
      Path patched = folder.resolve(name + ".PATCHED.o");
      return Files.exists(patched) ? patched : folder.resolve(name + ".PATCHED.FAIL.o");
    }
  }

  @TempDir private Path temporary;
  private List<Case> cases;

  @BeforeEach
  void findTheCorpus() throws IOException {
    Optional<Path> corpus = SharedData.folder("kpatch-unit-test-objs");
    assumeTrue(corpus.isPresent(), "no shared/data/kpatch-unit-test-objs beside the checkout");
    cases =
        Files.readAllLines(corpus.get().resolve("expected.tsv")).stream()
            .map(l -> l.split("\t"))
            .map(c -> new Case(c[0], c[1], c[2], corpus.get().resolve(c[0])))
            .toList();
    assertThat(cases).hasSize(122);
  }

  @Test
  void everyVerdictIsTheExpectedOne() throws IOException {
    var wrong = new ArrayList<String>();
    for (Case c : cases) {
      try (ElfModel original = Elf.open(c.original());
          ElfModel patched = Elf.open(c.patched())) {
        ObjectDiff diff = ObjectDiff.between(original, patched);
        boolean accepted = !diff.isEmpty() && diff.refusals().isEmpty();
        if (accepted != c.expected.equals("accept")) {
          wrong.add("%s/%s: %s".formatted(c.processor, c.name, diff.refusals()));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyOutputCanBeLinkedIntoAModule() throws IOException {
    for (Case c : cases) {
      String linker = LINKER.get(c.processor);
      if (linker == null || !c.expected.equals("accept")) {
        continue;
      }
      Path output = temporary.resolve(c.processor + "-" + c.name + ".o");
      try (ElfModel original = Elf.open(c.original());
          ElfModel patched = Elf.open(c.patched())) {
        ElfWriter.write(
            ObjectDiff.between(original, patched).plan("vmlinux"),
            output,
            PosixFilePermissions.fromString("rw-r--r--"));
      }
      Path module = temporary.resolve("module.o");
      Tool.run(List.of(linker, "-r", "-o", module.toString(), output.toString()));
      assertThat(module).isNotEmptyFile();
    }
  }

  @Test
  void anObjectIsEqualToItself() throws IOException {
    for (Case c : cases) {
      try (ElfModel original = Elf.open(c.original());
          ElfModel again = Elf.open(c.original())) {
        ObjectDiff diff = ObjectDiff.between(original, again);
        assertThat(diff.carried()).as(c.name).isEmpty();
        assertThat(diff.refusals()).as(c.name).isEmpty();
        assertThat(diff.irrelevant()).as(c.name).isEmpty();
      }
    }
  }

  @Test
  void patchAndItsReverseChangeTheSameFunctions() throws IOException {
    Case c = cases.stream().filter(x -> x.name.equals("cold-change-sub")).findFirst().orElseThrow();
    try (ElfModel original = Elf.open(c.original());
        ElfModel patched = Elf.open(c.patched())) {
      List<String> there = names(ObjectDiff.between(original, patched));
      assertThat(there).containsExactly("meminfo_proc_open");
      assertThat(names(ObjectDiff.between(patched, original))).isEqualTo(there);
    }
  }

  private static List<String> names(ObjectDiff diff) {
    return diff.functions().stream().map(Carried::name).toList();
  }
}
