package dev.elfwright.link.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Functions whose address a resolver tells at the start (STT_GNU_IFUNC). */
final class IndirectFunctionTest {
  private static final String LIBRARY =
      """
      static int fast(int x) { return x + 1000; }
      static int slow(int x) { return x + 1; }
      static int (*resolve(void))(int) {
        __builtin_cpu_init();
        return __builtin_cpu_supports("sse2") ? fast : slow;
      }
      int chosen(int) __attribute__((ifunc("resolve")));
      int use(int x) { return chosen(x); }
      static int (*resolve_local(void))(int) { return fast; }
      static int local(int) __attribute__((ifunc("resolve_local")));
      int use_local(int x) { return local(x); }
      int (*const table[])(int) = {chosen, local};
      void *address(void) { return (void *)chosen; }
      """;

  @Test
  void aLibrarysResolverIsCalled() {
    Lab.everywhere(lab -> {
      lab.library("libi.so", LIBRARY);
      lab.library("libj.so", "int chosen(int); int via(int x) { return chosen(x); }", "libi.so");
      lab.program(
          """
          #include <stdio.h>
          int use(int), use_local(int), via(int);
          extern int (*const table[])(int);
          int main() {
            printf("%d %d %d %d %d\\n", use(1), use_local(2), via(3), table[0](4), table[1](5));
            return 0;
          }
          """,
          "libj.so", "libi.so");
      assertThat(lab.behavesAlike().out()).isEqualTo("1001 1002 1003 1004 1005\n");
      lab.butNotWithout(Rule.IFUNC);
    });
  }

  @Test
  void theProgramsResolverIsCalled() {
    Lab.everywhere(lab -> {
      lab.library("libcall.so", "int back(int); int call(int x) { return back(x) + 1; }");
      lab.program(
          """
          #include <stdio.h>
          static int impl(int x) { return 10 * x; }
          static int (*resolve(void))(int) { return impl; }
          int back(int) __attribute__((ifunc("resolve")));
          static int (*resolve_local(void))(int) { return impl; }
          static int local(int) __attribute__((ifunc("resolve_local")));
          int call(int);
          int (*pointer)(int) = local;
          int main() {
            printf("%d %d %d %d\\n", back(1), local(2), call(3), pointer(4));
            return 0;
          }
          """,
          "libcall.so");
      assertThat(lab.behavesAlike().out()).isEqualTo("10 20 31 40\n");
    });
  }

  @Test
  void itsAddressIsOneForAll() {
    Lab.everywhere(lab -> {
      lab.library("libi.so", LIBRARY);
      lab.library(
          "libj.so", "int chosen(int); void *there(void) { return (void *)chosen; }", "libi.so");
      lab.program(
          """
          #include <stdio.h>
          int chosen(int);
          void *address(void), *there(void);
          extern int (*const table[])(int);
          int main() {
            void *mine = (void *)chosen;
            printf("%d %d %d %d\\n", mine == address(), mine == there(),
                   mine == (void *)table[0], chosen(1));
            return 0;
          }
          """,
          "libj.so", "libi.so");
      lab.behavesAlike();
    });
  }

  @Test
  void aResolverMayUseRelocatedDataAndOtherLibraries() {
    Lab.everywhere(lab -> {
      lab.library("libbase.so", "int level(void) { return 3; }");
      lab.library(
          "libi.so",
          """
          int level(void);
          static int three(void) { return 33; }
          static int other(void) { return 44; }
          static int (*const choices[])(void) = {other, other, other, three};
          static int (*resolve(void))(void) { return choices[level()]; }
          int pick(void) __attribute__((ifunc("resolve")));
          """,
          "-Wl,-z,now",
          "libbase.so");
      lab.program(
          "#include <stdio.h>\nint pick(void); int main() { printf(\"%d\\n\", pick()); return 0; }",
          "-Wl,-z,now", "libi.so");
      assertThat(lab.behavesAlike().out()).isEqualTo("33\n");
    });
  }

  @Test
  void libcsOwnArriveWithTheirAddresses() {
    Lab.everywhere(lab -> {
      lab.library(
          "libs.so",
          """
          #include <string.h>
          void *(*const copy)(void *, const void *, size_t) = memcpy;
          size_t count(const char *s) { return strlen(s); }
          void *length(void) { return (void *)strlen; }
          """);
      lab.program(
          """
          #include <stdio.h>
          #include <string.h>
          extern void *(*const copy)(void *, const void *, size_t);
          size_t count(const char *);
          void *length(void);
          int main() {
            char to[10];
            copy(to, "copied", 7);
            printf("%s %zu %d\\n", to, count(to), length() == (void *)strlen);
            return 0;
          }
          """,
          "libs.so");
      assertThat(lab.behavesAlike().out()).isEqualTo("copied 6 1\n");
    });
  }

  @Test
  void pluginsFindThem() {
    Lab.everywhere(lab -> {
      lab.library("libi.so", LIBRARY);
      lab.library(
          "plugin.so",
          "int chosen(int); void *address(void); int plugin(void) { return chosen(1); }",
          "libi.so");
      lab.program(
          """
          #define _GNU_SOURCE
          #include <dlfcn.h>
          #include <stdio.h>
          int chosen(int);
          int main(int argc, char **argv) {
            int (*plugin)(void) = (int (*)(void))dlsym(dlopen(argv[1], RTLD_NOW), "plugin");
            int (*found)(int) = (int (*)(int))dlsym(RTLD_DEFAULT, "chosen");
            printf("%d %d %d\\n", plugin(), found(2), found == chosen);
            return 0;
          }
          """,
          "libi.so", "-ldl");
      lab.behavesAlike(lab.path("plugin.so").toString());
    });
  }
}
