package dev.elfwright.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.link.graph.SearchEnvironment;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * glibc's loaders for other machines, under an emulator: both sides of the thread pointer, control
 * blocks of 16 and of no bytes. Programs start without libc's start files, which are not installed.
 */
class ForeignLoaderTest {
  private static final int LIBRARIES = 8;
  private static final int PROCESSES = 6;

  /** A machine: how to compile for it, and how its program gets its arguments. */
  enum Foreign {
    AARCH64(
        "aarch64-linux-gnu",
        "qemu-aarch64-static",
        "ld-linux-aarch64.so.1",
        "",
        "ldr x0,[sp]; add x1,sp,#8; bl run"),
    RV64(
        "riscv64-linux-gnu",
        "qemu-riscv64-static",
        "ld-linux-riscv64-lp64d.so.1",
        "-march=rv64gc",
        "ld a0,0(sp); addi a1,sp,8; call run"),
    S390X(
        "s390x-linux-gnu",
        "qemu-s390x-static",
        "ld64.so.1",
        "-march=z10",
        "lg %r2,0(%r15); la %r3,8(%r15); aghi %r15,-160; brasl %r14,run");

    private final String target;
    private final String emulator;
    private final String loader;
    private final String flag;
    private final String start;

    Foreign(String target, String emulator, String loader, String flag, String start) {
      this.target = target;
      this.emulator = emulator;
      this.loader = loader;
      this.flag = flag;
      this.start = start;
    }

    private Path root() {
      return Path.of("/usr", target);
    }
  }

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void everyProcessEndsAsPredicted(Foreign machine) throws IOException {
    SplittableRandom random = new SplittableRandom(2026);
    Path program = program(machine);
    List<String> libraries = new ArrayList<>();
    for (int i = 0; i < LIBRARIES; i++) {
      libraries.add(library(machine, i, libraries, random).toString());
    }
    int failures = 0;
    for (int i = 0; i < PROCESSES; i++) {
      List<String> opens = new ArrayList<>();
      for (int n = 0; n < 6; n++) {
        opens.add(libraries.get(random.nextInt(LIBRARIES)));
      }
      TlsLayout layout = TlsLayout.of(program, options(machine).withOpens(opens));
      List<String> predicted =
          layout.opens().stream()
              .map(o -> o.refusal().map(r -> r.library().toString()).orElse("OK"))
              .toList();
      assertThat(predicted).as(opens.toString()).isEqualTo(real(machine, program, opens));
      failures += layout.isGood() ? 0 : 1;
    }
    assertThat(failures).as("processes in which something fails").isPositive();
  }

  private static TlsOptions options(Foreign machine) {
    SearchEnvironment here = SearchEnvironment.machine();
    String libraries = machine.root() + "/lib/";
    return TlsOptions.of(
        new SearchEnvironment(
            Optional.empty(),
            List.of(),
            Path.of("/no-cache"),
            List.of(libraries),
            "lib",
            Path.of(libraries, machine.loader),
            here.hardware()));
  }

  private List<String> real(Foreign machine, Path program, List<String> opens) {
    List<String> command =
        new ArrayList<>(
            List.of(machine.emulator, "-L", machine.root().toString(), program.toString()));
    command.addAll(opens);
    return Tool.run(folder, command)
        .lines()
        .map(line -> line.replaceAll("^([^:]+): cannot allocate memory in static TLS block$", "$1"))
        .toList();
  }

  private void compile(Foreign machine, String name, String source, List<String> flags)
      throws IOException {
    Files.writeString(folder.resolve(name + ".c"), source);
    List<String> command =
        new ArrayList<>(
            List.of(
                "clang-14",
                "--target=" + machine.target,
                "-O1",
                "-fPIC",
                "-c",
                name + ".c",
                "-o",
                name + ".o"));
    command.addAll(flags);
    if (!machine.flag.isEmpty()) {
      command.add(machine.flag);
    }
    Tool.run(folder, command);
  }

  private Path program(Foreign machine) throws IOException {
    compile(
        machine,
        "m",
        """
        void *dlopen(const char *, int);
        char *dlerror(void);
        int puts(const char *);
        void exit(int);
        __thread char own[77] = {1};
        int run(int argc, char **argv) {
          for (int i = 1; i < argc; i++) puts(dlopen(argv[i], 2) ? "OK" : dlerror());
          exit(0);
          return own[3];
        }
        __asm__(".globl _start\\n_start: %s\\n");
        """
            .formatted(machine.start.replace("; ", "\\n")),
        List.of());
    return link(machine, List.of("-pie", "-dynamic-linker", "/lib/" + machine.loader, "m.o"), "m");
  }

  private Path library(Foreign machine, int i, List<String> before, SplittableRandom random)
      throws IOException {
    String name = "p" + i;
    StringBuilder c =
        new StringBuilder(
            "__thread char v%d[%d] __attribute__((aligned(%d)));%nchar *at%d(void) { return v%d; }%n"
                .formatted(i, random.nextInt(1, 1100), 1 << random.nextInt(6), i, i));
    List<String> linking =
        new ArrayList<>(
            List.of("-shared", "-soname", name + ".so", "-rpath", "$ORIGIN", name + ".o"));
    if (i > 0) {
      int other = random.nextInt(i);
      c.append(
          "extern __thread char v%d[];%nchar *use(void) { return v%d; }%n".formatted(other, other));
      linking.add(before.get(other));
    }
    String model = random.nextInt(3) == 0 ? "global-dynamic" : "initial-exec";
    compile(machine, name, c.toString(), List.of("-ftls-model=" + model));
    return link(machine, linking, name + ".so");
  }

  private Path link(Foreign machine, List<String> flags, String output) {
    List<String> command = new ArrayList<>(List.of(machine.target + "-ld", "-o", output));
    command.addAll(flags);
    command.add(machine.root().resolve("lib/libc.so.6").toString());
    Tool.run(folder, command);
    return folder.resolve(output);
  }
}
