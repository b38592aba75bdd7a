package dev.elfwright.natives.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.natives.Natives;
import dev.elfwright.natives.model.GlibcVersion;
import dev.elfwright.natives.model.Libc;
import dev.elfwright.natives.model.LibraryPath;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule, on a library that keeps it and on its twin that does not. */
class RulesTest {
  private static final List<String> GOOD =
      List.of("-Wl,-z,relro,-z,now", "-Wl,-z,noexecstack", "-Wl,-soname,liba.so");

  @TempDir Path folder;

  private Path library(String name, String code, String... options) throws IOException {
    Files.writeString(folder.resolve("code.c"), code);
    List<String> command =
        new ArrayList<>(List.of("gcc", "-shared", "-fPIC", "code.c", "-o", name));
    command.addAll(GOOD);
    command.addAll(List.of(options));
    Tool.run(folder, command);
    return folder.resolve(name);
  }

  private static List<Finding> findings(Path file, Rule rule) throws IOException {
    return Natives.in(file).findings(List.of(rule));
  }

  private static void accepts(Rule rule, Path file) throws IOException {
    assertThat(findings(file, rule)).isEmpty();
  }

  /** One finding, whose line has the place and these words. */
  private static void refuses(Rule rule, Path file, String... words) throws IOException {
    List<Finding> found = findings(file, rule);
    assertThat(found).singleElement().matches(Finding::isViolation);
    assertThat(found.getFirst().toString())
        .startsWith(file + ": ")
        .contains(words)
        .endsWith("[" + rule.name() + "]")
        .doesNotContain("\n");
  }

  @Test
  void aStackMayNotBeExecutable() throws IOException {
    accepts(new NoExecutableStack(), library("good.so", ""));
    refuses(new NoExecutableStack(), library("bad.so", "", "-Wl,-z,execstack"), "-z,noexecstack");
  }

  @Test
  void aLibraryThatSaysNothingOfItsStackIsRefused() throws IOException {
    Path bad = library("bad.so", "");
    byte[] bytes = Files.readAllBytes(bad);
    int segments = bytes[56];
    for (int i = 0; i < segments; i++) {
      int at = 64 + 56 * i;
      if ((bytes[at] & 0xff) == 0x51 && bytes[at + 3] == 0x64) {
        java.util.Arrays.fill(bytes, at, at + 4, (byte) 0); // PT_NULL
      }
    }
    refuses(new NoExecutableStack(), Files.write(bad, bytes), "has no PT_GNU_STACK");
  }

  @Test
  void pagesMayBeAsLargeAsTheLinkerWasTold() throws IOException {
    Path large = library("large.so", "", "-Wl,-z,max-page-size=65536");
    Path small = library("small.so", "", "-Wl,-z,max-page-size=4096");
    accepts(new LoadsOnPages(LoadsOnPages.LARGEST), large);
    accepts(new LoadsOnPages(LoadsOnPages.ANDROID_15), large);
    accepts(new LoadsOnPages(4096), small);
    refuses(new LoadsOnPages(LoadsOnPages.ANDROID_15), small, "4096", "-z,max-page-size=16384");
    assertThatThrownBy(() -> new LoadsOnPages(5000)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void codeMayNotHaveRelocations() throws IOException {
    Path good = library("good.so", "");
    Files.writeString(folder.resolve("text.s"), ".text\n.quad environ\n");
    Tool.run(folder, List.of("gcc", "-shared", "text.s", "-Wl,-z,notext", "-o", "bad.so"));
    accepts(new NoTextRelocations(), good);
    refuses(new NoTextRelocations(), folder.resolve("bad.so"), "DT_TEXTREL", "-fPIC");
  }

  @Test
  void tablesOfPointersMustBecomeReadOnly() throws IOException {
    Path good = library("good.so", "");
    accepts(new Relro(), good);
    accepts(new BindNow(), good);
    refuses(new Relro(), library("norelro.so", "", "-Wl,-z,norelro"), "PT_GNU_RELRO");
    refuses(new BindNow(), library("lazy.so", "", "-Wl,-z,lazy"), "-z,now");
  }

  @Test
  void aSonameMustBeThere() throws IOException {
    accepts(new HasSoname(), library("good.so", ""));
    Files.writeString(folder.resolve("code.c"), "int main() { return 0; }");
    Tool.run(folder, List.of("gcc", "-shared", "-fPIC", "code.c", "-o", "bad.so"));
    refuses(new HasSoname(), folder.resolve("bad.so"), "-soname,bad.so");
    Tool.run(folder, List.of("gcc", "code.c", "-o", "program"));
    accepts(new HasSoname(), folder.resolve("program"));
  }

  @Test
  void aSearchPathMustStartAtTheLibrary() throws IOException {
    Rule rule = new NoAbsoluteSearchPath();
    accepts(rule, library("good.so", "", "-Wl,-rpath,$ORIGIN:${ORIGIN}/../lib"));
    refuses(
        rule,
        library("absolute.so", "", "-Wl,-rpath,$ORIGIN:/opt/build"),
        "/opt/build",
        "DT_RUNPATH");
    refuses(
        rule,
        library("old.so", "", "-Wl,--disable-new-dtags,-rpath,/opt/build"),
        "/opt/build",
        "DT_RPATH");
    refuses(rule, library("empty.so", "", "-Wl,-rpath,$ORIGIN:"), "(empty)", "working directory");
    refuses(rule, library("relative.so", "", "-Wl,-rpath,lib"), "lib: ", "working directory");
    refuses(rule, library("trick.so", "", "-Wl,-rpath,$ORIGINAL"), "$ORIGINAL");
  }

  @Test
  void onlyAllowedLibrariesMayBeNeeded() throws IOException {
    Path file =
        library("math.so", "double cos(double); double f(double d) { return cos(d); }", "-lm");
    accepts(new NeededOnly(List.of("libc.so.6", "libm.so.6")), file);
    accepts(new NeededOnly(List.of("lib?.so.*")), file);
    refuses(new NeededOnly(List.of("libc.so.6")), file, "libm.so.6: ", "not allowed");
  }

  @Test
  void glibcMayNotBeNewerThanItsFloor() throws IOException {
    // pthread_cond_clockwait came with 2.30, and moved into libc with 2.34 (glibc NEWS).
    Path file =
        library(
            "new.so", "int pthread_cond_clockwait(); int f() { return pthread_cond_clockwait(); }");
    accepts(new GlibcAtMost(GlibcVersion.parse("2.34")), file);
    refuses(
        new GlibcAtMost(GlibcVersion.parse("2.33")),
        file,
        "pthread_cond_clockwait: ",
        "GLIBC_2.34 of libc.so.6",
        "glibc 2.33 or older");
  }

  @Test
  void relativeRelocationsPackedByTheLinkerNeedGlibc236() throws IOException {
    Path file =
        library(
            "relr.so",
            "static int a; int *p[] = {&a, &a}; int puts(const char *); int f() { return"
                + " puts(\"\"); }",
            "-Wl,-z,pack-relative-relocs");
    accepts(new GlibcAtMost(GlibcVersion.parse("2.36")), file);
    refuses(
        new GlibcAtMost(GlibcVersion.parse("2.35")),
        file,
        "GLIBC_ABI_DT_RELR",
        "nopack-relative-relocs");
  }

  @Test
  void privateSymbolsOfGlibcAreRefusedWhateverTheFloor() throws IOException {
    Path file =
        library(
            "private.so",
            "int _dl_argv(); void *f() { return _dl_argv; }",
            "-l:ld-linux-x86-64.so.2");
    refuses(new GlibcAtMost(GlibcVersion.parse("2.99")), file, "_dl_argv", "GLIBC_PRIVATE");
  }

  @Test
  void muslIsToldFromGlibc() throws IOException {
    Path glibc = library("glibc.so", "int puts(const char *); int f() { return puts(\"\"); }");
    Tool.run(folder, List.of("musl-gcc", "-shared", "-fPIC", "code.c", "-o", "musl.so"));
    Path musl = folder.resolve("musl.so");
    assertThat(Natives.in(musl).contents().libraries().getFirst().libc()).isEqualTo(Libc.MUSL);
    accepts(new LibcOneOf(Set.of(Libc.GLIBC)), glibc);
    accepts(new LibcOneOf(Set.of(Libc.MUSL)), musl);
    accepts(new GlibcAtMost(GlibcVersion.parse("2.0")), musl);
    refuses(new LibcOneOf(Set.of(Libc.GLIBC)), musl, "MUSL");
    refuses(new LibcOneOf(Set.of(Libc.MUSL)), glibc, "GLIBC");
  }

  @Test
  void aSymbolThatNoNeededLibraryDefinesIsMissing() throws IOException {
    String code = "int answer(void); int f(void) { return answer(); }";
    library("libanswer.so", "int answer(void) { return 42; }", "-Wl,-soname,libanswer.so");
    Path linked = library("linked.so", code, "-L.", "-lanswer");
    Path bare = library("bare.so", code);
    Rule alone = new NoMissingSymbols(LibraryPath.of(List.of()));
    Rule given = new NoMissingSymbols(LibraryPath.of(List.of(folder)));
    accepts(given, linked);
    refuses(alone, bare, "answer: ", "-z,defs");
    assertThat(findings(linked, alone))
        .singleElement()
        .matches(f -> !f.isViolation())
        .extracting(Finding::toString)
        .asString()
        .contains("libanswer.so: ", "answer the first");
    assertThat(findings(folder, alone)).extracting(Finding::place).containsOnly(bare.toString());
  }

  @Test
  void theJvmsOwnFunctionsAreThere() throws IOException {
    accepts(
        new NoMissingSymbols(LibraryPath.of(List.of())),
        library(
            "jvm.so", "int JNI_GetCreatedJavaVMs(); int f() { return JNI_GetCreatedJavaVMs(); }"));
  }

  @Test
  void aVersionThatTheGivenLibraryLacksIsMissing() throws IOException {
    Files.writeString(folder.resolve("map"), "V2 { global: answer; };");
    library(
        "libanswer.so",
        "int answer(void) { return 42; }",
        "-Wl,-soname,libanswer.so",
        "-Wl,--version-script=map");
    Path user =
        library("user.so", "int answer(void); int f(void) { return answer(); }", "-L.", "-lanswer");
    Rule given = new NoMissingSymbols(LibraryPath.of(List.of(folder)));
    accepts(given, user);
    Files.writeString(folder.resolve("map"), "V1 { global: answer; };");
    library(
        "libanswer.so",
        "int answer(void) { return 42; }",
        "-Wl,-soname,libanswer.so",
        "-Wl,--version-script=map");
    refuses(given, user, "V2: ", "libanswer.so");
  }
}
