package dev.elfwright.livepatch.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.livepatch.diff.SourcePair.Compiler;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is carried runs: linked into a program beside the original, which stands for the kernel, the
 * new function does what the patch says, on the original's variables.
 */
class PatchRunsTest {
  private static final String ORIGINAL =
      """
      static int count = 5;
      static __attribute__((noinline, noclone)) int helper(int x) { count += x; return count; }
      int other(int x) { return helper(x); }
      static const char *word(int x) {
        switch (x) { case 0: return "zero"; case 1: return "one"; case 2: return "two";
          case 3: return "three"; case 4: return "four"; default: return "many"; }
      }
      int length(const char *);
      int f(int x) { return 1000 * helper(x) + length(word(x)); }
      """;

  private static final String PATCHED =
      ORIGINAL
          .replace("\"two\"", "\"second\"")
          .replace(
              "int f(int x) {",
              """
              static int calls = 40;
              static __attribute__((noinline)) int added(int x) { calls++; return calls * x; }
              int f(int x) { count += added(x) ? 1 : 0;
              """)
          .replace("1000 * helper(x)", "1000 * helper(x) + 100000 * calls");

  private static final String MAIN =
      """
      int printf(const char *, ...);
      int f(int), patched_f(int), other(int);
      int length(const char *s) { int n = 0; while (s[n]) n++; return n; }
      __asm__(".globl __fentry__\\n__fentry__:\\nret");
      int main(void) {
        printf("%d ", f(2));
        printf("%d ", patched_f(2));
        printf("%d\\n", other(0));
        return 0;
      }
      """;

  @TempDir private Path folder;

  @Test
  void theNewCodeWorksOnTheOldVariables() throws IOException {
    SourcePair pair = SourcePair.compile(folder, Compiler.X86_64, ORIGINAL, PATCHED);
    Path output = folder.resolve("carried.o");
    pair.with(d -> {
      try {
        assertThat(d.refusals()).isEmpty();
        ElfWriter.write(d.plan("vmlinux"), output, PosixFilePermissions.fromString("rw-r--r--"));
        return d;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    // count: 5, f adds 2; patched_f adds 1 and 2; other adds nothing.
    assertThat(run(pair.original(), output)).isEqualTo("7003 4110006 10\n");
  }

  private String run(Path original, Path carried) throws IOException {
    String objcopy = "objcopy";
    var rename = new ArrayList<>(List.of(objcopy, "--redefine-sym", "f=patched_f"));
    rename.add("--globalize-symbol=patched_f");
    for (String line : Tool.output(List.of("nm", "-u", carried.toString())).lines().toList()) {
      String symbol = line.strip().replaceFirst("^[Uw] ", "");
      if (symbol.startsWith(".klp.sym.rela.vmlinux.vmlinux.")) {
        String name = symbol.substring(30, symbol.lastIndexOf(','));
        rename.addAll(List.of("--redefine-sym", symbol + "=" + name));
      }
    }
    rename.add(carried.toString());
    Tool.run(rename);
    // In the kernel, livepatch finds local symbols.
    Tool.run(
        List.of(
            objcopy, "--globalize-symbol=count", "--globalize-symbol=helper", original.toString()));
    Files.writeString(folder.resolve("main.c"), MAIN);
    Tool.run(
        folder,
        List.of(
            "gcc",
            "-static",
            "-no-pie",
            "-w",
            "main.c",
            original.toString(),
            carried.toString(),
            "-o",
            "program"));
    return Tool.run(List.of(folder.resolve("program").toString()));
  }
}
