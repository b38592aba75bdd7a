package dev.elfwright.livepatch.build;

import static dev.elfwright.livepatch.build.SourcePatches.DEBIAN;
import static dev.elfwright.livepatch.build.SourcePatches.KERNEL;
import static dev.elfwright.livepatch.build.SourcePatches.beside;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.livepatch.LivepatchRefusedException;
import dev.elfwright.livepatch.diff.ObjectDiff;
import dev.elfwright.livepatch.kernel.KernelObject;
import dev.elfwright.livepatch.kernel.KernelSymbol;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of Debian's kernel as its own build compiles them, compared with the kernel at hand: the
 * place of each symbol among its namesakes is where the file as a whole lies in the kernel.
 */
class DiffOfKernelUnitsTest {
  private static final String PREFIX = ".klp.sym.rela.";

  @TempDir private Path folder;

  /** NAME,POSITION of all that the patch takes from the kernel, and what the gate says of each. */
  private Map<String, Integer> positions(Path patch, String object) throws IOException {
    Path work = Files.createDirectory(folder.resolve("work"));
    Kbuild kbuild =
        new Kbuild(
            ObjectTree.make(
                DEBIAN.headers().toAbsolutePath(), Files.createDirectory(work.resolve("objects"))),
            OptionAnswers.in(work, work),
            AuthorHeaders.write(Files.createDirectory(work.resolve("include"))));
    Map<String, Integer> found = new LinkedHashMap<>();
    List<CompiledUnit> units = new ArrayList<>();
    try (Compilation compilation = new Compilation(beside(patch, "lp"), kbuild, work)) {
      for (Compilation.Unit unit : Compilation.get(compilation.start())) {
        unit.compiled().ifPresent(units::add);
      }
    }
    for (CompiledUnit unit : units) {
      if (!unit.unit().object().equals(object)) {
        continue;
      }
      KernelObject kernel = KERNEL.object(object).orElseThrow();
      try (ElfModel whole = Elf.open(unit.original());
          ElfModel original = Elf.open(unit.apart());
          ElfModel patched = Elf.open(unit.patched())) {
        ObjectDiff diff = ObjectDiff.between(original, patched);
        assertThat(diff.refusals()).isEmpty();
        ElfModel output =
            Elf.parse("out.o", ElfWriter.toMemory(diff.plan(KernelObject.open(file(object)))));
        Map<String, Long> places =
            IdentityGate.check(unit.unit().path(), whole, kernel, Shipped.of(kernel));
        List<String> names = new ArrayList<>();
        output.symbols().orElseThrow().symbols().map(Symbol::name).forEach(names::add);
        names.removeIf(n -> !n.startsWith(PREFIX));
        for (String name : names) {
          String objects = PREFIX + object + "." + object + ".";
          assertThat(name).startsWith(objects);
          // A clone's own name has points too.
          String symbol = name.substring(objects.length());
          int comma = symbol.lastIndexOf(',');
          int position = Integer.parseInt(symbol.substring(comma + 1));
          assertThat(position).as(name).isEqualTo(gate(kernel, places, symbol.substring(0, comma)));
          found.put(symbol.substring(0, comma), position);
        }
      }
    }
    // Links lead out of it.
    Tool.run(List.of("rm", "-r", work.toString()));
    return found;
  }

  private static Path file(String object) {
    return object.equals("vmlinux") ? DEBIAN.vmlinuz() : DEBIAN.module(object);
  }

  private static int gate(KernelObject kernel, Map<String, Long> places, String name) {
    long place = places.get(name);
    return kernel.symbols().named(name).stream()
        .filter(s -> ((long) s.section() << Shipped.SECTION_SHIFT) + s.address() == place)
        .mapToInt(KernelSymbol::sympos)
        .findFirst()
        .orElseThrow();
  }

  /** Keyrings have a global user_destroy, SELinux a local one, which its user_read calls. */
  @Test
  void positionsInTheKernelAreThoseOfTheFileAsAWhole() throws IOException {
    Map<String, Integer> found = positions(SourcePatches.file("namesake", folder), "vmlinux");

    assertThat(found).containsEntry("user_destroy", 2);
  }

  @Test
  void positionsInAModuleAreThoseOfTheFileAsAWhole() throws IOException {
    assertThat(positions(SourcePatches.file("two-modules", folder), "pktgen")).isNotEmpty();
  }

  /** Entries of eight bytes, as old kernels had them; the one at hand has twelve. */
  private Path withOldBugs(String name, int step) throws IOException {
    Files.writeString(
        folder.resolve(name + ".c"),
        """
        #define BUG asm volatile("1: ud2; .pushsection __bug_table, \\"aw\\";" \\
            ".long 1b - .; .short 3, 0; .popsection")
        int old(int x) {
          BUG; BUG; BUG; BUG; BUG;
          return x + %d;
        }
        """
            .formatted(step));
    Tool.run(
        folder,
        List.of(
            "gcc",
            "-O2",
            "-c",
            "-fno-pic",
            "-pg",
            "-mfentry",
            "-ffunction-sections",
            "-fcf-protection=none",
            name + ".c"));
    return folder.resolve(name + ".o");
  }

  @Test
  void aTableThatIsNotTheKernelsIsRefusedByName() throws IOException {
    try (ElfModel original = Elf.open(withOldBugs("before", 1));
        ElfModel patched = Elf.open(withOldBugs("after", 2))) {
      ObjectDiff diff = ObjectDiff.between(original, patched);
      KernelObject kernel = KernelObject.open(DEBIAN.vmlinuz());

      assertThat(diff.refusals()).isEmpty();
      assertThatThrownBy(() -> diff.plan(kernel))
          .isInstanceOf(LivepatchRefusedException.class)
          .hasMessageContaining("section __bug_table has entries of 8 bytes, struct bug_entry of ")
          .hasMessageEndingWith(" has 12");
    }
  }
}
