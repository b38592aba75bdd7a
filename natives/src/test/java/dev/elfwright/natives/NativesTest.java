package dev.elfwright.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.natives.model.Libc;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a test of any framework writes, and what it reads when it fails. */
class NativesTest {
  @TempDir Path folder;
  private Path library;

  @BeforeEach
  void compile() throws IOException {
    Files.writeString(
        folder.resolve("code.c"), "int puts(const char *); int f() { return puts(\"\"); }");
    Tool.run(
        folder,
        List.of(
            "gcc",
            "-shared",
            "-fPIC",
            "code.c",
            "-o",
            "libf.so",
            "-Wl,-soname,libf.so",
            "-Wl,-z,relro,-z,now",
            "-Wl,-z,max-page-size=16384"));
    library = folder.resolve("libf.so");
  }

  private Path jar(byte[] entry) throws IOException {
    return jar("app.jar", "linux/libf.so", entry);
  }

  private Path jar(String name, String entryName, byte[] entry) throws IOException {
    Path jar = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(entryName));
      zip.write(entry);
      zip.putNextEntry(new ZipEntry("readme.txt"));
      zip.write("text".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
    return jar;
  }

  @Test
  void aGoodLibraryInAJarPassesAllAssertions() throws IOException {
    Natives natives = Natives.in(jar(Files.readAllBytes(library)));
    assertThat(natives.contents().libraries()).hasSize(1);
    natives
        .assertGlibcAtMost("2.28")
        .assertLibc(Libc.GLIBC)
        .assertNeededOnly("libc.so.6")
        .assertNoExecutableStack()
        .assertLoadsOnPages(16384)
        .assertNoTextRelocations()
        .assertFullRelro()
        .assertNoAbsoluteSearchPath()
        .assertSoname()
        .assertNoMissingSymbols()
        .assertJniSymbols();
  }

  @Test
  void aFailureNamesTheEntryOfTheJarInOneLine() throws IOException {
    Path jar = jar(Files.readAllBytes(library));
    assertThatThrownBy(() -> Natives.in(jar).assertLoadsOnPages(65536))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            jar
                + "!/linux/libf.so: loads on pages of at most 16384 bytes, asked for: 65536;"
                + " link with -Wl,-z,max-page-size=65536 [pages]");
  }

  @Test
  void whereThereIsNothingToCheckAnAssertionFails() throws IOException {
    assertThatThrownBy(() -> Natives.in(library).where(l -> l.target().bits() == 32).assertSoname())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("holds no native library");
  }

  @Test
  void librariesAndClassesMayBeApart() throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Path source = Files.writeString(folder.resolve("A.java"), "class A { native void f(); }");
    assertThat(
            javax.tools.ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-d", classes.toString(), source.toString()))
        .isZero();
    Natives.in(library).assertJniSymbols();
    assertThatThrownBy(() -> Natives.in(library).withClassesOf(classes).assertJniSymbols())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Java_A_f: not exported for A.f()V");
  }

  @Test
  void theJarsInAJarAreReadToo() throws IOException {
    byte[] inner = Files.readAllBytes(jar(Files.readAllBytes(library)));
    Path outer = jar("boot.jar", "BOOT-INF/lib/app.jar", inner);
    Natives natives = Natives.in(outer);
    assertThat(natives.contents().libraries())
        .singleElement()
        .hasToString(outer + "!/BOOT-INF/lib/app.jar!/linux/libf.so");
    natives.assertSoname();
  }

  @Test
  void aBrokenLibraryInAJarIsNamed() throws IOException {
    byte[] bytes = java.util.Arrays.copyOf(Files.readAllBytes(library), 4096);
    assertThatThrownBy(() -> Natives.in(jar(bytes)))
        .isInstanceOf(ElfFormatException.class)
        .hasMessageContaining("app.jar!/linux/libf.so: offset 0x");
  }

  @Test
  void aFileThatIsNotThereAndABrokenClassFileAreErrors() throws IOException {
    assertThatThrownBy(() -> Natives.in(folder.resolve("none.jar")))
        .isInstanceOf(NoSuchFileException.class);
    Path broken = Files.writeString(folder.resolve("A.class"), "no class");
    assertThatThrownBy(() -> Natives.in(broken))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("A.class: no class file");
  }
}
