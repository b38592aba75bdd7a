package dev.elfwright.livepatch.special;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.livepatch.kernel.KernelObject;
import dev.elfwright.testkit.DebianKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The special sections of Debian's kernel and of its modules. */
class FoundSectionTest {
  private static final DebianKernel DEBIAN = DebianKernel.newest();

  private static Set<String> unknown(List<FoundSection> found) {
    Set<String> names = new TreeSet<>();
    found.stream().filter(f -> f.known().isEmpty()).forEach(f -> names.add(f.name()));
    return names;
  }

  @Test
  void noneOfTheKernelsIsUnknown() throws IOException {
    assertThat(unknown(FoundSection.of(KernelObject.open(DEBIAN.vmlinuz()).elf()))).isEmpty();
  }

  /** Sizes are those of the kernel's types, and each table fits. */
  @Test
  void noneOfItsModulesIsUnknown() throws IOException {
    StructureSizes types = StructureSizes.of(KernelObject.open(DEBIAN.vmlinuz()).elf());
    List<Path> modules = new ArrayList<>();
    try (Stream<Path> all = Files.walk(DEBIAN.root().resolve("lib"))) {
      all.filter(p -> p.toString().endsWith(".ko")).sorted().forEach(modules::add);
    }
    Set<String> unknown = new TreeSet<>();
    for (int i = 0; i < modules.size(); i += 20) {
      List<FoundSection> found = FoundSection.of(KernelObject.open(modules.get(i)).elf(), types);
      unknown.addAll(unknown(found));
      assertThat(found)
          .filteredOn(f -> f.name().equals("__bug_table"))
          .allSatisfy(f -> assertThat(f.entrySize()).hasValue(12));
    }
    assertThat(modules).hasSizeGreaterThan(3_000);
    assertThat(unknown).isEmpty();
  }
}
