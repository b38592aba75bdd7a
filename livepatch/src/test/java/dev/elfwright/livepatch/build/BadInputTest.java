package dev.elfwright.livepatch.build;

import static dev.elfwright.livepatch.build.SourcePatches.DEBIAN;
import static dev.elfwright.livepatch.build.SourcePatches.KERNEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.livepatch.LivepatchRefusedException;
import dev.elfwright.livepatch.diff.ObjectDiff;
import dev.elfwright.livepatch.kernel.KernelFiles;
import dev.elfwright.livepatch.kernel.KernelModule;
import dev.elfwright.livepatch.kernel.KernelObject;
import dev.elfwright.livepatch.module.Conversion;
import dev.elfwright.livepatch.module.LoadSimulation;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is of no use is told in one line. */
class BadInputTest {
  private static final String MODULE =
      """
      __attribute__((used, section(".modinfo"))) static const char livepatch[] = "livepatch=Y";
      __attribute__((used, section(".modinfo"))) static const char name[] = "name=foreign";
      __attribute__((section(".gnu.linkonce.this_module"))) char __this_module[64];
      int answer(int x) { return x + %d; }
      """;

  @TempDir private Path folder;

  private Path compile(List<String> compiler, String name, int number) throws IOException {
    Path source = folder.resolve(name + ".c");
    Files.writeString(source, MODULE.formatted(number));
    Path object = folder.resolve(name);
    List<String> command = new ArrayList<>(compiler);
    command.addAll(List.of("-O2", "-c", "-o", object.toString(), source.toString()));
    Tool.run(command);
    return object;
  }

  private static void assertRefused(ThrowingCallable call, String reason) {
    assertThatThrownBy(call)
        .isInstanceOfAny(LivepatchRefusedException.class, ElfFormatException.class)
        .hasMessageContaining(reason)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void objectsOfTwoCompilers() throws IOException {
    try (ElfModel before = Elf.open(compile(List.of("gcc"), "before.o", 1));
        ElfModel after = Elf.open(compile(List.of("clang-14"), "after.o", 2))) {
      assertRefused(() -> ObjectDiff.between(before, after), "was compiled by GCC: ");
    }
  }

  /** Another compiler is the first thing to think of where a file becomes other code. */
  @Test
  void aUnitThatIsNotTheKernelsNamesBothCompilers() throws IOException {
    Path source = folder.resolve("gate.c");
    Files.writeString(source, "int cmdline_proc_show(void *m) { return *(int *) m + 77; }\n");
    KernelObject kernel = KERNEL.image();
    for (String compiler : List.of("gcc", "clang-14")) {
      Path object = folder.resolve(compiler + ".o");
      Tool.run(List.of(compiler, "-O2", "-c", "-o", "" + object, "" + source));
      try (ElfModel unit = Elf.open(object)) {
        assertRefused(
            () -> IdentityGate.check("fs/proc/cmdline.c", unit, kernel, Shipped.of(kernel)),
            compiler.equals("gcc")
                ? "; both by GCC: (Debian 12"
                : "; compiled here by Debian clang version 14");
        assertThatThrownBy(
                () -> IdentityGate.check("fs/proc/cmdline.c", unit, kernel, Shipped.of(kernel)))
            .hasMessageContaining(compiler.equals("gcc") ? "GCC" : ", there by gcc-12 (Debian");
      }
    }
  }

  @Test
  void aModuleForAnotherProcessor() throws IOException {
    Path foreign = compile(List.of("clang-14", "--target=aarch64-linux-gnu"), "foreign.ko", 1);
    try (ElfModel module = Elf.open(foreign)) {
      assertRefused(
          () -> Conversion.of(module, KERNEL, List.of()),
          "foreign.ko: for AARCH64, the kernel for");
    }
    KernelModule module = (KernelModule) KernelObject.open(foreign);
    KernelFiles kernel = KernelFiles.of(DEBIAN.root(), DEBIAN.release());
    assertRefused(() -> kernel.with(module), "foreign.ko: for AARCH64, the kernel for");
    assertThat(LoadSimulation.of(module, KERNEL).findings())
        .first()
        .satisfies(f -> {
          assertThat(f.severity()).isEqualTo(LoadSimulation.Severity.ERROR);
          assertThat(f.message()).startsWith("it is for machine 183");
        });
  }

  @Test
  void anotherReleaseAndHalfAKernel() throws IOException {
    assertRefused(
        () -> KernelFiles.of(DEBIAN.root(), "6.1.0-1-amd64"), "6.1.0-1-amd64: neither a file nor");
    byte[] whole = Files.readAllBytes(DEBIAN.vmlinuz());
    Path half = folder.resolve("vmlinuz-" + DEBIAN.release());
    Files.write(half, Arrays.copyOf(whole, whole.length / 2));
    KernelFiles kernel = KernelFiles.of(Path.of("/"), half.toString());
    Path patch = SourcePatches.file("string", folder);
    assertRefused(
        () ->
            LivepatchBuild.of(LivepatchBuild.Request.of(patch, kernel, DEBIAN.source(), "refused"))
                .close(),
        half.toString());
  }

  /** Files that are added, removed or no C are named with their line; nothing is compiled. */
  @Test
  void patchesThatAreNone() throws IOException {
    assertRefused(patch(""), "no change in the unified format");
    assertRefused(patch("--- /dev/null\n+++ b/fs/new.c\n@@ -0,0 +1 @@\n+int x;\n"), "adds a file");
    assertRefused(patch("--- a/fs/x.S\n+++ b/fs/x.S\n@@ -1 +1 @@\n-a\n+b\n"), "changes fs/x.S");
    assertRefused(
        patch("--- a/fs/no.c\n+++ b/fs/no.c\n@@ -1 +1 @@\n-a\n+b\n"), "has no file fs/no.c");
    assertRefused(patch("--- a/../x.c\n+++ b/../x.c\n@@ -1 +1 @@\n-a\n+b\n"), "path a/../x.c");
    assertRefused(
        patch("--- a/fs/bad_inode.c\n+++ b/fs/bad_inode.c\n@@ -1,9 +1,9 @@\n"),
        "ends in the middle");
  }

  private ThrowingCallable patch(String text) throws IOException {
    Path file = Files.writeString(Files.createTempFile(folder, "a", ".patch"), text);
    return () -> ChangedFiles.of(file, DEBIAN.source());
  }
}
