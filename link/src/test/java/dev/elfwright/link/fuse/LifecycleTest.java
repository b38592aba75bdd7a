package dev.elfwright.link.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What runs before and after main(), and in which order. */
final class LifecycleTest {
  private static String noisy(String name) {
    return """
    #include <stdio.h>
    __attribute__((constructor(200))) static void second_N(void) { puts("+N 200"); }
    __attribute__((constructor(150))) static void first_N(void) { puts("+N 150"); }
    __attribute__((constructor)) static void last_N(void) { puts("+N"); }
    __attribute__((destructor)) static void end_N(void) { puts("-N"); }
    __attribute__((destructor(150))) static void end1_N(void) { puts("-N 150"); }
    __attribute__((destructor(200))) static void end2_N(void) { puts("-N 200"); }
    void use_N(void) {}
    """
        .replace("N", name);
  }

  private static final String DIAMOND_PROGRAM =
      noisy("main") + "void use_top(void); int main() { puts(\"main\"); use_top(); return 0; }";

  private static void diamond(Lab lab, String... flags) {
    lab.library("libbase.so", noisy("base"));
    lab.library("libleft.so", noisy("left"), "libbase.so");
    lab.library("libright.so", noisy("right"), "libbase.so");
    lab.library("libtop.so", noisy("top"), "libright.so", "libleft.so");
    String[] all = java.util.Arrays.copyOf(flags, flags.length + 3);
    all[flags.length] = "libbase.so";
    all[flags.length + 1] = "libtop.so";
    all[flags.length + 2] = "libleft.so";
    lab.program(DIAMOND_PROGRAM, all);
  }

  @Test
  void librariesAreReadyBeforeThoseThatNeedThem() {
    Lab.everywhere(lab -> {
      diamond(lab);
      assertThat(lab.behavesAlike().out()).startsWith("+base 150\n+base 200\n+base\n");
      lab.butNotWithout(Rule.CONSTRUCTORS);
      lab.butNotWithout(Rule.CONSTRUCTOR_ORDER);
      lab.butNotWithout(Rule.DESTRUCTORS);
    });
  }

  @Test
  void aCycleOfNeedsIsEnteredWhereTheLoaderEntersIt() {
    Lab.everywhere(lab -> {
      lab.library("libb.so", noisy("b"));
      lab.library("liba.so", noisy("a"), "libb.so");
      lab.library("libb.so", noisy("b"), "liba.so");
      lab.library("libc1.so", noisy("c"), "libb.so", "liba.so");
      lab.program("#include <stdio.h>\nint main() { puts(\"main\"); return 0; }", "libc1.so");
      lab.behavesAlike();
    });
  }

  @Test
  void oldStyleFunctionsRunToo() {
    Lab.everywhere(lab -> {
      lab.library(
          "libold.so",
          noisy("old")
              + """
              void my_init(void) { puts("+old init"); }
              void my_fini(void) { puts("-old fini"); }
              """,
          "-Wl,-init,my_init",
          "-Wl,-fini,my_fini");
      lab.program(noisy("main") + "int main() { puts(\"main\"); return 3; }", "libold.so");
      assertThat(lab.endsAlike().out()).contains("+old init\n+old 150").endsWith("-old fini\n");
    });
  }

  @Test
  void constructorsGetArguments() {
    Lab.everywhere(lab -> {
      lab.library(
          "libargs.so",
          """
          #include <stdio.h>
          #include <stdlib.h>
          #include <string.h>
          static int count;
          __attribute__((constructor)) static void begin(int argc, char **argv, char **envp) {
            for (; *envp; envp++) count += !strcmp(*envp, "COLOUR=blue");
            printf("%d %s %d %s\\n", argc, argv[argc - 1], count, getenv("COLOUR"));
          }
          """);
      lab.program("int main(int argc, char **argv, char **envp) { return argc; }", "libargs.so");
      lab.setenv("COLOUR", "blue");
      assertThat(lab.endsAlike("one", "two").out()).isEqualTo("3 two 1 blue\n");
    });
  }

  @Test
  void theProgramsOwnPreinitArrayRunsFirst() {
    Lab.everywhere(lab -> {
      lab.library("liba.so", noisy("a"));
      lab.program(
          noisy("main")
              + """
              static void early(int argc, char **argv) { printf("preinit %d\\n", argc); }
              static void early2(int argc, char **argv) { puts("preinit 2"); }
              __attribute__((section(".preinit_array"), used)) static void (*p[])(int, char **) =
                  {early, early2};
              int main() { puts("main"); return 0; }
              """,
          "liba.so");
      assertThat(lab.behavesAlike("x").out()).startsWith("preinit 2\npreinit 2\n+a 150\n");
    });
  }

  @Test
  void constructorsMayCallEachOther() {
    Lab.everywhere(lab -> {
      lab.library(
          "libreg.so",
          """
          #include <stdio.h>
          #include <stdlib.h>
          static const char *names[10];
          static int count;
          void add(const char *n) { names[count++] = n; }
          void list(void) { for (int i = 0; i < count; i++) puts(names[i]); }
          __attribute__((constructor)) static void begin(void) { add("reg"); atexit(list); }
          """);
      lab.library(
          "libplug.so",
          """
          void add(const char *);
          __attribute__((constructor)) static void begin(void) { add("plug"); }
          __attribute__((destructor)) static void end(void) { add("gone"); }
          """,
          "libreg.so");
      lab.program(
          """
          void list(void);
          void add(const char *);
          __attribute__((constructor)) static void begin(void) { add("main"); }
          int main() { list(); return 0; }
          """,
          "libplug.so",
          "libreg.so");
      lab.behavesAlike();
    });
  }

  @Test
  void functionsRegisteredForTheExitRunBeforeDestructors() {
    Lab.everywhere(lab -> {
      lab.library(
          "libexit.so",
          noisy("lib")
              + """
              #include <stdlib.h>
              static void bye(void) { puts("atexit of the library"); }
              static void quick(int status, void *p) { printf("on_exit %d %s\\n", status, (char *)p); }
              void hello(void) { atexit(bye); on_exit(quick, "argument"); }
              """);
      lab.program(
          noisy("main")
              + """
              #include <stdlib.h>
              void hello(void);
              static void bye(void) { puts("atexit of the program"); }
              int main(int argc, char **argv) {
                atexit(bye);
                hello();
                atexit(bye);
                puts("main");
                if (argc > 1) quick_exit(5);
                exit(4);
              }
              """,
          "libexit.so");
      assertThat(lab.endsAlike().status()).isEqualTo(4);
    });
  }

  @Test
  void staticObjectsOfCxxLiveAndDie() {
    Lab.everywhere(lab -> {
      lab.write(
          "noisy.h",
          """
          #include <cstdio>
          struct Noisy {
            const char *name;
            Noisy(const char *n) : name(n) { printf("+%s\\n", n); }
            ~Noisy() { printf("-%s\\n", name); }
          };
          """);
      lab.cxxLibrary(
          "liba.so",
          """
          #include "noisy.h"
          Noisy a("a");
          Noisy &late() { static Noisy l("late"); return l; }
          """);
      lab.cxxLibrary(
          "libb.so",
          """
          #include "noisy.h"
          extern Noisy a;
          Noisy &late();
          Noisy b(a.name ? "b after a" : "b before a");
          static Noisy &c = late();
          """,
          "liba.so");
      lab.cxxProgram(
          """
          #include "noisy.h"
          Noisy own("own");
          thread_local Noisy thread("thread");
          int main() { static Noisy m("in main"); printf("main %s\\n", thread.name); }
          """,
          "libb.so", "liba.so");
      lab.behavesAlike();
      lab.butNotWithout(Rule.CONSTRUCTOR_ORDER);
    });
  }

  @Test
  void aPluginThatIsOpenAtTheExitEndsBeforeTheLibrariesItUses() {
    Lab.everywhere(lab -> {
      lab.library(
          "libbase.so",
          noisy("base")
              + """
              static int alive = 1;
              __attribute__((destructor(101))) static void dead(void) { alive = 0; }
              int is_alive(void) { return alive; }
              """);
      lab.library(
          "plugin.so",
          noisy("plugin")
              + """
              int is_alive(void);
              __attribute__((destructor)) static void check(void) { printf("%d\\n", is_alive()); }
              """,
          "libbase.so");
      lab.program(
          noisy("main")
              + """
              #include <dlfcn.h>
              int is_alive(void);
              int main(int argc, char **argv) {
                puts(dlopen(argv[1], RTLD_NOW) ? "opened" : dlerror());
                return !is_alive();
              }
              """,
          "libbase.so",
          "-ldl");
      assertThat(lab.behavesAlike(lab.path("plugin.so").toString()).out()).contains("\n1\n");
    });
  }

  @Test
  void exitFromAConstructorEndsWhatHasBegun() {
    Lab.everywhere(lab -> {
      lab.library("liba.so", noisy("a"));
      lab.library(
          "libb.so",
          """
          #include <stdlib.h>
          __attribute__((constructor)) static void begin(int argc) { if (argc > 1) exit(9); }
          """,
          "liba.so");
      lab.program(noisy("main") + "int main() { return 0; }", "libb.so");
      lab.behavesAlike();
      assertThat(lab.runItself(lab.fuse(lab.options())).status()).isZero();
    });
  }

  @Test
  void abruptEndsAreTheSame() {
    Lab.everywhere(lab -> {
      lab.library(
          "liba.so",
          noisy("a")
              + """
              #include <stdlib.h>
              #include <signal.h>
              #include <unistd.h>
              void die(int how) {
                fflush(stdout);
                if (how == 2) _exit(77);
                if (how == 3) raise(SIGTERM);
                if (how == 4) abort();
                if (how == 5) *(volatile int *)0 = 1;
              }
              """);
      lab.program("void die(int); int main(int argc) { die(argc); return 0; }", "liba.so");
      assertThat(lab.endsAlike("1").status()).isEqualTo(77);
      assertThat(lab.endsAlike("1", "2").status()).isEqualTo(128 + 15);
      assertThat(lab.endsAlike("1", "2", "3").status()).isEqualTo(128 + 6);
      assertThat(lab.endsAlike("1", "2", "3", "4").status()).isEqualTo(128 + 11);
    });
  }

  @Test
  void idleFunctionsAreNotMissed() {
    Lab.everywhere(lab -> {
      diamond(lab);
      lab.options(lab.options().without(Rule.SKIP_IDLE)).behavesAlike();
    });
  }

  @Test
  void aConstructorMayComeFromAnotherObject() {
    Lab.everywhere(lab -> {
      lab.library("libfirst.so", "#include <stdio.h>\nvoid shared(void) { puts(\"shared\"); }");
      lab.library(
          "libsecond.so",
          """
          #include <unistd.h>
          void shared(void);
          __attribute__((section(".init_array"), used)) static void (*p)(void) = shared;
          __attribute__((section(".init_array"), used)) static void (*q)(void) = (void (*)(void))getpid;
          """,
          "libfirst.so");
      lab.program("int main() { return 0; }", "libsecond.so");
      assertThat(lab.behavesAlike().out()).isEqualTo("shared\n");
    });
  }
}
