package dev.elfwright.natives.maven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example project, built by Maven: the good twin passes, the broken one says all that is wrong.
 */
class ExampleTest {
  private static final Path EXAMPLE = Path.of("../examples/natives");

  @TempDir static Path folder;
  private static Path project;
  private static Maven maven;

  @BeforeAll
  static void copyTheProject() throws IOException {
    project = folder.resolve("project");
    try (Stream<Path> files = Files.walk(EXAMPLE)) {
      for (Path file : files.filter(f -> !f.toString().contains("/target")).toList()) {
        Files.copy(file, project.resolve(EXAMPLE.relativize(file).toString()));
      }
    }
    maven = Maven.withArtifactsOfThisBuild(folder.resolve("repository"));
  }

  @Test
  void theGoodTwinIsProcessedCheckedAndRuns() throws Exception {
    Maven.Result result = maven.run(project, "verify", "-pl", "good");

    assertThat(result.lines())
        .anyMatch(l -> l.contains("Tests run: 2, Failures: 0, Errors: 0, Skipped: 0"))
        .contains("[INFO] 1 native libraries checked");
    assertThat(result.code()).isZero();
    String library = project.resolve("good/target/classes/native/libgreeting.so").toString();
    assertThat(Tool.run(List.of("readelf", "-dS", library)))
        .contains("Library runpath: [$ORIGIN]", "Library soname: [libgreeting.so]")
        .doesNotContain(".symtab", ".debug_info");
  }

  @Test
  void theBrokenTwinFailsWithALineForEachDefect() throws Exception {
    Maven.Result result = maven.run(project, "verify", "-pl", "broken");

    assertThat(result.code()).isEqualTo(1);
    String entry = "[ERROR] " + project + "/broken/target/broken-1.0.jar!/native/libgreeting.so: ";
    assertThat(result.lines().stream().filter(l -> l.startsWith(entry)))
        .extracting(l -> l.substring(entry.length()))
        .containsExactlyInAnyOrder(
            "pthread_cond_clockwait: needs GLIBC_2.34 of libc.so.6, newer than glibc 2.28; link on"
                + " a system with glibc 2.28 or older, or avoid the symbol [glibc]",
            "pow: needs GLIBC_2.29 of libm.so.6, newer than glibc 2.28; link on a system with glibc"
                + " 2.28 or older, or avoid the symbol [glibc]",
            "libm.so.6: is loaded with it but not allowed; link it statically, drop it with"
                + " -Wl,--as-needed, or allow it [needed]",
            "loads on pages of at most 4096 bytes, asked for: 16384; link with"
                + " -Wl,-z,max-page-size=16384 [pages]",
            "PT_GNU_STACK asks for an executable stack; link with -Wl,-z,noexecstack, and end"
                + " assembly files with .section .note.GNU-stack,\"\",@progbits [stack]",
            "has no PT_GNU_RELRO: tables of pointers stay writable; link with -Wl,-z,relro [relro]",
            "/opt/build/lib: absolute folder in DT_RUNPATH; link without it, or with"
                + " -Wl,-rpath,'$ORIGIN' [rpath]",
            "has no DT_SONAME; link with -Wl,-soname,libgreeting.so [soname]",
            "Java_com_example_Greeting_of: not exported for"
                + " com.example.Greeting.of(Ljava/lang/String;)Ljava/lang/String;; define it with"
                + " JNIEXPORT, or remove the method [jni]",
            "Java_com_example_Greeting_length: is what Java calls for every overload, also for"
                + " com.example.Greeting.length(Ljava/lang/String;)I; name the function"
                + " Java_com_example_Greeting_length__Ljava_lang_String_2 [jni]",
            "Java_com_example_Greeting_length: is what Java calls for every overload, also for"
                + " com.example.Greeting.length([B)I; name the function"
                + " Java_com_example_Greeting_length___3B [jni]",
            "Java_com_example_Greeting_off: com.example.Greeting has no native method of this name"
                + " and types; remove the function, or correct its name [jni]",
            "forgotten: is defined by none of the libraries that it loads [libm.so.6, libc.so.6];"
                + " link with the library that defines it; -Wl,-z,defs finds this when linking"
                + " [symbols]");
  }
}
