package dev.elfwright.link.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Programs that ask where they, or their libraries, are. */
final class PathsTest {
  private static final String WHERE =
      """
      #define _GNU_SOURCE
      #include <dlfcn.h>
      #include <errno.h>
      #include <stdio.h>
      #include <stdlib.h>
      #include <string.h>
      /* The program's name is the one it was called by. */
      static const char *file(const char *p) {
        return strstr(p, ".so") ? strrchr(p, '/') + 1 : strcmp(p, program_invocation_name) ? p : "me";
      }
      """;

  @Test
  void theKernelsNameForTheProgramIsTheOriginals() {
    Lab.everywhere(lab -> {
      lab.library(
          "libself.so",
          """
          #include <stdio.h>
          #include <unistd.h>
          void self(void) {
            char p[4096];
            ssize_t n = readlink("/proc/self/exe", p, sizeof p);
            printf("%.*s\\n", (int)n, p);
            printf("%zd %.4s\\n", readlink("/proc/self/exe", p, 4), p);
          }
          """);
      lab.program(
          """
          #include <fcntl.h>
          #include <limits.h>
          #include <stdio.h>
          #include <stdlib.h>
          #include <unistd.h>
          void self(void);
          int main() {
            char p[PATH_MAX], q[100];
            self();
            sprintf(q, "/proc/%d/exe", getpid());
            ssize_t n = readlinkat(AT_FDCWD, q, p, sizeof p);
            printf("%.*s\\n", (int)n, p);
            puts(realpath("/proc/self/exe", p));
            char *made = realpath("/proc/self/exe", NULL);
            puts(made);
            free(made);
            puts(realpath("/usr/../usr/bin", p));
            printf("%d\\n", (int)readlink("/proc/self/nothing", p, sizeof p));
            return 0;
          }
          """,
          "libself.so");
      lab.behavesAlike();
      lab.butNotWithout(Rule.SELF_PATH);
    });
  }

  @Test
  void addressesAreNamedAfterTheirLibraries() {
    Lab.everywhere(lab -> {
      lab.library("libwhere.so", "int in_library(void) { return 1; } int library_data = 4;");
      lab.program(
          WHERE
              + """
              int in_library(void);
              extern int library_data;
              int in_program(void) { return 2; }
              static void tell(void *a) {
                Dl_info i;
                if (!dladdr(a, &i)) { puts("unknown"); return; }
                printf("%s %s %d %lx\\n", file(i.dli_fname), i.dli_sname ? i.dli_sname : "-",
                       i.dli_saddr == a, (long)a - (long)i.dli_fbase);
              }
              int main() {
                tell(dlsym(RTLD_DEFAULT, "in_library"));
                tell(dlsym(RTLD_DEFAULT, "library_data"));
                tell(dlsym(RTLD_DEFAULT, "in_program"));
                tell((void *)1);
                return 0;
              }
              """,
          "-rdynamic",
          "libwhere.so",
          "-ldl");
      lab.behavesAlike();
      lab.butNotWithout(Rule.LIBRARY_PATHS);
    });
  }

  @Test
  void aProgramFindsItsFilesBesideTheOriginal() {
    Lab.everywhere(lab -> {
      lab.write("data.txt", "found");
      lab.library(
          "libdata.so",
          """
          #define _GNU_SOURCE
          #include <dlfcn.h>
          #include <stdio.h>
          #include <string.h>
          #include <unistd.h>
          static void show(char *beside) {
            strcpy(strrchr(beside, '/'), "/data.txt");
            FILE *f = fopen(beside, "r");
            char text[10] = "missing";
            if (f) fgets(text, sizeof text, f);
            puts(text);
          }
          void data(void) {
            char p[4096] = "";
            readlink("/proc/self/exe", p, sizeof p - 1);
            show(p);
            Dl_info i;
            dladdr((void *)data, &i);
            strcpy(p, i.dli_fname);
            show(p);
          }
          """,
          "-ldl");
      lab.program("void data(void); int main() { data(); return 0; }", "libdata.so");
      assertThat(lab.behavesAlike().out()).isEqualTo("found\nfound\n");
    });
  }

  @Test
  void aProgramThatWasFusedThroughALinkSeesTheFileBehindIt() {
    Lab.everywhere(lab -> {
      lab.program(
          """
          #include <stdio.h>
          #include <unistd.h>
          int main() {
            char p[4096];
            ssize_t n = readlink("/proc/self/exe", p, sizeof p);
            printf("%.*s\\n", (int)n, p);
            return 0;
          }
          """);
      var link = Files.createSymbolicLink(lab.path("link"), lab.program());
      var out = lab.path("fused/through-link");
      Fuse.fuse(link, out, lab.options());
      assertThat(lab.run(out)).isEqualTo(lab.run(lab.program()));
    });
  }

  @Test
  void argumentsEnvironmentAndStreamsPassUnchanged() {
    Lab.everywhere(lab -> {
      lab.library("libempty.so", "int empty;");
      lab.program(
          """
          #include <stdio.h>
          #include <string.h>
          #include <sys/auxv.h>
          int main(int argc, char **argv, char **envp) {
            for (int i = 1; i < argc; i++) printf("[%s]\\n", argv[i]);
            for (; *envp; envp++)
              if (strncmp(*envp, "WITNESS=", 8)) puts(*envp);
            fprintf(stderr, "to stderr %d\\n", argc);
            for (int c; (c = getchar()) != EOF;) putchar(c);
            return 42;
          }
          """,
          "libempty.so");
      lab.setenv("EMPTY", "").setenv("SPACES", " a  b ").setenv("UNICODE", "\\u00e4");
      Outcome outcome = lab.endsAlike("", " ", "a b", "--", "$HOME", "\\");
      assertThat(outcome.status()).isEqualTo(42);
      for (AddressMode mode : AddressMode.values()) {
        var fused = lab.fuse(lab.options().withAddressMode(mode));
        assertThat(
                Outcome.of(
                    lab.folder(),
                    java.util.Map.of(),
                    java.util.List.of(fused.toString()),
                    "from standard input\n"))
            .matches(o -> o.out().endsWith("from standard input\n") && o.status() == 42);
      }
    });
  }
}
