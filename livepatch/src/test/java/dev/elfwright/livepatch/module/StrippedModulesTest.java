package dev.elfwright.livepatch.module;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.edit.Layout;
import dev.elfwright.elf.edit.Strip;
import dev.elfwright.elf.verify.Verifier;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.livepatch.vm.Guest;
import dev.elfwright.livepatch.vm.ModuleBuild;
import dev.elfwright.testkit.DebianKernel;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kernel modules without debugging information: GNU strip -g says what is left, the kernel loads.
 */
class StrippedModulesTest {
  private static final DebianKernel DEBIAN = DebianKernel.newest();

  @TempDir private Path folder;

  private Path strip(Path module, String name) throws IOException {
    Path out = folder.resolve(name);
    try (ElfModel model = Elf.open(module)) {
      ElfWriter.write(
          Elf.transform(model, Layout.REPACK, Strip.debug()),
          out,
          PosixFilePermissions.fromString("rw-r--r--"));
    }
    return out;
  }

  private Path gnuStrip(Path module) {
    Path out = folder.resolve("gnu.ko");
    Tool.run(List.of("strip", "-g", "-o", out.toString(), module.toString()));
    return out;
  }

  private static List<String> sections(Path file) throws IOException {
    try (ElfModel model = Elf.open(file)) {
      return model.sections().stream()
          .map(s ->
              s.name()
                  + " "
                  + s.header().type()
                  + " "
                  + s.header().flags()
                  + " "
                  + s.header().alignment()
                  + (s.name().equals(".symtab") ? "" : " " + s.header().size()))
          .toList();
    }
  }

  /** GNU strip drops symbols for sections that nothing refers to; nm and objdump show no others. */
  private static String symbolsAndRelocations(Path file) {
    String name = file.toString();
    return Tool.run(List.of("sh", "-c", "nm \"$0\"; objdump -r \"$0\" | sed 1,2d", name));
  }

  /** They come without debugging information, but with a signature, which goes. */
  @Test
  void ofDebiansModulesTheSameIsLeftAsByGnuStrip() throws IOException {
    List<Path> modules = new ArrayList<>();
    try (Stream<Path> all = Files.walk(DEBIAN.root().resolve("lib"))) {
      List<Path> sorted = all.filter(p -> p.toString().endsWith(".ko")).sorted().toList();
      for (int i = 0; i < sorted.size(); i += 200) {
        modules.add(sorted.get(i));
      }
    }
    assertThat(modules).hasSizeGreaterThan(15);
    for (Path module : modules) {
      Path ours = strip(module, "ours.ko");
      Path gnu = gnuStrip(module);
      assertThat(sections(ours)).as(module.toString()).isEqualTo(sections(gnu));
      assertThat(symbolsAndRelocations(ours)).isEqualTo(symbolsAndRelocations(gnu));
      assertThat(Verifier.verify(ours).withoutNotes().list()).isEmpty();
    }
  }

  @Test
  void strippedModulesAreLoaded() throws IOException {
    Path built =
        ModuleBuild.compile(
            DEBIAN,
            "counting",
            """
            #include <linux/module.h>
            #include <linux/jump_label.h>
            static int start = 40;
            module_param(start, int, 0444);
            static DEFINE_STATIC_KEY_FALSE(twice);
            static noinline int counting_next(int x) {
              return static_branch_unlikely(&twice) ? x + 2 : x + 1;
            }
            static int __init counting_init(void) {
              static_branch_enable(&twice);
              pr_info("counting: %d\\n", counting_next(start));
              return 0;
            }
            static void __exit counting_exit(void) { pr_info("counting: gone\\n"); }
            module_init(counting_init);
            module_exit(counting_exit);
            MODULE_LICENSE("GPL");
            """,
            folder);
    assertThat(sections(built)).anyMatch(s -> s.startsWith(".debug_info "));
    Path counting = strip(built, "counting.stripped");
    assertThat(sections(counting))
        .noneMatch(s -> s.startsWith(".debug_"))
        .isEqualTo(sections(gnuStrip(built)));
    assertThat(symbolsAndRelocations(counting)).isEqualTo(symbolsAndRelocations(gnuStrip(built)));
    assertThat(Verifier.verify(counting).withoutNotes().list()).isEmpty();
    Path dummy = strip(DEBIAN.module("dummy"), "dummy.stripped");
    Guest.Transcript said =
        Guest.of(DEBIAN)
            .with("counting.ko", counting)
            .with("dummy.ko", dummy)
            .asks("counting", "busybox insmod /counting.ko start=40")
            .asks("dummy", "busybox insmod /dummy.ko")
            .asks("symbols", "busybox grep -c counting_next /proc/kallsyms")
            .asks("modules", "busybox cat /proc/modules")
            .asks("removed", "busybox rmmod counting")
            .run(folder);
    assertThat(said.answer("counting").code()).as(said.console()).isZero();
    assertThat(said.answer("dummy").code()).as(said.console()).isZero();
    assertThat(said.answer("symbols").text()).isEqualTo("1");
    assertThat(said.answer("modules").text()).contains("counting ", "dummy ");
    assertThat(said.answer("removed").code()).isZero();
    assertThat(said.console()).contains("counting: 42", "counting: gone");
  }
}
