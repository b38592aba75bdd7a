package dev.elfwright.natives.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.elfwright.natives.Natives;
import dev.elfwright.natives.jni.JniName;
import dev.elfwright.natives.rule.Finding;
import dev.elfwright.natives.rule.HasSoname;
import dev.elfwright.natives.rule.JniSymbols;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Jars that people use, with libraries for many machines, against readelf, nm and the JVM. */
class RealJarsTest {
  @TempDir static Path folder;

  private static Path jarOf(Class<?> c) {
    return Path.of(c.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  static Stream<NativeLibrary> libraries() throws IOException {
    List<NativeLibrary> zstd = Natives.in(jarOf(Zstd.class)).contents().libraries();
    List<NativeLibrary> jna = Natives.in(jarOf(com.sun.jna.Native.class)).contents().libraries();
    assertThat(zstd).hasSize(12);
    assertThat(jna).hasSize(21);
    return Stream.concat(zstd.stream(), jna.stream());
  }

  private static String extracted(NativeLibrary library) throws IOException {
    int border = library.place().indexOf("!/");
    Path file = folder.resolve("library.so");
    try (ZipFile jar = new ZipFile(library.place().substring(0, border));
        InputStream in = jar.getInputStream(jar.getEntry(library.place().substring(border + 2)))) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file.toString();
  }

  private static List<String> all(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().map(r -> r.group(1)).toList();
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void aLibraryIsAsReadelfAndNmSeeIt(NativeLibrary library) throws IOException {
    String file = extracted(library);
    String text = Tool.run(List.of("readelf", "-W", "-l", "-d", "-V", file));
    assertThat(library.linkage().needed())
        .isEqualTo(all(text, "\\(NEEDED\\) +Shared library: \\[(.*)]"));
    assertThat(library.linkage().soname().stream())
        .containsExactlyElementsOf(all(text, "\\(SONAME\\) +Library soname: \\[(.*)]"));
    assertThat(library.hardening().relro()).isEqualTo(text.contains("GNU_RELRO"));
    assertThat(library.hardening().textRelocations()).isEqualTo(text.contains("TEXTREL"));
    assertThat(library.hardening().stack()).isEqualTo(stack(text));
    assertThat(library.largestPage())
        .isEqualTo(
            all(text, "  LOAD .* 0x([0-9a-f]+)\n").stream()
                .mapToLong(a -> Long.parseLong(a, 16))
                .min()
                .orElseThrow());
    // Solaris tells its loader which versions a library needs, but not for which symbols.
    List<String> versions =
        text.contains("(VERSYM)") ? all(text, "  Name: (\\S+)  Flags: \\S+  Version:") : List.of();
    assertThat(library.neededVersions().stream().map(NeededVersion::name))
        .containsExactlyInAnyOrderElementsOf(versions);
    assertThat(new TreeSet<>(library.exports())).isEqualTo(nm("--defined-only", file));
    Set<String> imports = new TreeSet<>();
    library.imports().forEach(i -> imports.add(i.name()));
    assertThat(imports).isEqualTo(nm("--undefined-only", file));
  }

  private static Hardening.Stack stack(String readelf) {
    Matcher m =
        Pattern.compile("  GNU_STACK .* (R?W?E?) +0x").matcher(readelf.replace(" E ", "E "));
    return !m.find()
        ? Hardening.Stack.UNSTATED
        : m.group(1).endsWith("E") ? Hardening.Stack.EXECUTABLE : Hardening.Stack.DATA;
  }

  private static Set<String> nm(String which, String file) {
    return new TreeSet<>(
        all(
            Tool.run(List.of("nm", "-D", "-P", "--extern-only", which, file)),
            "(?m)^([^@ ]+)[@ ]"));
  }

  @Test
  void whatIsReportedMissingThrowsWhenItIsCalled() throws IOException {
    List<Finding> missing =
        Natives.in(jarOf(Zstd.class))
            .where(l -> l.folder().endsWith("linux/amd64/"))
            .findings(List.of(new JniSymbols()));
    assertThat(missing.stream().filter(f -> f.problem().startsWith("not exported")))
        .extracting(Finding::subject)
        .containsExactlyInAnyOrder(
            "Java_com_github_luben_zstd_Zstd_generateSequences",
            "Java_com_github_luben_zstd_Zstd_searchLengthMin",
            "Java_com_github_luben_zstd_Zstd_searchLengthMax");
    assertThat(Zstd.magicNumber()).isNotZero();
    assertThatThrownBy(Zstd::searchLengthMin).isInstanceOf(UnsatisfiedLinkError.class);
    assertThatThrownBy(Zstd::searchLengthMax).isInstanceOf(UnsatisfiedLinkError.class);
  }

  @Test
  void everyNativeMethodOfJnaHasItsFunctionOnEveryPlatform() throws IOException {
    Natives jna = Natives.in(jarOf(com.sun.jna.Native.class)).assertJniSymbols();
    assertThat(jna.contents().methods()).hasSize(69);
    assertThat(jna.contents().libraries()).allMatch(l -> l.exports().contains(JniName.ON_LOAD));
  }

  @Test
  void aSonameThatIsAPathIsFound() throws IOException {
    assertThat(
            Natives.in(jarOf(com.sun.jna.Native.class))
                .where(l -> l.folder().endsWith("linux-x86-64/"))
                .findings(List.of(new HasSoname())))
        .singleElement()
        .extracting(Finding::subject)
        .isEqualTo("../build/libjnidispatch.so");
  }
}
