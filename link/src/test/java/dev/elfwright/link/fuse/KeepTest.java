package dev.elfwright.link.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Libraries that stay separate, at the user's wish. */
final class KeepTest {
  private static String noisy(String name, String calls) {
    return """
    #include <stdio.h>
    CALLS
    __attribute__((constructor)) static void begin(void) { puts("+N"); }
    __attribute__((destructor)) static void end(void) { puts("-N"); }
    __thread int thread_N = 3;
    int data_N = 4;
    """
        .replace("CALLS", calls)
        .replace("N", name);
  }

  private static void build(Lab lab) {
    lab.library("libdeep.so", noisy("deep", "") + "int deep(void) { return 1 + thread_deep++; }");
    lab.library(
        "libkept.so",
        noisy("kept", "int deep(void);") + "int kept(void) { return deep() + data_kept++; }",
        "libdeep.so");
    lab.library(
        "libfused.so",
        noisy("fused", "int kept(void); extern int data_kept;")
            + "int fused(void) { return kept() + data_kept; }",
        "libkept.so");
    lab.program(
        """
        #include <stdio.h>
        int fused(void), kept(void), deep(void);
        extern __thread int thread_kept, thread_fused;
        extern int data_kept, data_fused;
        int main() {
          printf("%d %d %d\\n", fused(), kept(), deep());
          printf("%d %d %d %d\\n", thread_kept, thread_fused, data_kept, data_fused);
          return 0;
        }
        """,
        "libfused.so", "libkept.so", "libdeep.so");
  }

  @Test
  void aKeptLibraryBehavesAsBefore() {
    Lab.everywhere(lab -> {
      build(lab);
      lab.options(lab.options().withKeep(List.of("libkept.so"))).behavesAlike();
      FuseResult result = lab.fuse(lab.path("fused/counted"), lab.options());
      assertThat(result.kept())
          .contains(lab.path("libkept.so"), lab.path("libdeep.so"))
          .doesNotContain(lab.path("libfused.so"));
    });
  }

  @Test
  void onlyTheDeepestMayBeKept() {
    Lab.everywhere(lab -> {
      build(lab);
      lab.options(lab.options().withKeep(List.of(lab.path("libdeep.so").toString())))
          .behavesAlike();
    });
  }

  @Test
  void allMayBeKept() {
    Lab.everywhere(lab -> {
      build(lab);
      lab.options(lab.options().withKeep(List.of("libfused.so"))).behavesAlike();
    });
  }

  @Test
  void aKeptLibraryIsInterposedByFusedOnes() {
    Lab.everywhere(lab -> {
      lab.library("libfirst.so", "const char *who(void) { return \"first\"; }");
      lab.library(
          "libkept.so",
          """
          #include <stdio.h>
          const char *who(void) { return "kept"; }
          int number = 1;
          void talk(void) { printf("%s %d\\n", who(), number); }
          """);
      lab.program(
          "void talk(void); int number = 2; int main() { talk(); return 0; }",
          "libfirst.so",
          "libkept.so");
      lab.options(lab.options().withKeep(List.of("libkept.so")));
      assertThat(lab.behavesAlike().out()).isEqualTo("first 2\n");
    });
  }

  @Test
  void aKeptLibraryComesBeforeLaterFusedOnes() {
    Lab.everywhere(lab -> {
      lab.library("libkept.so", "const char *who(void) { return \"kept\"; }");
      lab.library(
          "liblast.so",
          """
          #include <stdio.h>
          const char *who(void) { return "last"; }
          void talk(void) { puts(who()); }
          """);
      lab.program(
          """
          #define _GNU_SOURCE
          #include <dlfcn.h>
          #include <stdio.h>
          void talk(void);
          int main() {
            talk();
            puts(((const char *(*)(void))dlsym(RTLD_DEFAULT, "who"))());
            return 0;
          }
          """,
          "libkept.so",
          "liblast.so",
          "-ldl");
      lab.options(lab.options().withKeep(List.of("libkept.so")));
      assertThat(lab.behavesAlike().out()).isEqualTo("kept\nkept\n");
    });
  }

  @Test
  void exceptionsCrossIntoKeptLibraries() {
    Lab.everywhere(lab -> {
      lab.cxxLibrary(
          "libthrow.so", "#include <stdexcept>\nvoid fail() { throw std::runtime_error(\"x\"); }");
      lab.cxxLibrary(
          "libcall.so",
          "#include <stdexcept>\n"
              + "void fail(); int call() { try { fail(); } catch (std::exception &) { return 1; }"
              + " return 0; }",
          "libthrow.so");
      lab.cxxProgram(
          "#include <cstdio>\nint call(); int main() { printf(\"%d\\n\", call()); }", "libcall.so");
      for (String keep : List.of("libthrow.so", "libstdc++.so.6", "libgcc_s.so.1")) {
        lab.options(lab.options().withKeep(List.of(keep))).behavesAlike();
      }
    });
  }
}
