package dev.elfwright.link.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.testkit.Tool;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Memory: what is mapped, where, and who may write to it. */
final class ImageTest {
  /** Exported tables of pointers are relocated, then read-only; the program tries to change one. */
  private static void tables(Lab lab, String... flags) {
    for (String n : new String[] {"a", "b"}) {
      lab.library(
          "lib" + n + ".so",
          """
          #include <stdio.h>
          static int target;
          int *const table_N[] = {&target, &target + 1};
          int *const big_N[3000] = {[2999] = &target};
          int (*const calls_N[])(const char *) = {puts, puts};
          """
              .replace("_N", "_" + n),
          flags);
    }
    String[] all = java.util.Arrays.copyOf(flags, flags.length + 2);
    all[flags.length] = "liba.so";
    all[flags.length + 1] = "libb.so";
    lab.program(
        """
        #include <fcntl.h>
        #include <setjmp.h>
        #include <signal.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        #include <unistd.h>
        #define EACH(F) F(table_a) F(big_a) F(calls_a) F(table_b) F(big_b) F(calls_b) F(own)
        extern void *const table_a[], *const big_a[], *const calls_a[];
        extern void *const table_b[], *const big_b[], *const calls_b[];
        static int mine;
        void *const own[] = {&mine};
        static sigjmp_buf back;
        static void caught(int s) { siglongjmp(back, 1); }
        static int may_write(const void *p) {
          if (sigsetjmp(back, 1)) return 0;
          *(volatile char *)p = *(volatile char *)p;
          return 1;
        }
        int main() {
          signal(SIGSEGV, caught);
        #define SHOW(t) printf(#t " %d\\n", may_write(t));
          EACH(SHOW)
          return 0;
        }
        """,
        all);
  }

  @Test
  void relocatedDataIsReadOnlyInEveryPart() {
    Lab.everywhere(lab -> {
      tables(lab, "-Wl,-z,relro", "-Wl,-z,now");
      assertThat(lab.behavesAlike().out()).contains("big_a 0\n").contains("big_b 0\n");
      lab.butNotWithout(Rule.RELRO, AddressMode.PROCESS);
    });
  }

  @Test
  void relocatedDataIsReadOnlyWhereBindingIsLazyToo() {
    Lab.everywhere(lab -> {
      tables(lab, "-Wl,-z,relro", "-Wl,-z,lazy");
      lab.behavesAlike();
    });
  }

  @Test
  void withoutProtectionDataStaysWritable() {
    Lab.everywhere(lab -> {
      tables(lab, "-Wl,-z,norelro");
      assertThat(lab.behavesAlike().out()).contains("big_a 1\n");
    });
  }

  @Test
  void noMappingIsBothWritableAndExecutable() {
    Lab.everywhere(lab -> {
      lab.library("liba.so", "#include <stdio.h>\nvoid a(void) { puts(\"a\"); }");
      lab.program(
          """
          #include <stdio.h>
          #include <string.h>
          void a(void);
          int main() {
            char line[1000], access[5];
            FILE *f = fopen("/proc/self/maps", "r");
            a();
            while (fgets(line, sizeof line, f)) {
              sscanf(line, "%*s %4s", access);
              if (access[1] == 'w' && access[2] == 'x') puts("writable code");
              if (strstr(line, "[stack]")) puts(access);
            }
            return 0;
          }
          """,
          "liba.so");
      assertThat(lab.behavesAlike().out()).isEqualTo("a\nrw-p\n");
    });
  }

  @Test
  void anExecutableStackIsGivenToWhomAsks() {
    Lab.everywhere(lab -> {
      lab.library(
          "libnest.so",
          """
          #include <stdio.h>
          #include <string.h>
          void nest(void) {
            char line[1000], access[5];
            FILE *f = fopen("/proc/self/maps", "r");
            while (fgets(line, sizeof line, f))
              if (strstr(line, "[stack]")) {
                sscanf(line, "%*s %4s", access);
                puts(access);
              }
          }
          """,
          "-Wl,-z,execstack");
      lab.program("void nest(void); int main() { nest(); return 0; }", "libnest.so");
      assertThat(lab.behavesAlike().out()).isEqualTo("rwxp\n");
    });
  }

  @Test
  void zeroedMemoryOfAnySizeIsZero() {
    Lab.everywhere(lab -> {
      for (String size : new String[] {"1", "5000", "1000000", "100000000"}) {
        lab.library(
            "lib" + size + ".so",
            """
            static char zeros[SIZE];
            int before_SIZE = 1;
            static char tail[3] = "x";
            long sum_SIZE(void) {
              long s = tail[0];
              for (long i = 0; i < SIZE; i += SIZE > 4096 ? 1024 : 1) s += zeros[i], zeros[i] = 1;
              return s + zeros[SIZE - 1];
            }
            """
                .replace("SIZE", size));
      }
      lab.program(
          """
          #include <stdio.h>
          static char own[200000];
          long sum_1(void), sum_5000(void), sum_1000000(void), sum_100000000(void);
          int main() {
            long s = 0;
            for (int i = 0; i < sizeof own; i++) s += own[i];
            printf("%ld %ld %ld %ld %ld\\n", s, sum_1(), sum_5000(), sum_1000000(),
                   sum_100000000());
            return 0;
          }
          """,
          "lib1.so", "lib5000.so", "lib1000000.so", "lib100000000.so");
      lab.behavesAlike();
      String kilobytes =
          Tool.run(List.of("du", "-k", lab.fuse(lab.options()).toString())).split("\t")[0];
      assertThat(Long.parseLong(kilobytes)).as("the file has holes").isLessThan(1000);
    });
  }

  @Test
  void pointersAtOddAddressesAreRelocated() {
    Lab.everywhere(lab -> {
      String odd =
          """
          static int target_N = 9;
          struct __attribute__((packed)) odd { char c; int *p; short s; int (*f)(const char *); };
          int puts(const char *);
          struct odd odd_N[3] = {{1, &target_N, 2, puts}, {3, &target_N, 4, puts}, {5, 0, 6, 0}};
          int sum_N(void) { odd_N[1].f("called"); return *odd_N[0].p + *odd_N[1].p + odd_N[2].s; }
          """;
      lab.library("libodd.so", odd.replace("_N", "_lib"));
      lab.program(
          odd.replace("_N", "_own")
              + """
              int sum_lib(void), printf(const char *, ...);
              int main() { printf("%d %d\\n", sum_lib(), sum_own()); return 0; }
              """,
          "libodd.so");
      assertThat(lab.behavesAlike().out()).isEqualTo("called\ncalled\n24 24\n");
    });
  }

  @Test
  void packedRelocationsOfInputsAreApplied() {
    Lab.everywhere(lab -> {
      lab.library(
          "librelr.so",
          """
          static int t[200];
          int *const all[200] = {[0] = &t[0], [1] = &t[1], [3] = &t[3], [64] = &t[64],
                                 [65] = &t[65], [130] = &t[130], [199] = &t[199]};
          int right(void) {
            int n = 0;
            for (int i = 0; i < 200; i++) n += all[i] == &t[i];
            return n;
          }
          """,
          // lld 14 makes such libraries too, but glibc refuses them: no GLIBC_ABI_DT_RELR.
          "-fuse-ld=bfd",
          "-Wl,-z,pack-relative-relocs");
      lab.program(
          "#include <stdio.h>\n"
              + "int right(void); int main() { printf(\"%d\\n\", right()); return 0; }",
          "librelr.so");
      assertThat(lab.behavesAlike().out()).isEqualTo("7\n");
    });
  }

  @Test
  void librariesWithoutSectionHeadersAreUnderstood() {
    Lab.everywhere(lab -> {
      lab.library(
          "libbare.so",
          """
          #include <stdio.h>
          static __thread int t = 5;
          static int x = 6;
          static int *p = &x;
          __attribute__((constructor)) static void begin(void) { puts("begin"); }
          int bare(void) { return printf("%d %d\\n", t, *p); }
          """);
      lab.program("int bare(void); int main() { return bare() != 4; }", "libbare.so");
      DynamicSectionEditor.dropSectionHeaders(lab.path("libbare.so"));
      DynamicSectionEditor.dropSectionHeaders(lab.program());
      assertThat(lab.behavesAlike().out()).isEqualTo("begin\n5 6\n");
    });
  }

  @Test
  void strippedFilesAreUnderstood() {
    Lab.everywhere(lab -> {
      lab.library("liba.so", "int a(void) { return 5; }");
      lab.program(
          "#include <stdio.h>\nint a(void); int main() { printf(\"%d\\n\", a()); return 0; }",
          "liba.so");
      Tool.run(lab.folder(), List.of("strip", "liba.so", "program"));
      lab.behavesAlike();
    });
  }

  @Test
  void wideAlignmentOfDataIsKept() {
    Lab.everywhere(lab -> {
      lab.library(
          "libwide.so",
          """
          _Alignas(65536) char wide[10] = "w";
          long wide_at(void) { return (long)wide % 65536; }
          """,
          "-Wl,-z,max-page-size=65536");
      lab.program(
          "#include <stdio.h>\n"
              + "long wide_at(void); int main() { printf(\"%ld\\n\", wide_at()); return 0; }",
          "libwide.so");
      lab.behavesAlike();
    });
  }

  @Test
  void unusualLayoutsOfSegmentsAreUnderstood() {
    Lab.everywhere(lab -> {
      String code =
          """
          #include <stdio.h>
          static int x = 6;
          static int *const p = &x;
          const char *const names[] = {"one", "two"};
          int NAME(void) { return printf("%d %s\\n", *p, names[1]); }
          """;
      lab.library("libjoined.so", code.replace("NAME", "joined"), "-Wl,-z,noseparate-code");
      lab.library("libapart.so", code.replace("NAME", "apart"), "-Wl,-z,separate-code");
      lab.library("libhuge.so", code.replace("NAME", "huge"), "-Wl,-z,max-page-size=2097152");
      lab.program(
          "int joined(void), apart(void), huge(void); int main() { joined(); apart(); huge();"
              + " return 0; }",
          "libjoined.so",
          "libapart.so",
          "libhuge.so");
      lab.behavesAlike();
    });
  }

  private static final String BASE =
      """
      #include <stdio.h>
      int here;
      int main() { printf("%p\\n", (void *)&here); return 0; }
      """;

  @Test
  void aHundredStartsHaveAHundredAddresses() {
    Lab.movable(lab -> {
      lab.library("liba.so", "int a;");
      lab.program(BASE, "liba.so");
      var fused = lab.fuse(lab.options());
      Set<String> seen = new HashSet<>();
      for (int i = 0; i < 100; i++) {
        seen.add(lab.run(fused).out());
      }
      assertThat(seen).hasSize(100);
    });
  }

  @Test
  void eachFuseForAnEpochHasAnAddressOfItsOwn() {
    Lab.movable(lab -> {
      lab.library("liba.so", "int a;");
      lab.program(BASE, "liba.so");
      Set<String> seen = new HashSet<>();
      for (int i = 0; i < 10; i++) {
        var fused = lab.fuse(lab.options().withAddressMode(AddressMode.EPOCH));
        String first = lab.run(fused).out();
        assertThat(lab.run(fused).out()).isEqualTo(first);
        seen.add(first);
      }
      assertThat(seen).hasSize(10);
    });
  }
}
