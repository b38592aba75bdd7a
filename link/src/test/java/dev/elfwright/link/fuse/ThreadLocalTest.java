package dev.elfwright.link.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Thread-local storage, in every model that compilers know. */
final class ThreadLocalTest {
  /** Threads see initial values, each its own; the library exports and hides variables. */
  private static String library(String n) {
    return """
    static __thread int hidden_N = 10;
    __thread int shown_N = 20;
    static __thread char zeros_N[100];
    int next_N(void) { zeros_N[99]++; return ++hidden_N + ++shown_N + zeros_N[99]; }
    int *where_N(void) { return &shown_N; }
    """
        .replace("_N", "_" + n);
  }

  private static final String PROGRAM =
      """
      #include <pthread.h>
      #include <stdio.h>
      int next_a(void), next_b(void);
      int *where_a(void), *where_b(void);
      extern __thread int shown_a, shown_b;
      static __thread long own = 7;
      static __thread char own_zeros[33];
      static void *run(void *name) {
        for (int i = 0; i < 3; i++) {
          own++;
          own_zeros[32]++;
          printf("%s %d %d %d %d %ld %d %d %d\\n", (char *)name, next_a(), next_b(), shown_a,
                 shown_b, own, own_zeros[32], where_a() == &shown_a, where_b() == &shown_b);
        }
        return 0;
      }
      int main() {
        run("main");
        for (int i = 0; i < 3; i++) {
          pthread_t t;
          pthread_create(&t, 0, run, "thread");
          pthread_join(t, 0);
        }
        run("main");
        return 0;
      }
      """;

  private static void works(Lab lab, String... flags) {
    List<String> with = new ArrayList<>(List.of(flags));
    lab.library("liba.so", library("a"), flags);
    lab.library("libb.so", library("b"), flags);
    with.addAll(List.of("liba.so", "libb.so", "-pthread"));
    lab.program(PROGRAM, with.toArray(String[]::new));
    assertThat(lab.behavesAlike().out()).startsWith("main 33 33 2");
  }

  @Test
  void eachLibraryHasItsOwnVariables() {
    Lab.everywhere(lab -> {
      works(lab);
      lab.butNotWithout(Rule.TLS_OFFSETS);
    });
  }

  @Test
  void theGlobalDynamicModelWorks() {
    Lab.everywhere(lab -> works(lab, "-ftls-model=global-dynamic"));
  }

  @Test
  void theLocalDynamicModelWorks() {
    Lab.everywhere(lab -> {
      // GNU ld turns it into a stronger one only within programs.
      lab.library(
          "liba.so",
          """
          static __thread int x = 1, y = 2;
          static __thread char z[5000];
          int next_a(void) { return ++x * 100 + ++y + z[4999]++; }
          """,
          "-ftls-model=local-dynamic");
      lab.library(
          "libb.so",
          """
          static __thread long x = 3, y = 4;
          int next_b(void) { return ++x * 100 + ++y; }
          """,
          "-ftls-model=local-dynamic");
      lab.program(
          """
          #include <stdio.h>
          int next_a(void), next_b(void);
          static __thread int own = 5;
          int main() {
            for (int i = 0; i < 3; i++) printf("%d %d %d\\n", next_a(), next_b(), own++);
            return 0;
          }
          """,
          "liba.so", "libb.so");
      assertThat(lab.behavesAlike().out()).startsWith("203 405 5\n");
      lab.butNotWithout(Rule.TLS_OFFSETS);
    });
  }

  @Test
  void theInitialExecModelWorks() {
    Lab.everywhere(lab -> {
      works(lab, "-ftls-model=initial-exec");
      lab.butNotWithout(Rule.TLS_OFFSETS);
    });
  }

  @Test
  void descriptorsWork() {
    // Of the two compilers only gcc makes them for x86-64.
    Lab.with(
        List.of(Toolchain.GCC_PIE, Toolchain.GCC_FIXED),
        lab -> {
          works(lab, "-mtls-dialect=gnu2");
          lab.butNotWithout(Rule.TLS_OFFSETS);
        });
  }

  @Test
  void alignmentIsKept() {
    Lab.everywhere(lab -> {
      lab.library(
          "liba.so",
          """
          __thread char one_a = 1;
          __thread _Alignas(64) char wide_a[70] = "a";
          long at_a(void) { return (long)wide_a % 64 + wide_a[0] + one_a; }
          """);
      lab.library(
          "libb.so",
          """
          __thread char one_b = 1;
          __thread _Alignas(256) char wide_b[3] = "b";
          long at_b(void) { return (long)wide_b % 256 + wide_b[0] + one_b; }
          """);
      lab.program(
          """
          #include <pthread.h>
          #include <stdio.h>
          long at_a(void), at_b(void);
          static __thread char c = 3;
          static __thread _Alignas(64) char wide[65] = "p";
          static void *run(void *x) {
            printf("%ld %ld %ld %d\\n", at_a(), at_b(), (long)wide % 64 + wide[0], c);
            return 0;
          }
          int main() {
            pthread_t t;
            run(0);
            pthread_create(&t, 0, run, 0);
            pthread_join(t, 0);
            return 0;
          }
          """,
          "liba.so", "libb.so", "-pthread");
      assertThat(lab.behavesAlike().out()).isEqualTo("98 99 112 3\n98 99 112 3\n");
    });
  }

  @Test
  void pointersInInitialValuesAreRelocated() {
    Lab.everywhere(lab -> {
      lab.library(
          "liba.so",
          """
          #include <stdio.h>
          int global = 4;
          static int local = 5;
          __thread int *pointer = &global;
          static __thread int *hidden = &local;
          static __thread int (*print)(const char *) = puts;
          int sum(void) { print("through a thread-local pointer"); return *pointer + *hidden; }
          """);
      lab.program(
          """
          #include <pthread.h>
          #include <stdio.h>
          int sum(void);
          static int mine = 6;
          static __thread int *own = &mine;
          static __thread int (*out)(const char *) = puts;
          static void *run(void *x) {
            printf("%d %d\\n", sum(), *own);
            out("own");
            return 0;
          }
          int main() {
            pthread_t t;
            run(0);
            pthread_create(&t, 0, run, 0);
            pthread_join(t, 0);
            return 0;
          }
          """,
          "liba.so", "-pthread");
      lab.behavesAlike();
      if (lab.toolchain().isMovable()) {
        lab.butNotWithout(Rule.TLS_POINTERS, AddressMode.PROCESS);
      }
    });
  }

  @Test
  void onlyLibrariesMayHaveThreadLocals() {
    Lab.everywhere(lab -> {
      lab.library("liba.so", library("a"));
      lab.program(
          "#include <stdio.h>\n"
              + "int next_a(void); int main() { printf(\"%d\\n\", next_a()); return 0; }",
          "liba.so");
      lab.behavesAlike();
    });
  }

  @Test
  void errnoAndOtherThreadLocalsOfLibcStayLibcs() {
    Lab.everywhere(lab -> {
      lab.library(
          "liba.so",
          """
          #include <errno.h>
          #include <unistd.h>
          __thread int own = 1;
          int fail(void) { close(-1); return errno == EBADF ? own : 0; }
          """);
      lab.program(
          """
          #include <errno.h>
          #include <stdio.h>
          #include <unistd.h>
          int fail(void);
          int main() { errno = 0; printf("%d %d\\n", fail(), errno); return 0; }
          """,
          "liba.so");
      lab.behavesAlike();
    });
  }

  @Test
  void pluginsSeeTheVariablesOfFusedLibraries() {
    Lab.everywhere(lab -> {
      lab.library("liba.so", library("a"));
      lab.library(
          "plugin.so",
          """
          extern __thread int shown_a;
          static __thread int own = 3;
          int plugin(void) { return ++shown_a + ++own; }
          """,
          "liba.so");
      lab.program(
          """
          #include <dlfcn.h>
          #include <pthread.h>
          #include <stdio.h>
          int next_a(void);
          static int (*plugin)(void);
          static void *run(void *x) {
            printf("%d %d %d\\n", next_a(), plugin(), next_a());
            return 0;
          }
          int main(int argc, char **argv) {
            pthread_t t;
            plugin = (int (*)(void))dlsym(dlopen(argv[1], RTLD_NOW), "plugin");
            run(0);
            pthread_create(&t, 0, run, 0);
            pthread_join(t, 0);
            return 0;
          }
          """,
          "liba.so", "-ldl", "-pthread");
      lab.behavesAlike(lab.path("plugin.so").toString());
    });
  }

  @Test
  void destructorsOfThreadLocalsRunInEachThread() {
    Lab.everywhere(lab -> {
      lab.cxxLibrary(
          "liba.so",
          """
          #include <cstdio>
          struct Noisy {
            const char *name;
            Noisy(const char *n) : name(n) { printf("+%s\\n", n); }
            ~Noisy() { printf("-%s\\n", name); }
          };
          static thread_local Noisy hidden("hidden");
          extern thread_local Noisy shown;
          thread_local Noisy shown("shown");
          void touch() { printf("%s %s\\n", hidden.name, shown.name); }
          """);
      lab.cxxProgram(
          """
          #include <thread>
          void touch();
          int main() {
            std::thread(touch).join();
            touch();
            std::thread(touch).join();
          }
          """,
          "liba.so",
          "-pthread");
      lab.behavesAlike();
    });
  }
}
