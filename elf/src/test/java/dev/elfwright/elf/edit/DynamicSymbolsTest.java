package dev.elfwright.elf.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.verify.Verifier;
import dev.elfwright.testkit.Fixture;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dynamic symbols that are renamed or hidden, as dlsym and the loader find them. */
class DynamicSymbolsTest {
  private static final String LIBRARY =
      """
      static int calls;
      int data = 5;
      int *pointer = &data;
      int leaf(int x) { calls++; return x + data; }
      int branch(int x) { return leaf(x) * 2; }
      int root(int x) { return branch(x) + *pointer; }
      int (*table[])(int) = {leaf, branch, root};
      int padding_a, padding_b, padding_c, padding_d, padding_e, padding_f, padding_g, padding_h;
      """;

  private static final String LOOKUP =
      """
      #include <dlfcn.h>
      #include <stdio.h>
      int main(int argc, char **argv) {
        void *library = dlopen(argv[1], RTLD_NOW);
        if (!library) { puts(dlerror()); return 1; }
        for (int i = 2; i < argc; i++) {
          int (*f)(int) = (int (*)(int)) dlsym(library, argv[i]);
          if (f) printf("%s %d\\n", argv[i], f(1));
          else printf("%s none\\n", argv[i]);
        }
      }
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"gnu", "sysv", "both"})
  void aRenamedFunctionIsFoundByItsNewNameOnly(String style) throws IOException {
    Workbench bench = new Workbench(folder);
    Path library = library(bench, style);
    Path renamed =
        bench.append(
            library,
            "renamed.so",
            e -> e.dynamic().renameSymbols(Map.of("leaf", "blatt", "root", "wurzel")));
    assertThat(lookup(bench, "./renamed.so", "blatt", "leaf", "branch", "wurzel", "root"))
        .isEqualTo("blatt 6\nleaf none\nbranch 12\nwurzel 17\nroot none\n");
    assertThat(Tool.run(List.of("eu-elflint", "--gnu-ld", renamed.toString())))
        .isEqualTo("No errors\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gnu", "sysv", "both"})
  void aHiddenFunctionIsFoundByNobodyElse(String style) throws IOException {
    Workbench bench = new Workbench(folder);
    Path library = library(bench, style);
    bench.append(library, "hidden.so", e -> e.dynamic().hideSymbols("leaf"::equals));
    assertThat(lookup(bench, "./hidden.so", "leaf", "branch", "root"))
        .isEqualTo("leaf none\nbranch 12\nroot 17\n");
  }

  /** The program's own reference is renamed with the library's definition. */
  @ParameterizedTest
  @ValueSource(strings = {"gnu", "sysv", "both"})
  void aProgramFollowsTheNameOfItsLibrary(String style) throws IOException {
    Workbench bench = new Workbench(folder);
    Path library = library(bench, style);
    Path program =
        bench.gcc(
            "program",
            "extern int root(int); int main(void) { return root(1); }",
            library.toString(),
            "-Wl,-rpath,$ORIGIN",
            "-Wl,--hash-style=" + style);
    assertThat(bench.shell("./program")).isEqualTo("17\n");
    ElfTransform rename = e -> e.dynamic().renameSymbols(Map.of("root", "another_root"));
    Path changed = bench.append(library, "changed.so", rename);
    Files.move(changed, library, StandardCopyOption.REPLACE_EXISTING);
    assertThat(bench.shell("LD_BIND_NOW=1 ./program")).contains("undefined symbol: root");
    bench.append(program, "follower", rename);
    assertThat(bench.shell("LD_BIND_NOW=1 ./follower")).isEqualTo("17\n");
  }

  /** Both classes and byte orders: the other tools find what this one wrote. */
  @ParameterizedTest
  @ValueSource(
      strings = {"i386-linux-gnu", "powerpc-linux-gnu", "aarch64-linux-gnu", "powerpc64-linux-gnu"})
  void otherMachinesTablesAreInOrder(String target) throws IOException {
    Workbench bench = new Workbench(folder);
    Path library = new Fixture(folder).foreignLibrary(target);
    String before = bench.shell("eu-elflint " + library);
    Path renamed =
        bench.append(
            library,
            "renamed.so",
            e -> e.dynamic().renameSymbols(Map.of("exported_function", "y", "pointer", "zzz")));
    assertThat(bench.shell("eu-elflint " + renamed)).isEqualTo(before);
    assertThat(Tool.run(List.of("llvm-readobj-14", "--dyn-syms", "--gnu-hash-table", "" + renamed)))
        .contains("Name: y@@ONE", "Name: zzz@@ONE")
        .doesNotContain("exported_function", "warning");
    assertThat(relocations(renamed)).isEqualTo(relocations(library).replace("pointer", "zzz"));
  }

  /** Where each relocation is and what it names; the sort order is the symbols' no more. */
  private static String relocations(Path file) {
    return Tool.run(
        List.of(
            "sh",
            "-c",
            "llvm-readobj-14 -r --expand-relocs "
                + file
                + " | sed -n 's/ ([0-9]*)$//; /Offset\\|Type\\|Symbol\\|Addend/p'"));
  }

  @Test
  void theOrderThatMipsDependsOnIsKept() throws IOException {
    Path library = new Fixture(folder).foreignLibrary("mips-linux-gnu");
    Path renamed =
        new Workbench(folder)
            .append(
                library, "r.so", e -> e.dynamic().renameSymbols(Map.of("exported_function", "y")));
    String names = "nm -D --no-sort %s | sed 's/.* //'";
    assertThat(Tool.run(List.of("sh", "-c", names.formatted(renamed))))
        .isEqualTo(
            Tool.run(List.of("sh", "-c", names.formatted(library)))
                .replace("exported_function@", "y@"));
  }

  /** Alpha and 64-bit s390 have words of eight bytes there, by their psABIs. */
  @ParameterizedTest
  @ValueSource(strings = {"s390x", "alpha"})
  void hashTablesOfWideWordsAreRebuiltAsSuch(String machine) throws IOException {
    Workbench bench = new Workbench(folder);
    StringBuilder source = new StringBuilder(".text\n");
    for (String name : List.of("first", "second", "third", "fourth", "fifth", "sixth")) {
      source.append(".globl %1$s\n.type %1$s,@function\n%1$s: nop\n".formatted(name));
    }
    bench.write("library.s", source.toString());
    bench.run(machine + "-linux-gnu-as", "-o", "library.o", "library.s");
    bench.run(
        machine + "-linux-gnu-ld", "-shared", "--hash-style=sysv", "-o", "library.so", "library.o");
    Path library = folder.resolve("library.so");
    ElfTransform rename =
        e -> e.dynamic().renameSymbols(Map.of("second", "zweite", "fifth", "a_much_longer_name"));
    Path renamed = bench.append(library, "renamed.so", rename);
    assertThat(bench.run("readelf", "--dyn-syms", "-W", "renamed.so"))
        .contains(" zweite\n", " a_much_longer_name\n", " third\n")
        .doesNotContain(" second\n");
    // readelf walks the chains; the verifier looks up every name.
    assertThat(bench.run("readelf", "-IW", "renamed.so"))
        .doesNotContain("Warning", "Error")
        .contains("100.0%");
    assertThat(Verifier.verify(renamed).withoutNotes().list()).isEmpty();
    byte[] bytes = Files.readAllBytes(renamed);
    try (ElfModel model = Elf.open(renamed)) {
      long table = model.dynamic().orElseThrow().value(DynamicTag.HASH).orElseThrow();
      int bucket = Math.toIntExact(model.offsetOf(table, 16).orElseThrow()) + 16;
      // A table whose first bucket leads nowhere: the verifier would have noticed.
      for (int i = 0; i < 8 * 3; i++) {
        bytes[bucket + i] = 0;
      }
    }
    Path broken = Files.write(folder.resolve("broken.so"), bytes);
    assertThat(Verifier.verify(broken).withoutNotes().list()).isNotEmpty();
  }

  private static Path library(Workbench bench, String style) throws IOException {
    return bench.gcc(
        "library.so",
        LIBRARY,
        "-shared",
        "-fPIC",
        "-Wl,-soname,library.so",
        "-Wl,--hash-style=" + style);
  }

  private static String lookup(Workbench bench, String library, String... names)
      throws IOException {
    bench.gcc("lookup", LOOKUP);
    return bench.run("sh", "-c", "./lookup " + library + " " + String.join(" ", names));
  }
}
