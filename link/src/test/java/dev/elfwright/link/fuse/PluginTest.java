package dev.elfwright.link.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What programs open while they run sees the fused libraries, and no second copy of them. */
final class PluginTest {
  private static final String COUNTER =
      """
      #include <stdio.h>
      static int count;
      __attribute__((constructor)) static void begin(void) { puts("counter begins"); }
      __attribute__((destructor)) static void end(void) { puts("counter ends"); }
      int up(void) { return ++count; }
      """;

  private static final String OPENER =
      """
      #define _GNU_SOURCE
      #include <dlfcn.h>
      #include <stdio.h>
      int up(void);
      int main(int argc, char **argv) {
        printf("%d\\n", up());
        void *h = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
        if (!h) { puts(dlerror()); return 1; }
        int (*f)(void) = (int (*)(void))dlsym(h, argv[2]);
        if (!f) { puts("no function"); return 2; }
        printf("%d\\n", f());
        printf("%d %d\\n", up(), dlclose(h));
        return 0;
      }
      """;

  @Test
  void aPluginSharesTheLibraryItNeeds() {
    Lab.everywhere(lab -> {
      lab.library("libcounter.so", COUNTER);
      lab.library("plugin.so", "int up(void); int plugin(void) { return up(); }", "libcounter.so");
      lab.program(OPENER, "libcounter.so", "-ldl");
      String plugin = lab.path("plugin.so").toString();
      assertThat(lab.behavesAlike(plugin, "plugin").out())
          .isEqualTo("counter begins\n1\n2\n3 0\ncounter ends\n");
      lab.butNotWithout(Rule.LIBRARY_NAMES, plugin, "plugin");
      lab.butNotWithout(Rule.EXPORTS, plugin, "plugin");
    });
  }

  @Test
  void aPluginSharesVersionedSymbols() {
    Lab.everywhere(lab -> {
      lab.write("counter.map", "COUNT_1 { global: up; local: *; }; COUNT_2 { } COUNT_1;");
      lab.library("libcounter.so", COUNTER, "-Wl,--version-script=counter.map");
      lab.library("plugin.so", "int up(void); int plugin(void) { return up(); }", "libcounter.so");
      lab.program(OPENER, "libcounter.so", "-ldl");
      lab.behavesAlike(lab.path("plugin.so").toString(), "plugin");
    });
  }

  @Test
  void openingAFusedLibraryByNameGivesTheFusedOne() {
    Lab.everywhere(lab -> {
      lab.library("libcounter.so.1", COUNTER);
      lab.program(OPENER, "libcounter.so.1", "-ldl");
      assertThat(lab.behavesAlike("libcounter.so.1", "up").out()).contains("1\n2\n3 0\n");
      lab.butNotWithout(Rule.LIBRARY_NAMES, "libcounter.so.1", "up");
    });
  }

  @Test
  void openingAFusedLibraryByPathGivesTheFusedOne() {
    Lab.everywhere(lab -> {
      lab.library("libcounter.so", COUNTER);
      lab.program(OPENER, "libcounter.so", "-ldl");
      String path = lab.path("libcounter.so").toString();
      assertThat(lab.behavesAlike(path, "up").out()).contains("1\n2\n3 0\n");
      lab.butNotWithout(Rule.LIBRARY_NAMES, path, "up");
    });
  }

  @Test
  void whatIsNotOpenIsNotOpened() {
    Lab.everywhere(lab -> {
      lab.library("libcounter.so", COUNTER);
      lab.program(
          """
          #include <dlfcn.h>
          #include <stdio.h>
          int main() {
            printf("%d %d %d\\n", dlopen("libcounter.so", RTLD_NOW | RTLD_NOLOAD) != 0,
                   dlopen("libm.so.6", RTLD_NOW | RTLD_NOLOAD) != 0,
                   dlopen("libno.so", RTLD_NOW) != 0);
            return 0;
          }
          """,
          "libcounter.so", "-ldl");
      assertThat(lab.behavesAlike().out()).contains("1 0 0\n");
    });
  }

  @Test
  void globalLookupsFindEachObjectsSymbols() {
    Lab.everywhere(lab -> {
      lab.library("liba.so", "int only_a = 1; const char *both(void) { return \"a\"; }");
      lab.library("libb.so", "int only_b = 2; const char *both(void) { return \"b\"; }");
      lab.program(
          """
          #define _GNU_SOURCE
          #include <dlfcn.h>
          #include <stdio.h>
          int mine = 3;
          static const char *name(void *f) { return f ? ((const char *(*)(void))f)() : "none"; }
          int main() {
            printf("%d %d %d %s %s\\n", *(int *)dlsym(RTLD_DEFAULT, "only_a"),
                   *(int *)dlsym(RTLD_DEFAULT, "only_b"), *(int *)dlsym(dlopen(0, RTLD_NOW), "mine"),
                   name(dlsym(RTLD_DEFAULT, "both")), dlsym(RTLD_DEFAULT, "neither") ? "?" : "none");
            return 0;
          }
          """,
          "-rdynamic", "liba.so", "libb.so", "-ldl");
      assertThat(lab.behavesAlike().out()).isEqualTo("1 2 3 a none\n");
      lab.butNotWithout(Rule.EXPORTS);
    });
  }

  @Test
  void pluginsAreFoundWhereTheProgramLooked() {
    Lab.everywhere(lab -> {
      lab.library("libcounter.so", COUNTER);
      lab.library("plugins/libplugin.so", "int plugin(void) { return 7; }");
      lab.program(OPENER, "libcounter.so", "-ldl", "-Wl,-rpath,$ORIGIN/plugins");
      assertThat(lab.behavesAlike("libplugin.so", "plugin").out()).contains("\n7\n");
    });
  }

  @Test
  void pluginsAreFoundByTheInheritedPathToo() {
    Lab.everywhere(lab -> {
      lab.library("libcounter.so", COUNTER);
      lab.library("plugins/libdeep.so", "int deep(void) { return 8; }");
      lab.library(
          "plugins/libplugin.so",
          "int deep(void); int plugin(void) { return deep(); }",
          "-Wl,--disable-new-dtags",
          "plugins/libdeep.so");
      lab.program(
          OPENER,
          "libcounter.so",
          "-ldl",
          "-Wl,--disable-new-dtags",
          "-Wl,-rpath,${ORIGIN}/plugins");
      assertThat(lab.behavesAlike("libplugin.so", "plugin").out()).contains("\n8\n");
    });
  }

  @Test
  void aPluginIsInterposedByTheProgramAndItsLibraries() {
    Lab.everywhere(lab -> {
      lab.library("libcounter.so", COUNTER + "const char *who(void) { return \"library\"; }");
      lab.library(
          "plugin.so",
          """
          #include <stdio.h>
          const char *who(void) { return "plugin"; }
          int name = 1;
          int plugin(void) { return printf("%s %d\\n", who(), name); }
          """);
      lab.program("int name = 2;\n" + OPENER, "-rdynamic", "libcounter.so", "-ldl");
      assertThat(lab.behavesAlike(lab.path("plugin.so").toString(), "plugin").out())
          .contains("library 2\n");
    });
  }

  @Test
  void uniqueSymbolsAreUniqueInTheProcess() {
    Lab.everywhere(lab -> {
      lab.write(
          "one.h",
          """
          template <class T> struct One { static int value; };
          template <class T> int One<T>::value = 5;
          inline int &number() { static int n = 1; return n; }
          """);
      String bump =
          "#include \"one.h\"\nextern \"C\" int NAME() { return ++One<int>::value + ++number(); }";
      lab.cxxLibrary("liba.so", bump.replace("NAME", "a"));
      lab.cxxLibrary("libb.so", bump.replace("NAME", "b"), "liba.so");
      lab.cxxLibrary("plugin.so", bump.replace("NAME", "plugin"));
      lab.cxxProgram(
          """
          #include "one.h"
          #include <cstdio>
          #include <dlfcn.h>
          extern "C" int a();
          extern "C" int b();
          int main(int, char **argv) {
            printf("%d %d\\n", a(), b());
            void *h = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
            printf("%d\\n", ((int (*)())dlsym(h, "plugin"))());
            printf("%d %d\\n", One<int>::value, number());
          }
          """,
          "libb.so", "liba.so", "-ldl");
      lab.behavesAlike(lab.path("plugin.so").toString());
    });
  }

  @Test
  void castsWorkAcrossPlugins() {
    Lab.everywhere(lab -> {
      lab.write("base.h", "struct Base { virtual ~Base(); virtual int id(); };");
      lab.cxxLibrary(
          "libbase.so", "#include \"base.h\"\nBase::~Base() {} int Base::id() { return 1; }");
      lab.cxxLibrary(
          "plugin.so",
          """
          #include "base.h"
          struct Derived : Base { int id() override { return 2; } };
          extern "C" Base *make() { return new Derived; }
          extern "C" bool is(Base *b) { return dynamic_cast<Derived *>(b) != nullptr; }
          """,
          "libbase.so");
      lab.cxxProgram(
          """
          #include "base.h"
          #include <cstdio>
          #include <dlfcn.h>
          int main(int, char **argv) {
            void *h = dlopen(argv[1], RTLD_NOW);
            Base *b = ((Base * (*)()) dlsym(h, "make"))();
            Base plain;
            auto is = (bool (*)(Base *))dlsym(h, "is");
            printf("%d %d %d\\n", b->id(), is(b), is(&plain));
            delete b;
          }
          """,
          "libbase.so", "-ldl");
      assertThat(lab.behavesAlike(lab.path("plugin.so").toString()).out()).isEqualTo("2 1 0\n");
    });
  }

  @Test
  void aPluginMayReplaceNothingOfLibcForTheProgram() {
    Lab.everywhere(lab -> {
      lab.library("libcounter.so", COUNTER);
      lab.library(
          "plugin.so",
          """
          #include <unistd.h>
          int getpagesize(void) { return 1; }
          int plugin(void) { return getpagesize(); }
          """);
      lab.program(OPENER, "libcounter.so", "-ldl");
      lab.behavesAlike(lab.path("plugin.so").toString(), "plugin");
    });
  }
}
