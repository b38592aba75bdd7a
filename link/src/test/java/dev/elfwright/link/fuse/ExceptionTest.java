package dev.elfwright.link.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** C++ exceptions that cross what were borders of libraries. */
final class ExceptionTest {
  private static void libraries(Lab lab) {
    lab.write(
        "error.h",
        """
        #include <stdexcept>
        #include <string>
        struct Error : std::runtime_error {
          int code;
          Error(int c) : std::runtime_error("error " + std::to_string(c)), code(c) {}
        };
        struct Guard {
          int *count;
          ~Guard() { ++*count; }
        };
        """);
    lab.cxxLibrary(
        "libthrow.so",
        """
        #include "error.h"
        void fail(int code) { throw Error(code); }
        """);
    lab.library("libpass.so", "void pass(void (*f)(int), int x) { f(x); }", "-fexceptions");
    lab.cxxLibrary(
        "libcatch.so",
        """
        #include "error.h"
        void fail(int);
        extern "C" void pass(void (*)(int), int);
        int caught(void (*f)(int), int code, int *unwound) {
          Guard g{unwound};
          try {
            Guard h{unwound};
            pass(f, code);
          } catch (const Error &e) {
            return e.code;
          }
          return -1;
        }
        int inside(int code, int *unwound) { return caught(fail, code, unwound); }
        """,
        "libthrow.so",
        "libpass.so");
  }

  @Test
  void exceptionsCrossFormerBordersBothWays() {
    Lab.everywhere(lab -> {
      libraries(lab);
      lab.cxxProgram(
          """
          #include "error.h"
          #include <iostream>
          void fail(int);
          int caught(void (*)(int), int, int *), inside(int, int *);
          static void mine(int code) { throw Error(code + 100); }
          int main() {
            int unwound = 0;
            std::cout << inside(1, &unwound) << ' ' << caught(mine, 2, &unwound) << std::endl;
            try {
              fail(3);
            } catch (std::exception &e) {
              std::cout << e.what() << ' ' << unwound << std::endl;
            }
            try {
              std::string().at(5);
            } catch (std::out_of_range &e) {
              std::cout << "out of range" << std::endl;
            }
          }
          """,
          "libcatch.so",
          "libthrow.so");
      assertThat(lab.behavesAlike().out()).isEqualTo("1 102\nerror 3 4\nout of range\n");
      lab.butNotWithout(Rule.UNWIND_INDEX);
    });
  }

  @Test
  void exceptionsThrownAndCaughtInConstructors() {
    Lab.everywhere(lab -> {
      libraries(lab);
      lab.cxxLibrary(
          "libearly.so",
          """
          #include <cstdio>
          int inside(int, int *);
          struct Early {
            Early() { int n = 0; printf("%d", inside(7, &n)); printf(" %d\\n", n); }
            ~Early() { int n = 0; printf("%d", inside(8, &n)); printf(" %d\\n", n); }
          } early;
          """,
          "libcatch.so");
      lab.cxxProgram("int main() {}", "libearly.so");
      assertThat(lab.behavesAlike().out()).isEqualTo("7 2\n8 2\n");
    });
  }

  @Test
  void anExceptionThatNobodyCatchesTerminates() {
    Lab.everywhere(lab -> {
      libraries(lab);
      lab.cxxProgram("void fail(int); int main() { fail(5); }", "libthrow.so");
      Outcome outcome = lab.endsAlike();
      assertThat(outcome.status()).isEqualTo(128 + 6);
      assertThat(outcome.err()).contains("error 5");
    });
  }

  @Test
  void pluginsThrowAndCatch() {
    Lab.everywhere(lab -> {
      libraries(lab);
      lab.cxxLibrary(
          "plugin.so",
          """
          #include "error.h"
          void fail(int);
          int inside(int, int *);
          extern "C" int plugin(int x) {
            int n = 0;
            try {
              fail(x);
            } catch (Error &e) {
              return e.code + inside(x, &n);
            }
            return -1;
          }
          extern "C" void thrower(int x) { throw Error(x); }
          """,
          "libcatch.so",
          "libthrow.so");
      lab.cxxProgram(
          """
          #include "error.h"
          #include <dlfcn.h>
          #include <iostream>
          int inside(int, int *), caught(void (*)(int), int, int *);
          int main(int, char **argv) {
            int n = 0;
            void *h = dlopen(argv[1], RTLD_NOW);
            if (!h) { std::cout << dlerror() << std::endl; return 1; }
            std::cout << ((int (*)(int))dlsym(h, "plugin"))(21) << ' '
                      << caught((void (*)(int))dlsym(h, "thrower"), 9, &n) << ' ' << n << std::endl;
            dlclose(h);
            std::cout << inside(3, &n) << std::endl;
          }
          """,
          "libcatch.so",
          "libthrow.so",
          "-ldl");
      assertThat(lab.behavesAlike(lab.path("plugin.so").toString()).out()).isEqualTo("42 9 2\n3\n");
    });
  }

  @Test
  void threadsMayBeCancelledInLibraries() {
    Lab.everywhere(lab -> {
      lab.cxxLibrary(
          "libwait.so",
          """
          #include <cstdio>
          #include <unistd.h>
          struct Noisy { ~Noisy() { puts("unwound"); } };
          void wait_forever() { Noisy n; for (;;) pause(); }
          """);
      lab.cxxProgram(
          """
          #include <cstdio>
          #include <pthread.h>
          void wait_forever();
          static void *run(void *) { wait_forever(); return 0; }
          int main() {
            pthread_t t;
            void *result;
            pthread_create(&t, 0, run, 0);
            pthread_cancel(t);
            pthread_join(t, &result);
            printf("%d\\n", result == PTHREAD_CANCELED);
          }
          """,
          "libwait.so", "-pthread");
      lab.behavesAlike();
    });
  }
}
