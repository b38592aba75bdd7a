package dev.elfwright.link.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Data of a library that the program holds a copy of (R_X86_64_COPY). */
final class CopiedDataTest {
  @Test
  void dataOfLibcIsCopiedByTheLoader() {
    Lab.everywhere(lab -> {
      lab.library(
          "libe.so",
          """
          #include <stdio.h>
          extern char **environ;
          void e(void) { fprintf(stdout, "%d\\n", environ != 0); }
          """);
      lab.program(
          """
          #include <stdio.h>
          #include <stdlib.h>
          #include <unistd.h>
          extern char **environ, **__environ;
          void e(void);
          int main(int argc, char **argv) {
            e();
            int o = getopt(argc, argv, "x:");
            fprintf(stdout, "%c %s %d\\n", o, optarg, optind);
            setenv("NEW", "1", 1);
            printf("%d %s\\n", environ == __environ, getenv("NEW"));
            environ = 0;
            printf("%d\\n", getenv("NEW") == 0);
            return 0;
          }
          """,
          "libe.so");
      assertThat(lab.behavesAlike("-x", "value").out()).isEqualTo("1\nx value 3\n1 1\n1\n");
    });
  }

  @Test
  void dataOfAFusedLibraryIsOneForAll() {
    Lab.everywhere(lab -> {
      lab.library(
          "libcount.so",
          """
          int count = 41;
          int zero;
          const char *name = "initial";
          void up(void) { count++; zero--; name = "changed"; }
          """);
      lab.program(
          """
          #include <stdio.h>
          extern int count, zero;
          extern const char *name;
          void up(void);
          int main() {
            printf("%d %d %s\\n", count, zero, name);
            up();
            printf("%d %d %s\\n", count, zero, name);
            return 0;
          }
          """,
          "libcount.so");
      assertThat(lab.behavesAlike().out()).isEqualTo("41 0 initial\n42 -1 changed\n");
      if (!lab.toolchain().isMovable()) {
        lab.butNotWithout(Rule.COPY_RELOCATIONS);
      }
    });
  }

  @Test
  void pointersInsideOfCopiedDataAreRelocated() {
    Lab.everywhere(lab -> {
      lab.library(
          "libtable.so",
          """
          #include <stdio.h>
          #include <string.h>
          static int local = 5;
          static int five(void) { return local; }
          struct table {
            const char *name;
            int (*function)(void);
            int (*print)(const char *);
            size_t (*length)(const char *);
            int *data;
            char *interior;
          } table = {"table", five, puts, strlen, &local, (char *)&local + 1};
          __attribute__((packed, aligned(1))) struct odd {
            char c;
            int *p;
          } __attribute__((packed)) odd = {7, &local};
          """);
      lab.program(
          """
          #include <stddef.h>
          extern struct table {
            const char *name;
            int (*function)(void);
            int (*print)(const char *);
            size_t (*length)(const char *);
            int *data;
            char *interior;
          } table;
          extern struct odd {
            char c;
            int *p;
          } __attribute__((packed)) odd;
          int printf(const char *, ...);
          int main() {
            table.print(table.name);
            printf("%d %d %d %d %d\\n", table.function(), (int)table.length("four"),
                   *table.data, table.interior == (char *)table.data + 1,
                   odd.p == table.data);
            return 0;
          }
          """,
          "libtable.so");
      assertThat(lab.behavesAlike().out()).isEqualTo("table\n5 4 5 1 1\n");
      // clang's PIEs reach data through the GOT, and copy none.
      if (lab.toolchain() == Toolchain.GCC_PIE) {
        lab.butNotWithout(Rule.COPIED_POINTERS, AddressMode.PROCESS);
      }
    });
  }

  @Test
  void virtualTablesAndTypesAreCopied() {
    Lab.everywhere(lab -> {
      lab.write(
          "shape.h",
          """
          struct Shape {
            virtual ~Shape();
            virtual const char *name() const;
          };
          struct Round : Shape {
            const char *name() const override;
          };
          Shape *round();
          """);
      lab.cxxLibrary(
          "libshape.so",
          """
          #include "shape.h"
          Shape::~Shape() {}
          const char *Shape::name() const { return "shape"; }
          const char *Round::name() const { return "round"; }
          Shape *round() { return new Round; }
          """);
      lab.cxxProgram(
          """
          #include "shape.h"
          #include <iostream>
          #include <typeinfo>
          struct Mine : Shape {
            const char *name() const override { return "mine"; }
          };
          int main() {
            Shape own;
            Round r;
            Mine m;
            Shape *s[] = {&own, &r, &m, round()};
            for (Shape *p : s)
              std::cout << p->name() << ' ' << (dynamic_cast<Round *>(p) != nullptr) << ' '
                        << typeid(*p).name() << std::endl;
            std::cout << (typeid(*s[3]) == typeid(Round)) << std::endl;
          }
          """,
          "libshape.so");
      assertThat(lab.behavesAlike().out()).endsWith("round 1 5Round\n1\n");
    });
  }

  @Test
  void aCopyMayBeLargerThanOnePageOfZeros() {
    Lab.everywhere(lab -> {
      lab.library("libbig.so", "int big[50000] = {1, 2, 3, [49999] = 9};");
      lab.program(
          """
          #include <stdio.h>
          extern int big[50000];
          static char zeros[300000];
          int main() {
            long sum = 0;
            for (int i = 0; i < sizeof zeros; i++) sum += zeros[i];
            printf("%d %d %d %ld\\n", big[0], big[2], big[49999], sum);
            return 0;
          }
          """,
          "libbig.so");
      assertThat(lab.behavesAlike().out()).isEqualTo("1 3 9 0\n");
    });
  }
}
