package dev.elfwright.tls;

import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Libraries with thread-local storage of random sizes, alignments, models and needs, and programs
 * that open them. Compiling takes most of the time, so one pool serves many scenarios.
 */
final class Pool {
  private static final int LIBRARIES = 24;
  private static final int[] ALIGNMENTS = {1, 4, 8, 8, 16, 16, 32, 64, 64, 128};
  private static final List<String> MODELS =
      List.of(
          "-ftls-model=initial-exec",
          "-ftls-model=initial-exec",
          "-ftls-model=global-dynamic",
          "-mtls-dialect=gnu2");

  private static final String DRIVER =
      """
      #include <dlfcn.h>
      #include <stdio.h>
      #include <string.h>
      %s
      int main(int argc, char **argv) {
        void *opened[64];
        for (int i = 1; i < argc; i++) {
          char *name = argv[i] + 1;
          opened[i] = 0;
          if (*argv[i] == '-') {
            int last = i - 1;
            while (last > 0 && (!opened[last] || strcmp(argv[last] + 1, name))) last--;
            if (last > 0) { dlclose(opened[last]); opened[last] = 0; }
          } else {
            opened[i] = dlopen(name, RTLD_NOW | (*argv[i] == '+' ? RTLD_GLOBAL : 0));
            puts(opened[i] ? "OK" : dlerror());
          }
        }
        for (int i = 1; i < argc; i++) {
          long (*offset)(void) = opened[i] ? (long (*)(void))dlsym(opened[i], "offset") : 0;
          if (*argv[i] != '-') printf("%%ld\\n", offset ? offset() : 0L);
        }
        return 0;
      }
      """;

  private final String kind;
  private final Glibc glibc;
  private final Path folder;
  private final RandomGenerator random;
  private final List<Path> libraries = new ArrayList<>();
  private final List<Path> programs = new ArrayList<>();
  private final Set<Path> used = new HashSet<>();
  private final Path auditor;
  private final List<List<String>> commands = new ArrayList<>();

  /**
   * Compiles a pool.
   *
   * @param kind {@code -m64} or {@code -m32}
   */
  Pool(Path folder, RandomGenerator random, String kind, Glibc glibc) throws IOException {
    this.kind = kind;
    this.glibc = glibc;
    this.folder = folder;
    this.random = random;
    Files.createDirectories(folder.resolve("stub"));
    Files.writeString(folder.resolve("empty.c"), "");
    Tool.run(folder, List.of("gcc", kind, "-c", "empty.c"));
    for (int i = 0; i < LIBRARIES; i++) {
      stub(i);
    }
    for (int i = 0; i < LIBRARIES; i++) {
      libraries.add(library(i));
    }
    programs.add(program(0, "", List.of()));
    for (int i = 1; i < 5; i++) {
      programs.add(program(i, ownStorage(), needs(i)));
    }
    programs.add(program(5, ownStorage(), List.of("-static", "-w")));
    Files.writeString(
        folder.resolve("audit.c"),
        """
        static __thread char counter[40];
        unsigned la_version(unsigned v) { counter[v & 31]++; return v; }
        """);
    commands.add(
        List.of(
            "gcc",
            kind,
            "-O1",
            "-fPIC",
            "-shared",
            "-ftls-model=initial-exec",
            "audit.c",
            "-o",
            "audit.so"));
    auditor = folder.resolve("audit.so");
    commands.parallelStream().forEach(c -> Tool.run(folder, c));
  }

  /** What runs its programs: a kernel on a virtual machine may know no programs of 32 bits. */
  List<String> emulator() {
    return kind.equals("-m32") ? List.of("qemu-i386-static") : List.of();
  }

  Glibc glibc() {
    return glibc;
  }

  List<Path> libraries() {
    return libraries;
  }

  List<Path> programs() {
    return programs;
  }

  /** Libraries whose constructors use their variable. */
  Set<Path> used() {
    return used;
  }

  Path auditor() {
    return auditor;
  }

  private int size() {
    return switch (random.nextInt(8)) {
      case 0 -> random.nextInt(700, 2600);
      case 1, 2 -> random.nextInt(200, 700);
      default -> random.nextInt(1, 200);
    };
  }

  private String ownStorage() {
    return random.nextInt(3) == 0
        ? ""
        : "__thread char own[%d] __attribute__((aligned(%d))) = {1};"
            .formatted(random.nextInt(1, 500), alignment());
  }

  private int alignment() {
    return ALIGNMENTS[random.nextInt(ALIGNMENTS.length)];
  }

  private List<String> needs(int i) {
    List<String> flags =
        new ArrayList<>(List.of("-Wl,--no-as-needed", "-Wl,-rpath,$ORIGIN", "-Lstub"));
    for (int n = random.nextInt(3); n > 0; n--) {
      flags.add("-lp%d".formatted(random.nextInt(LIBRARIES)));
    }
    flags.add("-Wl,--unresolved-symbols=ignore-all");
    if (i == 1) {
      flags.add("-no-pie");
    }
    return flags;
  }

  /** What is linked against before it exists, so that needs may form circles. */
  private void stub(int i) {
    Tool.run(
        folder,
        List.of(
            "gcc",
            kind,
            "-nostdlib",
            "-shared",
            "-Wl,-soname,libp" + i + ".so",
            "empty.o",
            "-o",
            "stub/libp" + i + ".so"));
  }

  private Path library(int i) throws IOException {
    String name = "libp" + i + ".so";
    String model = MODELS.get(random.nextInt(MODELS.size()));
    String visibility = random.nextInt(4) == 0 ? "__attribute__((visibility(\"hidden\")))" : "";
    StringBuilder c = new StringBuilder();
    boolean has = random.nextInt(8) != 0;
    if (has) {
      c.append(
          "%s __thread char v%d[%d] __attribute__((aligned(%d)))%s;%n"
              .formatted(visibility, i, size(), alignment(), random.nextBoolean() ? " = {1}" : ""));
      c.append(
          "long offset(void) { return v%d - (char *)__builtin_thread_pointer(); }%n".formatted(i));
      if (random.nextInt(3) == 0) {
        c.append(
            "__attribute__((constructor)) static void init(void) { v%d[0]++; }%n".formatted(i));
        used.add(folder.resolve(name));
      }
    }
    List<String> command =
        new ArrayList<>(
            List.of("gcc", kind, "-O1", "-fPIC", "-shared", model, "p" + i + ".c", "-o", name));
    command.addAll(
        List.of("-Wl,-soname," + name, "-Wl,-rpath,$ORIGIN", "-Wl,--no-as-needed", "-Lstub"));
    if (random.nextInt(4) == 0) {
      c.append("__thread int common;%n".formatted());
    }
    if (random.nextInt(4) == 0) {
      c.append("extern __thread int common __attribute__((weak));%n".formatted());
      c.append("int *where(void) { return &common; }%n".formatted());
    }
    for (int n = random.nextInt(3); n > 0; n--) {
      int other = random.nextInt(10) == 0 ? random.nextInt(LIBRARIES) : random.nextInt(i + 1);
      if (other != i && !command.contains("-lp" + other)) {
        command.add("-lp" + other);
        if (random.nextBoolean()) {
          c.append("extern __thread char v%d[] __attribute__((weak));%n".formatted(other));
          c.append("char *use%d(void) { return v%d; }%n".formatted(other, other));
        }
      }
    }
    Files.writeString(folder.resolve("p" + i + ".c"), c);
    commands.add(command);
    return folder.resolve(name);
  }

  private Path program(int i, String storage, List<String> flags) throws IOException {
    Files.writeString(folder.resolve("m" + i + ".c"), DRIVER.formatted(storage));
    List<String> command =
        new ArrayList<>(List.of("gcc", kind, "-O1", "m" + i + ".c", "-o", "m" + i));
    command.addAll(flags);
    command.addAll(glibc.flags(flags.contains("-static")));
    commands.add(command);
    return folder.resolve("m" + i);
  }
}
