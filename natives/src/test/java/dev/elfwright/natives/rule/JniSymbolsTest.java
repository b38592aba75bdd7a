package dev.elfwright.natives.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.natives.Natives;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions without methods, and methods without functions. */
class JniSymbolsTest {
  @TempDir Path folder;

  @BeforeEach
  void compileTheClass() throws IOException {
    Path source = folder.resolve("Sums.java");
    Files.writeString(
        source,
        "package a; class Sums { native int one(); native int sum(int a); native int sum(long a);"
            + " }");
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-proc:none", "-d", folder.toString(), source.toString());
    assertThat(code).isZero();
  }

  private Path library(String name, String... functions) throws IOException {
    StringBuilder code = new StringBuilder();
    for (String f : functions) {
      code.append("int ").append(f).append("(void *e, void *c) { return 0; }\n");
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(folder.resolve("code.c"), code);
    Tool.run(folder, List.of("gcc", "-shared", "-fPIC", "code.c", "-o", file.toString()));
    return file;
  }

  private List<String> lines() throws IOException {
    return Natives.in(folder).findings(List.of(new JniSymbols())).stream()
        .map(f -> f.severity() + " " + f)
        .toList();
  }

  @Test
  void allThatIsThereFits() throws IOException {
    library("liba.so", "Java_a_Sums_one", "Java_a_Sums_sum__I", "Java_a_Sums_sum__J");
    assertThat(lines()).isEmpty();
  }

  @Test
  void aMissingFunctionIsNamedAsTheJvmLooksForIt() throws IOException {
    Path file = library("liba.so", "Java_a_Sums_one", "Java_a_Sums_sum__J");
    assertThat(lines())
        .containsExactly(
            "VIOLATION "
                + file
                + ": Java_a_Sums_sum__I: not exported for a.Sums.sum(I)I; define it with JNIEXPORT,"
                + " or remove the method [jni]");
  }

  @Test
  void anOnLoadFunctionMakesAMissingFunctionANote() throws IOException {
    library("liba.so", "Java_a_Sums_one", "Java_a_Sums_sum__J", "JNI_OnLoad");
    assertThat(lines()).singleElement().asString().startsWith("NOTE").contains("registers");
  }

  @Test
  void aFunctionWithoutMethodIsFound() throws IOException {
    library(
        "liba.so",
        "Java_a_Sums_one",
        "Java_a_Sums_sum__I",
        "Java_a_Sums_sum__J",
        "Java_a_Sums_two",
        "Java_b_Other_f");
    assertThat(lines())
        .hasSize(2)
        .anyMatch(l -> l.contains("Java_a_Sums_two: a.Sums has no native method of this name"))
        .anyMatch(l -> l.contains("Java_b_Other_f: no class with native methods here"));
  }

  @Test
  void aShortNameForSeveralOverloadsIsFound() throws IOException {
    library("liba.so", "Java_a_Sums_one", "Java_a_Sums_sum");
    assertThat(lines())
        .hasSize(2)
        .allMatch(l -> l.contains("Java_a_Sums_sum: is what Java calls for every overload"));
  }

  @Test
  void eachFolderThatHoldsTheClassMustHoldAllOfIt() throws IOException {
    library("one/liba.so", "Java_a_Sums_one", "Java_a_Sums_sum__I", "Java_a_Sums_sum__J");
    library("one/libother.so", "unrelated");
    Path bad = library("two/liba.so", "Java_a_Sums_one", "Java_a_Sums_sum__I");
    assertThat(lines()).singleElement().asString().contains(bad + ": Java_a_Sums_sum__J: ");
  }

  @Test
  void theFunctionsOfAClassMayBeInTwoLibrariesOfAFolder() throws IOException {
    library("one/liba.so", "Java_a_Sums_one");
    library("one/libb.so", "Java_a_Sums_sum__I", "Java_a_Sums_sum__J");
    assertThat(lines()).isEmpty();
  }

  @Test
  void programsAndLibrariesWithoutLibcAreNoPlatformsOfTheirOwn() throws IOException {
    library("one/liba.so", "Java_a_Sums_one", "Java_a_Sums_sum__I", "Java_a_Sums_sum__J");
    Files.writeString(folder.resolve("code.c"), "int puts(); int main() { return puts(\"\"); }");
    Tool.run(folder, List.of("gcc", "-m32", "code.c", "-o", "helper"));
    Tool.run(folder, List.of("gcc", "-shared", "-fPIC", "-Dmain=f", "code.c", "-o", "libglibc.so"));
    Natives natives = Natives.in(folder);
    assertThat(natives.contents().libraries().stream().map(l -> l.libc() + " " + l.fileName()))
        .containsExactlyInAnyOrder("GLIBC helper", "GLIBC libglibc.so", "NONE liba.so");
    assertThat(lines()).isEmpty();
  }
}
