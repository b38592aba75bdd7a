package dev.elfwright.elf.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.archive.Archive;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.testkit.Fixture;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Symbols and sections of object files, as linkers see them. */
class ObjectEditTest {
  private static final String LIBRARY =
      """
      #include <stdio.h>
      static int secret(int x) { return x + 1; }
      __attribute__((noinline)) int helper(int x) { return secret(x) * 2; }
      int answer(int x) { return helper(x) + 30; }
      void say(int x) { printf("%d\\n", x); }
      """;

  private static final String MAIN =
      """
      extern int answer(int); extern void say(int);
      int main(void) { say(answer(5)); return 0; }
      """;

  @TempDir private Path folder;

  private Workbench bench;
  private Path object;

  @BeforeEach
  void compile() throws IOException {
    bench = new Workbench(folder);
    object = bench.gcc("library.o", LIBRARY, "-c", "-g", "-ffunction-sections");
    bench.gcc("main.o", MAIN, "-c");
  }

  private void change(ElfTransform change) throws IOException {
    bench.change(object, "changed.o", Layout.REPACK, change);
  }

  private String linked(String... more) throws IOException {
    return bench.shell("gcc -o linked main.o changed.o " + String.join(" ", more) + " && ./linked");
  }

  @Test
  void strippedObjectsAreLinked() throws IOException {
    for (ElfTransform strip :
        new ElfTransform[] {
          Strip.all(), Strip.debug(), Strip.unneeded(), Strip.locals(Strip.LocalSymbols.ALL)
        }) {
      change(strip);
      assertThat(linked()).isEqualTo("42\n0\n");
      assertThat(bench.shell("eu-elflint changed.o")).endsWith("No errors\n0\n");
    }
  }

  @Test
  void renamedSymbolsAreFoundByTheirNewNames() throws IOException {
    change(e -> e.symbols().prefix("my_").redefine(Map.of("my_printf", "printf")));
    assertThat(linked()).contains("undefined reference to `answer'");
    assertThat(linked("-Wl,--defsym=answer=my_answer,--defsym=say=my_say")).isEqualTo("42\n0\n");
  }

  @Test
  void aLocalSymbolIsNobodyElses() throws IOException {
    change(e -> e.symbols().localize(s -> s.name().equals("answer")));
    assertThat(linked()).contains("undefined reference to `answer'");
    bench.gcc("other.o", "int answer(int x) { return x; }", "-c");
    assertThat(linked("other.o")).isEqualTo("5\n0\n");
  }

  @Test
  void aStaticFunctionBecomesGlobal() throws IOException {
    bench.gcc("user.o", "extern int secret(int); int user(void) { return secret(1); }", "-c");
    object = bench.gcc("whole.o", LIBRARY, "-c", "-fno-inline");
    change(_ -> {});
    assertThat(linked("user.o")).contains("undefined reference to `secret'");
    change(e -> e.symbols().globalize(s -> s.name().equals("secret")));
    assertThat(linked("user.o")).isEqualTo("42\n0\n");
  }

  @Test
  void aWeakSymbolGivesWay() throws IOException {
    bench.gcc("other.o", "int answer(int x) { return x; }", "-c");
    change(_ -> {});
    assertThat(linked("other.o")).contains("multiple definition of `answer'");
    change(e -> e.symbols().weaken(s -> s.name().equals("answer")));
    assertThat(linked("other.o")).isEqualTo("5\n0\n");
  }

  @Test
  void aHiddenSymbolIsNotExported() throws IOException {
    change(e -> e.symbols().visibility(s -> s.name().equals("answer"), Symbol.VISIBILITY_HIDDEN));
    bench.run("gcc", "-shared", "-o", "library.so", "changed.o");
    assertThat(bench.run("nm", "-D", "library.so")).contains("T say").doesNotContain("answer");
  }

  @Test
  void anAddedSymbolIsLinkedTo() throws IOException {
    Symbol alias = new Symbol(0, "alias", 1, 2, 0, 0, 0, 0);
    change(e -> e.symbols().add(new SymbolsEdit.NewSymbol(alias, ".text.answer")));
    assertThat(linked("-Wl,--defsym=answer2=alias")).isEqualTo("42\n0\n");
    assertThat(bench.run("nm", "linked")).contains("answer2");
  }

  @Test
  void whatARelocationNamesIsNotRemoved() throws IOException {
    assertThat(
            Workbench.refusal(
                object, Layout.REPACK, e -> e.symbols().removeIf(s -> s.name().equals("helper"))))
        .endsWith("cannot remove symbol helper: .rela.text.answer names it");
    assertThat(Workbench.refusal(object, Layout.REPACK, e -> e.sections().remove(".symtab")))
        .contains("cannot remove .symtab: ");
  }

  @Test
  void sectionsComeGoAndChange() throws IOException {
    MemorySegment bytes = MemorySegment.ofArray("hello".getBytes());
    change(e ->
        e.sections()
            .add(".added", bytes)
            .update(".comment", bytes)
            .rename(".text.say", ".text.tell")
            .remove(".note.GNU-stack"));
    assertThat(bench.run("readelf", "-SW", "changed.o"))
        .contains(".rela.text.tell")
        .doesNotContain(".text.say", "GNU-stack");
    assertThat(bench.run("readelf", "-x", ".added", "-x", ".comment", "changed.o"))
        .containsSubsequence("hello", "hello");
    assertThat(linked("-Wl,-z,noexecstack")).isEqualTo("42\n0\n");
  }

  /** Compilers put names of symbols and sections into one table. */
  @ParameterizedTest
  @ValueSource(strings = {"x86_64-linux-gnu", "powerpc-linux-gnu", "mips64-linux-gnuabi64"})
  void namesOfSectionsChangeInATableThatSymbolsShare(String target) throws IOException {
    Path shared = new Fixture(folder).object(target);
    bench.change(
        shared,
        "renamed.o",
        Layout.REPACK,
        e ->
            e.sections()
                .rename(".comment", ".a_remark_that_is_longer")
                .removeIf(s -> s.name().equals(".llvm_addrsig")));
    assertThat(bench.run("sh", "-c", "llvm-nm-14 --no-sort renamed.o"))
        .isEqualTo(bench.run("sh", "-c", "llvm-nm-14 --no-sort " + shared));
    assertThat(bench.run("llvm-readobj-14", "-S", "renamed.o"))
        .contains("Name: .a_remark_that_is_longer")
        .doesNotContain("llvm_addrsig");
  }

  @Test
  void aGroupIsRemovedWithItsSections() throws IOException {
    bench.write(
        "group.cc",
        "inline int twice(int x) { return x * 2; }\n"
            + "int (*p)(int) = twice;\n"
            + "int own(int x) { return x; }\n");
    bench.run("g++", "-c", "group.cc");
    Path group = folder.resolve("group.o");
    bench.change(
        group,
        "alone.o",
        Layout.REPACK,
        e -> e.sections().removeIf(s -> s.type() == SectionType.GROUP));
    assertThat(bench.run("readelf", "-gSW", "alone.o"))
        .contains("There are no section groups", ".text._Z5twicei")
        .doesNotContain("AXG");
    assertThat(bench.shell("eu-elflint alone.o")).endsWith("No errors\n0\n");
  }

  /** More sections than a 16-bit number can count: SHN_XINDEX and .symtab_shndx. */
  @Test
  void sectionsBeyond65280KeepTheirSymbols() throws IOException {
    StringBuilder source = new StringBuilder();
    for (int i = 0; i < 66_000; i++) {
      source.append(".section .d").append(i).append(",\"aw\"\ns").append(i).append(": .byte 1\n");
    }
    bench.write("many.s", source.toString());
    bench.run("as", "-o", "many.o", "many.s");
    bench.change(
        folder.resolve("many.o"),
        "fewer.o",
        Layout.REPACK,
        e -> e.sections().remove(".d7").renameAll(s -> s.name().equals(".d9") ? ".e9" : s.name()));
    String nm = "nm -f sysv %s | grep '^s65[0-9]* ' | tr -d ' ' | sort";
    assertThat(bench.run("sh", "-c", nm.formatted("fewer.o")))
        .contains("s65999|")
        .isEqualTo(bench.run("sh", "-c", nm.formatted("many.o")));
    assertThat(bench.run("sh", "-c", "nm fewer.o | wc -l").strip()).isEqualTo("65999");
  }

  @Test
  void aSymbolAddedWhereThereWasNoTableBringsOne() throws IOException {
    bench.run("ld", "-shared", "-s", "-o", "stripped.so", "library.o");
    Symbol added = new Symbol(0, "added", 1, 0, 0, 0, 0x1234, 0);
    bench.change(
        folder.resolve("stripped.so"),
        "named.so",
        Layout.REPACK,
        e -> e.symbols().add(new SymbolsEdit.NewSymbol(added, "*ABS*")));
    assertThat(bench.run("nm", "named.so")).isEqualTo("0000000000001234 A added\n");
  }

  @Test
  void aLinkedFileWithoutAnySymbolHasNoTableOfThem() throws IOException {
    Path library = folder.resolve("library.so");
    bench.run("ld", "-shared", "-o", "library.so", "library.o");
    bench.change(library, "bare.so", Layout.REPACK, e -> e.symbols().removeIf(_ -> true));
    assertThat(bench.run("readelf", "-SW", "bare.so")).doesNotContain(".symtab", ".strtab");
  }

  @Test
  void aLinkedToSectionStaysUnlessBrokenLinksAreAllowed() throws IOException {
    bench.run("ld", "-shared", "-s", "-o", "library.so", "library.o");
    Path library = folder.resolve("library.so");
    assertThat(Workbench.refusal(library, Layout.REPACK, e -> e.sections().remove(".dynstr")))
        .endsWith("cannot remove .dynstr: .dynsym needs it");
  }

  @Test
  void anArchiveWithoutIndexAndDatesStaysSo() throws IOException {
    bench.run("ar", "rcSU", "library.a", "library.o");
    try (Archive archive = Archive.open(folder.resolve("library.a"))) {
      ElfWriter.write(
          Archives.transform(archive, Layout.REPACK, _ -> {}, Archives.Stamps.ZERO),
          folder.resolve("undated.a"),
          PosixFilePermissions.fromString("rw-r--r--"));
    }
    assertThat(bench.run("ar", "tv", "undated.a")).contains(" 0/0 ").contains(" 1970 ");
    assertThat(bench.run("nm", "-s", "undated.a")).doesNotContain("Archive index");
  }

  @Test
  void everyMemberOfAnArchiveIsChanged() throws IOException {
    bench.run("ar", "rc", "library.a", "library.o", "main.o");
    try (Archive archive = Archive.open(folder.resolve("library.a"))) {
      ElfWriter.write(
          Archives.transform(archive, Layout.REPACK, Strip.debug()),
          folder.resolve("stripped.a"),
          PosixFilePermissions.fromString("rw-r--r--"));
    }
    assertThat(Files.size(folder.resolve("stripped.a")))
        .isLessThan(Files.size(folder.resolve("library.a")));
    assertThat(bench.shell("gcc -o fromarchive stripped.a && ./fromarchive")).isEqualTo("42\n0\n");
    assertThat(bench.run("ar", "t", "stripped.a")).isEqualTo("library.o\nmain.o\n");
  }
}
