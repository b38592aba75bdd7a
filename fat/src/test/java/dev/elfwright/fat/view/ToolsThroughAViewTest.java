package dev.elfwright.fat.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.fat.TargetPattern;
import dev.elfwright.testkit.Tool;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What debuggers, profilers, loaders and the kernel itself make of files in a view. */
class ToolsThroughAViewTest {
  /** Waits for a line, so that one can look at it. */
  private static final String WAITER =
      """
      #include <stdio.h>
      #include <stdlib.h>
      __attribute__((noinline)) int busy(int n) {
        volatile int x = 0;
        for (int i = 0; i < n * 1000000; i++) x += i;
        return x;
      }
      int main(int argc, char **argv) {
        puts("ready");
        fflush(stdout);
        if (argc > 1) return busy(atoi(argv[1])) == 1;
        if (getchar() == 'c') abort();
        return 0;
      }
      """;

  @TempDir Path work;
  private FatTree tree;
  private Path view;

  @BeforeEach
  void makeTree() throws IOException {
    tree = new FatTree(work);
    view = Files.createDirectories(work.resolve("view"));
    Tool.run(List.of("chmod", "755", work.toString())); // programs run as others too
  }

  @AfterEach
  void unmount() throws IOException {
    FatView.unmount(view, true);
  }

  @Test
  void setUserIdIsHonoured() throws IOException {
    String id =
        "#include <unistd.h>\n#include <stdio.h>\nint main() { printf(\"%d\\n\", geteuid()); }";
    Path fat = tree.fat("bin/id", tree.compiled("id", id));
    Tool.run(List.of("chmod", "4755", fat.toString()));
    mount();
    assertThat(asNobody(view.resolve("bin/id").toString())).isEqualTo("0\n");
  }

  @Test
  void fileCapabilitiesAreHonoured() throws IOException {
    String raw =
        """
        #include <stdio.h>
        #include <sys/socket.h>
        int main() { puts(socket(AF_INET, SOCK_RAW, 1) < 0 ? "refused" : "raw"); }
        """;
    Path thin = tree.compiled("raw", raw);
    tree.fat("bin/without", thin);
    Path fat = tree.fat("bin/raw", thin);
    Tool.run(List.of("setcap", "cap_net_raw=ep", fat.toString()));
    mount();
    assertThat(asNobody(view.resolve("bin/raw").toString())).isEqualTo("raw\n");
    assertThat(asNobody(view.resolve("bin/without").toString())).isEqualTo("refused\n");
    assertThat(Tool.run(List.of("getcap", view.resolve("bin/raw").toString())))
        .contains("cap_net_raw=ep");
  }

  @Test
  void extendedAttributesAndRightsOfOthersAreSeen() throws IOException {
    Path fat = tree.fat("bin/waiter", tree.compiled("waiter", WAITER));
    Tool.run(List.of("setfattr", "-n", "user.origin", "-v", "here", fat.toString()));
    Tool.run(List.of("setfattr", "-n", "trusted.secret", "-v", "root's", fat.toString()));
    Tool.run(List.of("setfacl", "-m", "u:nobody:r-x", fat.toString()));
    Tool.run(List.of("setfacl", "-d", "-m", "g:nogroup:rwx", fat.getParent().toString()));
    mount();
    Path seen = view.resolve("bin/waiter");
    assertThat(attributes(seen)).isEqualTo(attributes(fat)).contains("user.origin=\"here\"");
    assertThat(rights(seen)).isEqualTo(rights(fat)).contains("user:nobody:r-x");
    assertThat(rights(seen.getParent())).isEqualTo(rights(fat.getParent()));
  }

  @Test
  void twoNamesOfAFatFileAreTwoNamesOfASlice() throws IOException {
    Path fat = tree.fat("bin/waiter", tree.compiled("waiter", WAITER));
    Files.createLink(tree.root.resolve("bin/other"), fat);
    mount();
    assertThat(Files.isSameFile(view.resolve("bin/waiter"), view.resolve("bin/other"))).isTrue();
    assertThat(Tool.run(List.of("stat", "-c", "%h", view.resolve("bin/other").toString())))
        .isEqualTo("2\n");
  }

  @Test
  void gdbBreaksAtAFunctionByNameAndShowsTheSource() throws IOException {
    tree.fat("bin/waiter", tree.compiled("waiter", WAITER));
    mount();
    String said =
        Tool.run(
            List.of(
                "gdb",
                "-batch",
                "-ex",
                "break busy",
                "-ex",
                "run 1",
                "-ex",
                "backtrace",
                view.resolve("bin/waiter").toString()));
    assertThat(said).contains("Breakpoint 1, busy (n=1) at waiter.c:4").contains("in main");
  }

  @Test
  void perfTellsTheFunction() throws IOException {
    tree.fat("bin/waiter", tree.compiled("waiter", WAITER));
    mount();
    String data = work.resolve("perf.data").toString();
    String program = view.resolve("bin/waiter").toString();
    Tool.run(List.of("perf", "record", "-e", "cpu-clock", "-o", data, program, "200"));
    assertThat(
            Tool.output(List.of("perf", "report", "-i", data, "--stdio", "--sort", "dso,symbol")))
        .containsPattern("\\d\\d\\.\\d+%\\s+waiter\\s+\\[\\.\\] busy");
  }

  @Test
  void uprobesHitWhatRunsFromTheView() throws IOException {
    tree.fat("bin/waiter", tree.compiled("waiter", WAITER));
    mount();
    String program = view.resolve("bin/waiter").toString();
    String data = work.resolve("perf.data").toString();
    Tool.run(List.of("perf", "probe", "-q", "-x", program, "elfwright_view=busy"));
    try {
      Tool.run(List.of("perf", "record", "-e", "probe_waiter:*", "-o", data, program, "1"));
      assertThat(Tool.output(List.of("perf", "script", "-i", data))).contains("elfwright_view");
    } finally {
      Tool.run(List.of("perf", "probe", "-q", "-d", "probe_waiter:*"));
    }
  }

  @Test
  void lsofAndProcShowThePathInTheView() throws IOException, InterruptedException {
    tree.fat("bin/waiter", tree.compiled("waiter", WAITER));
    mount();
    String program = view.resolve("bin/waiter").toString();
    Process running = new ProcessBuilder(program).start();
    try (BufferedReader said = running.inputReader()) {
      assertThat(said.readLine()).isEqualTo("ready");
      String pid = Long.toString(running.pid());
      assertThat(Tool.run(List.of("lsof", "-w", "-a", "-p", pid, "-d", "txt"))).contains(program);
      assertThat(Files.readSymbolicLink(Path.of("/proc", pid, "exe"))).hasToString(program);
      assertThat(Files.readString(Path.of("/proc", pid, "maps"))).contains(program);
    } finally {
      running.destroy();
      running.waitFor();
    }
  }

  @Test
  void aCoreDumpLeadsBackToTheProgram() throws IOException {
    tree.fat("bin/waiter", tree.compiled("waiter", WAITER, "-Wl,--build-id=0x1234abcd"));
    mount();
    String program = view.resolve("bin/waiter").toString();
    Path core = dump(program);

    assertThat(Tool.run(List.of("eu-unstrip", "-n", "--core=" + core)))
        .contains("1234abcd")
        .contains("/bin/waiter"); // below the view: what the kernel notes of any overlay's files
    assertThat(Tool.run(List.of("gdb", "-batch", "-ex", "backtrace", program, core.toString())))
        .contains("main (argc=1");
  }

  /** A dump by the kernel where it writes to the folder itself, else by gdb. */
  private Path dump(String program) throws IOException {
    boolean byKernel =
        Files.readString(Path.of("/proc/sys/kernel/core_pattern")).strip().equals("core");
    Path commands =
        Files.writeString(
            work.resolve("commands"), "break abort\nrun <<< c\ngenerate-core-file core\nkill\n");
    String work = this.work.toString();
    if (byKernel) {
      Tool.run(
          List.of("bash", "-c", "cd " + work + "; ulimit -c unlimited; ! " + program + " <<< c"));
    } else {
      Tool.run(List.of("bash", "-c", "cd " + work + "; gdb -batch -x " + commands + " " + program));
    }
    try (Stream<Path> files = Files.list(this.work)) {
      return files
          .filter(f -> f.getFileName().toString().startsWith("core"))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void aLibraryIsLinkedLoadedAndFoundByLdconfig() throws IOException {
    Path library =
        tree.compiled(
            "libanswer.so",
            "int answer(void) { return 42; }",
            "-shared",
            "-fPIC",
            "-Wl,-soname,libanswer.so.1");
    tree.fat("lib/libanswer.so.1", library);
    Files.createSymbolicLink(tree.root.resolve("lib/libanswer.so"), Path.of("libanswer.so.1"));
    tree.fat(
        "bin/loader",
        tree.compiled(
            "loader",
            """
            #include <dlfcn.h>
            int main() {
              void *library = dlopen("libanswer.so.1", RTLD_NOW);
              return library ? ((int (*)(void))dlsym(library, "answer"))() : 1;
            }
            """,
            "-Wl,-rpath,$ORIGIN/../lib"));
    mount();
    Path folder = view.resolve("lib");

    Path user =
        tree.compiled(
            "user",
            "int answer(void); int main() { return answer(); }",
            "-L" + folder,
            "-lanswer",
            "-Wl,-rpath," + folder);
    assertThat(exitCode(user)).isEqualTo(42);
    assertThat(exitCode(view.resolve("bin/loader"))).isEqualTo(42);

    String cache = work.resolve("cache").toString();
    Tool.run(List.of("ldconfig", "-X", "-C", cache, folder.toString()));
    assertThat(Tool.run(List.of("ldconfig", "-p", "-C", cache)))
        .contains("libanswer.so.1 (libc6,x86-64) => " + folder.resolve("libanswer.so.1"));
  }

  @Test
  void originIsTheFolderInTheView() throws IOException {
    tree.fat(
        "lib/libanswer.so",
        tree.compiled("libanswer.so", "int answer(void) { return 42; }", "-shared", "-fPIC"));
    tree.fat(
        "bin/user",
        tree.compiled(
            "user",
            "int answer(void); int main() { return answer(); }",
            "-L" + work.resolve("thin"),
            "-lanswer",
            "-Wl,-rpath,$ORIGIN/../lib"));
    mount();
    assertThat(exitCode(view.resolve("bin/user"))).isEqualTo(42);
  }

  @Test
  void aWholeRootRunsInAChroot() throws IOException {
    Path thin = tree.compiled("sh", "int main() { return 7; }", "-static");
    tree.fat("bin/seven", thin);
    mount();
    Process chroot = new ProcessBuilder("chroot", view.toString(), "/bin/seven").start();
    assertThat(exitCode(chroot)).isEqualTo(7);
  }

  private void mount() throws IOException {
    FatView.mount(
        new ViewOptions(
            tree.root,
            view,
            TargetPattern.parse(System.getProperty("os.arch")),
            Extent.WHOLE_TREE,
            Backing.AUTO),
        (_, _, _) -> {});
  }

  private static String asNobody(String program) {
    return Tool.run(
        List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", program));
  }

  private static String attributes(Path file) {
    List<String> command =
        new ArrayList<>(List.of("getfattr", "-d", "-m", "^(user|trusted)", "-e"));
    command.addAll(List.of("text", "--absolute-names", file.toString()));
    return Tool.run(command).lines().skip(1).toList().toString();
  }

  private static String rights(Path file) {
    return Tool.run(List.of("getfacl", "--omit-header", "--absolute-names", file.toString()));
  }

  private static int exitCode(Path program) throws IOException {
    return exitCode(new ProcessBuilder(program.toString()).inheritIO().start());
  }

  private static int exitCode(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
