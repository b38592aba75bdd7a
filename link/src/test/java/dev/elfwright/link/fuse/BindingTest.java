package dev.elfwright.link.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which definition a reference gets. */
final class BindingTest {
  @Test
  void theFirstLibraryInScopeDefinesTheName() {
    Lab.everywhere(lab -> {
      lab.library("libdeep.so", "const char *who(void) { return \"deep\"; }");
      lab.library(
          "libleft.so",
          """
          #include <stdio.h>
          const char *who(void);
          void left(void) { printf("left sees %s\\n", who()); }
          """,
          "libdeep.so");
      lab.library(
          "libright.so",
          """
          #include <stdio.h>
          const char *who(void) { return "right"; }
          void right(void) { printf("right sees %s\\n", who()); }
          """);
      lab.program(
          "void left(void); void right(void); int main() { left(); right(); return 0; }",
          "libleft.so",
          "libright.so");
      // Breadth first: the second need of the program comes before the need of its first.
      assertThat(lab.behavesAlike().out()).isEqualTo("left sees right\nright sees right\n");
    });
  }

  @Test
  void theProgramInterposesItsLibraries() {
    Lab.everywhere(lab -> {
      lab.library(
          "libtalk.so",
          """
          #include <stdio.h>
          int number = 1;
          const char *who(void) { return "library"; }
          void talk(void) { printf("%s %d\\n", who(), number); }
          """);
      lab.program(
          """
          int number = 2;
          void talk(void);
          const char *who(void) { return "program"; }
          int main() { talk(); return 0; }
          """,
          "libtalk.so");
      assertThat(lab.behavesAlike().out()).isEqualTo("program 2\n");
      lab.butNotWithout(Rule.SCOPE_ORDER);
    });
  }

  @Test
  void twoVersionsOfOneNameStayApart() {
    Lab.everywhere(lab -> {
      lab.write("v1.map", "V1 { global: who; local: *; };");
      lab.write("v2.map", "V1 { global: who; local: *; }; V2 { global: who; } V1;");
      String one = "const char *who(void) { return \"one\"; }";
      lab.library("libv.so", one, "-Wl,--version-script=v1.map");
      lab.library(
          "libold.so", "const char *who(void); const char *old(void) { return who(); }", "libv.so");
      lab.library(
          "libv.so",
          """
          const char *old_who(void) { return "one"; }
          const char *new_who(void) { return "two"; }
          __asm__(".symver old_who,who@V1");
          __asm__(".symver new_who,who@@V2");
          """,
          "-Wl,--version-script=v2.map");
      lab.program(
          """
          #include <stdio.h>
          const char *who(void);
          const char *old(void);
          int main() { printf("%s %s\\n", old(), who()); return 0; }
          """,
          "libold.so", "libv.so");
      assertThat(lab.behavesAlike().out()).isEqualTo("one two\n");
      lab.butNotWithout(Rule.BINDING);
    });
  }

  @Test
  void anUnversionedReferenceGetsTheDefaultVersionAndNeverAHiddenOne() {
    Lab.everywhere(lab -> {
      lab.library("libv.so", "const char *who(void) { return \"plain\"; }");
      lab.library(
          "libuser.so",
          "const char *who(void); const char *user(void) { return who(); }",
          "libv.so");
      lab.write("v.map", "V1 { global: who; }; V2 { global: who; };");
      lab.library(
          "libv.so",
          """
          const char *zero(void) { return "hidden"; }
          const char *one(void) { return "default"; }
          __asm__(".symver zero,who@V1");
          __asm__(".symver one,who@@V2");
          """,
          "-Wl,--version-script=v.map");
      lab.program(
          """
          #include <stdio.h>
          const char *user(void);
          int main() { puts(user()); return 0; }
          """,
          "libuser.so",
          "libv.so");
      lab.behavesAlike();
    });
  }

  @Test
  void oneNameMayHaveVersionsInTwoLibraries() {
    Lab.everywhere(lab -> {
      for (String n : new String[] {"a", "b"}) {
        lab.write(n + ".map", "VERSION_" + n + " { global: who; local: *; };");
        lab.library(
            "lib" + n + ".so",
            "const char *who(void) { return \"" + n + "\"; }",
            "-Wl,--version-script=" + n + ".map");
        lab.library(
            "libuse" + n + ".so",
            "const char *who(void); const char *use" + n + "(void) { return who(); }",
            "lib" + n + ".so");
      }
      lab.program(
          """
          #include <stdio.h>
          const char *usea(void);
          const char *useb(void);
          int main() { printf("%s %s\\n", usea(), useb()); return 0; }
          """,
          "libusea.so", "libuseb.so");
      assertThat(lab.behavesAlike().out()).isEqualTo("a b\n");
      lab.butNotWithout(Rule.BINDING);
    });
  }

  @Test
  void aSymbolicLibraryLooksAtItselfFirst() {
    Lab.everywhere(lab -> {
      lab.library(
          "libself.so",
          """
          #include <stdio.h>
          int number = 1;
          const char *who(void) { return "library"; }
          void talk(void) { printf("%s %d\\n", who(), number); }
          """,
          // Only the flag: the linker shall leave the binding to the loader.
          "-Wl,-z,nodelete");
      setSymbolic(lab);
      lab.program(
          """
          int number = 2;
          void talk(void);
          const char *who(void) { return "program"; }
          int main() { talk(); return 0; }
          """,
          "libself.so");
      assertThat(lab.behavesAlike().out()).isEqualTo("library 1\n");
      lab.butNotWithout(Rule.BINDING);
    });
  }

  /** Turns DT_FLAGS_1, which -z nodelete made, into a DT_SYMBOLIC. */
  private static void setSymbolic(Lab lab) throws Exception {
    DynamicSectionEditor.replaceTag(lab.path("libself.so"), 0x6ffffffb, 16);
  }

  @Test
  void aProtectedSymbolBindsAtHome() {
    Lab.everywhere(lab -> {
      lab.library(
          "libhome.so",
          """
          #include <stdio.h>
          __attribute__((visibility("protected"))) int number = 1;
          __attribute__((visibility("protected"))) const char *who(void) { return "library"; }
          int *const address = &number;
          void talk(void) { printf("%s %d %d\\n", who(), number, *address); }
          """);
      lab.program(
          """
          int number = 2;
          void talk(void);
          const char *who(void) { return "program"; }
          int main() { talk(); return 0; }
          """,
          "libhome.so");
      assertThat(lab.behavesAlike().out()).isEqualTo("library 1 1\n");
    });
  }

  @Test
  void aHiddenSymbolIsNobodyElses() {
    Lab.everywhere(lab -> {
      lab.library(
          "libhidden.so",
          """
          #include <stdio.h>
          __attribute__((visibility("hidden"))) const char *who(void) { return "hidden"; }
          const char *(*const table[])(void) = {who};
          void talk(void) { printf("%s %s\\n", who(), table[0]()); }
          """);
      lab.library("libopen.so", "const char *who(void) { return \"open\"; }");
      lab.program(
          """
          #include <stdio.h>
          void talk(void);
          const char *who(void);
          int main() { talk(); puts(who()); return 0; }
          """,
          "libhidden.so",
          "libopen.so");
      assertThat(lab.behavesAlike().out()).isEqualTo("hidden hidden\nopen\n");
    });
  }

  @Test
  void aWeakReferenceToNothingIsZero() {
    Lab.everywhere(lab -> {
      lab.library(
          "libweak.so",
          """
          #include <stdio.h>
          __attribute__((weak)) void nothing(void);
          __attribute__((weak)) extern int nowhere;
          void (*pointer)(void) = nothing;
          int *const data = &nowhere;
          void weak(void) {
            printf("%d %d %d %d\\n", nothing == 0, &nowhere == 0, pointer == 0, data == 0);
            if (nothing) nothing();
          }
          """);
      lab.program(
          """
          #include <stdio.h>
          __attribute__((weak)) void nothing(void);
          void (*pointer2)(void) = nothing;
          void weak(void);
          int main() { weak(); printf("%d\\n", pointer2 == 0); return 0; }
          """,
          "libweak.so");
      assertThat(lab.behavesAlike().out()).isEqualTo("1 1 1 1\n1\n");
    });
  }

  @Test
  void aWeakDefinitionThatComesFirstWins() {
    Lab.everywhere(lab -> {
      lab.library("libw.so", "__attribute__((weak)) const char *who(void) { return \"weak\"; }");
      lab.library("libs.so", "const char *who(void) { return \"strong\"; }");
      lab.program(
          "#include <stdio.h>\nconst char *who(void); int main() { puts(who()); return 0; }",
          "libw.so",
          "libs.so");
      assertThat(lab.behavesAlike().out()).isEqualTo("weak\n");
    });
  }

  @Test
  void whatLibcDefinesLaterThanALibraryIsTheLibrarys() {
    Lab.everywhere(lab -> {
      lab.library(
          "libmine.so",
          """
          int getpagesize(void) { return 7; }
          int mine(void) { return getpagesize(); }
          """);
      lab.program(
          """
          #include <stdio.h>
          #include <unistd.h>
          int mine(void);
          int main() { printf("%d %d\\n", mine(), getpagesize()); return 0; }
          """,
          "libmine.so");
      assertThat(lab.behavesAlike().out()).isEqualTo("7 7\n");
    });
  }

  @Test
  void aLibraryBehindLibcDoesNotInterposeIt() {
    Lab.everywhere(lab -> {
      lab.library("liblate.so", "int getpagesize(void) { return 7; } int late(void) { return 1; }");
      lab.program(
          """
          #include <stdio.h>
          #include <unistd.h>
          int late(void);
          int main() { printf("%d %d\\n", late(), getpagesize()); return 0; }
          """,
          "-lc", "liblate.so");
      assertThat(lab.behavesAlike().out()).isEqualTo("1 4096\n");
    });
  }

  @Test
  void libcUsesTheProgramsMalloc() {
    Lab.everywhere(lab -> {
      lab.library("libmalloc.so", MALLOC);
      lab.program(
          """
          #include <stdio.h>
          #include <stdlib.h>
          #include <string.h>
          extern long allocated;
          int main() {
            long before = allocated;
            char *copy = strdup("copied");
            printf("%s %d\\n", copy, allocated > before);
            free(copy);
            return 0;
          }
          """,
          "libmalloc.so");
      assertThat(lab.behavesAlike().out()).isEqualTo("copied 1\n");
      lab.butNotWithout(Rule.EXPORTS);
    });
  }

  private static final String MALLOC =
      """
      #include <stddef.h>
      #include <string.h>
      static char heap[1 << 24];
      static char *next = heap;
      static char *volatile *start = (char *volatile *)&next;
      long allocated;
      void *malloc(size_t n) {
        allocated++;
        char *p = *start;
        n = (n + 15) & -16l;
        *(size_t *)p = n;
        *start = p + 16 + n;
        return p + 16;
      }
      void free(void *p) {}
      void *calloc(size_t a, size_t b) { return malloc(a * b); }
      void *memalign(size_t a, size_t n) {
        char *p = malloc(n + a);
        return (char *)(((size_t)p + a - 1) & -a);
      }
      void *realloc(void *p, size_t n) {
        void *q = malloc(n);
        if (p) memcpy(q, p, n);
        return q;
      }
      """;

  @Test
  void aFunctionHasOneAddressForAll() {
    Lab.everywhere(lab -> {
      lab.library(
          "libf.so",
          """
          #include <stdio.h>
          void f(void) {}
          void *f_here(void) { return (void *)f; }
          void *const f_table[] = {(void *)f};
          void *puts_here(void) { return (void *)puts; }
          """);
      lab.library("libg.so", "void f(void); void *f_there(void) { return (void *)f; }", "libf.so");
      lab.program(
          """
          #define _GNU_SOURCE
          #include <dlfcn.h>
          #include <stdio.h>
          void f(void);
          void *f_here(void), *f_there(void), *puts_here(void);
          extern void *const f_table[];
          int main() {
            void *mine = (void *)f;
            printf("%d %d %d %d %d %d\\n", mine == f_here(), mine == f_there(),
                   mine == f_table[0], (void *)puts == puts_here(),
                   mine == dlsym(RTLD_DEFAULT, "f"), puts_here() == dlsym(RTLD_DEFAULT, "puts"));
            f();
            return 0;
          }
          """,
          "libf.so", "libg.so", "-ldl");
      assertThat(lab.behavesAlike().out()).isEqualTo("1 1 1 1 1 1\n");
      if (!lab.toolchain().isMovable()) {
        lab.butNotWithout(Rule.BINDING);
      }
    });
  }

  @Test
  void callsWithoutPltEntriesArrive() {
    Lab.everywhere(lab -> {
      lab.library("liba.so", "int a(int x) { return x + 1; }", "-fno-plt");
      lab.library(
          "libb.so", "int a(int); int b(int x) { return a(x) * 2; }", "-fno-plt", "liba.so");
      lab.program(
          "#include <stdio.h>\nint b(int); int main() { printf(\"%d\\n\", b(20)); return 0; }",
          "-fno-plt", "libb.so");
      assertThat(lab.behavesAlike().out()).isEqualTo("42\n");
    });
  }

  @Test
  void callsThroughEveryKindOfPltArrive() {
    Lab.everywhere(lab -> {
      String ibt = lab.toolchain().isGcc() ? "-Wl,-z,ibtplt" : "-Wl,-z,retpolineplt";
      lab.library("liba.so", "int a(int x) { return x + 1; }");
      lab.library("libb.so", "int a(int); int b(int x) { return a(x) * 2; }", ibt, "liba.so");
      lab.library(
          "libc1.so",
          "int b(int); int c(int x) { return b(x); }",
          "-fcf-protection=full",
          "-Wl,-z,now",
          "libb.so");
      lab.program(
          "#include <stdio.h>\nint c(int); int main() { printf(\"%d\\n\", c(20)); return 0; }",
          "-Wl,-z,lazy", "libc1.so");
      assertThat(lab.behavesAlike().out()).isEqualTo("42\n");
      lab.options(lab.options().without(Rule.DIRECT_CALLS)).behavesAlike();
    });
  }

  private static final String MISSING =
      """
      void missing(void);
      void never(int really) { if (really) missing(); }
      """;

  @Test
  void aFunctionThatNothingDefinesIsNoErrorUntilItIsCalled() {
    Lab.everywhere(lab -> {
      lab.library("liblazy.so", MISSING, "-Wl,-z,lazy");
      lab.program(
          """
          #include <stdio.h>
          void never(int);
          int main(int argc, char **argv) { never(argc > 1); puts("fine"); return 0; }
          """,
          "-Wl,-z,lazy",
          "-Wl,--allow-shlib-undefined",
          "-Wl,--unresolved-symbols=ignore-in-shared-libs",
          "liblazy.so");
      assertThat(lab.behavesAlike().out()).isEqualTo("fine\n");
      for (AddressMode mode : AddressMode.values()) {
        Outcome called = lab.runItself(lab.fuse(lab.options().withAddressMode(mode)), "really");
        assertThat(called.status()).isEqualTo(127);
        assertThat(called.err()).contains("symbol lookup error: undefined symbol: missing");
      }
    });
  }

  @Test
  void anOldHashTableIsEnough() {
    Lab.everywhere(lab -> {
      lab.library("liba.so", "int a(void) { return 3; } int b = 4;", "-Wl,--hash-style=sysv");
      lab.program(
          """
          #include <stdio.h>
          int a(void);
          extern int b;
          int main() { printf("%d %d\\n", a(), b); return 0; }
          """,
          "-Wl,--hash-style=sysv", "liba.so");
      assertThat(lab.behavesAlike().out()).isEqualTo("3 4\n");
    });
  }

  @Test
  void theNextDefinitionIsFoundBehindTheProgram() {
    Lab.everywhere(lab -> {
      lab.library("libwho.so", "const char *who(void) { return \"library\"; }");
      lab.program(
          """
          #define _GNU_SOURCE
          #include <dlfcn.h>
          #include <stdio.h>
          #include <unistd.h>
          pid_t getppid(void) {
            pid_t (*next)(void) = (pid_t (*)(void))dlsym(RTLD_NEXT, "getppid");
            return next ? next() > 0 : -1;
          }
          int main() { printf("%d\\n", getppid()); return 0; }
          """,
          "libwho.so", "-ldl");
      assertThat(lab.behavesAlike().out()).isEqualTo("1\n");
    });
  }
}
