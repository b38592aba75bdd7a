package dev.elfwright.link.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.link.graph.SearchEnvironment;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * A folder in which one toolchain builds a program and its libraries, which then run side by side
 * with what they were fused to. Libraries and the program find each other beside themselves; the
 * fused files stand in another folder.
 */
final class Lab {
  /** What is done in a lab. */
  interface Experiment {
    void in(Lab lab) throws Exception;
  }

  /**
   * Linked into each program: tells which file really runs, for the guard would run the original in
   * silence. Asks the kernel itself, because libc's readlink() is not to be trusted in a fused
   * file.
   */
  private static final String WITNESS =
      """
      #define _GNU_SOURCE
      #include <fcntl.h>
      #include <stdlib.h>
      #include <sys/syscall.h>
      #include <unistd.h>
      __attribute__((constructor(101))) static void witness(void) {
        char path[4096];
        char *to = getenv("WITNESS");
        if (!to) return;
        long n = syscall(SYS_readlink, "/proc/self/exe", path, sizeof path);
        long fd = syscall(SYS_openat, AT_FDCWD, to, O_WRONLY | O_CREAT | O_APPEND, 0600);
        syscall(SYS_write, fd, path, n);
        syscall(SYS_write, fd, "\\n", 1);
        syscall(SYS_close, fd);
      }
      """;

  private final Path folder;
  private final Toolchain toolchain;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private FuseOptions options = FuseOptions.defaults().withEnvironment(SearchEnvironment.machine());
  private int count;

  private Lab(Path folder, Toolchain toolchain) {
    this.folder = folder;
    this.toolchain = toolchain;
  }

  /** Does it in a new lab for each toolchain, several at a time. */
  static void everywhere(Experiment experiment) {
    with(List.of(Toolchain.values()), experiment);
  }

  /** Does it with movable programs only. */
  static void movable(Experiment experiment) {
    with(Arrays.stream(Toolchain.values()).filter(Toolchain::isMovable).toList(), experiment);
  }

  /** Does it once. */
  static void once(Experiment experiment) {
    with(List.of(Toolchain.GCC_PIE), experiment);
  }

  static void with(List<Toolchain> toolchains, Experiment experiment) {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    toolchains.parallelStream()
        .forEach(t -> {
          try {
            run(t, experiment);
          } catch (Exception | AssertionError e) {
            failure.compareAndSet(null, new AssertionError(t + ": " + e, e));
          }
        });
    if (failure.get() instanceof AssertionError e) {
      throw e;
    }
  }

  private static void run(Toolchain t, Experiment experiment) throws Exception {
    Path folder = Files.createTempDirectory("lab").toRealPath();
    Files.createDirectories(folder.resolve("fused"));
    try {
      experiment.in(new Lab(folder, t));
    } finally {
      if (!Boolean.getBoolean("lab.keep")) {
        delete(folder);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
    }
  }

  Path folder() {
    return folder;
  }

  Path path(String file) {
    return folder.resolve(file);
  }

  Toolchain toolchain() {
    return toolchain;
  }

  /** The program under test. */
  Path program() {
    return path("program");
  }

  Lab setenv(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Lab unsetenv(String name) {
    environment.remove(name);
    return this;
  }

  FuseOptions options() {
    return options;
  }

  /** Fuses with other options from here on; guard and address mode are varied all the same. */
  Lab options(FuseOptions other) {
    options = other;
    return this;
  }

  Path write(String file, String text) {
    try {
      Files.createDirectories(path(file).getParent());
      return Files.writeString(path(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A library in C, which finds others beside itself. Options may name libraries and flags. */
  Path library(String file, String code, String... options) {
    return library(false, file, code, options);
  }

  /** A library in C++. */
  Path cxxLibrary(String file, String code, String... options) {
    return library(true, file, code, options);
  }

  private Path library(boolean plusPlus, String file, String code, String... options) {
    List<String> flags = new ArrayList<>(List.of("-shared", "-fPIC"));
    if (Arrays.stream(options).noneMatch(o -> o.contains("-soname"))) {
      flags.add("-Wl,-soname," + Path.of(file).getFileName());
    }
    flags.addAll(List.of(options));
    return compile(plusPlus, file, code, flags);
  }

  /** The program, in C. */
  Path program(String code, String... options) {
    return program(false, code, options);
  }

  /** The program, in C++. */
  Path cxxProgram(String code, String... options) {
    return program(true, code, options);
  }

  private Path program(boolean plusPlus, String code, String... options) {
    Path witness = path("witness.o");
    if (!Files.exists(witness)) {
      write("witness.c", WITNESS);
      Tool.run(folder, List.of("gcc", "-O1", "-fPIC", "-c", "-o", "witness.o", "witness.c"));
    }
    List<String> flags = new ArrayList<>(toolchain.programFlags());
    flags.add(witness.toString());
    flags.addAll(List.of(options));
    return compile(plusPlus, "program", code, flags);
  }

  private Path compile(boolean plusPlus, String file, String code, List<String> flags) {
    String source = "source" + count++ + (plusPlus ? ".cc" : ".c");
    write(source, code);
    List<String> command = new ArrayList<>(List.of(toolchain.compiler(plusPlus)));
    command.addAll(
        List.of("-w", "-O1", "-fno-builtin", "-fsemantic-interposition", "-o", file, source));
    command.addAll(toolchain.linking());
    command.addAll(List.of("-Wl,--no-as-needed", "-Wl,-rpath,$ORIGIN"));
    command.addAll(flags);
    try {
      Files.createDirectories(path(file).getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Tool.run(folder, command);
    return path(file);
  }

  /** Fuses the program. */
  Path fuse(FuseOptions how) {
    Path out = path("fused").resolve("program" + count++);
    fuse(out, how);
    return out;
  }

  FuseResult fuse(Path out, FuseOptions how) {
    try {
      return Fuse.fuse(program(), out, how);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (FuseRefusal e) {
      throw new AssertionError(e);
    }
  }

  Outcome run(Path file, String... arguments) {
    List<String> command = new ArrayList<>(List.of(file.toString()));
    command.addAll(List.of(arguments));
    return Outcome.of(folder, environment, command);
  }

  /** The same, and the file that really ran. */
  Outcome runItself(Path file, String... arguments) {
    Path witness = path("witness" + count++);
    setenv("WITNESS", witness.toString());
    Outcome outcome = run(file, arguments);
    unsetenv("WITNESS");
    assertThat(ran(witness)).as("what ran; %s", outcome).contains(file.toString());
    return outcome;
  }

  private static Optional<String> ran(Path witness) {
    try {
      return Files.exists(witness)
          ? Optional.of(Files.readString(witness).lines().toList().getLast())
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a start of {@code file} ends up in the original program. */
  boolean runsOriginal(Path file, String... arguments) {
    Path witness = path("witness" + count++);
    setenv("WITNESS", witness.toString());
    run(file, arguments);
    unsetenv("WITNESS");
    return ran(witness).equals(Optional.of(program().toString()));
  }

  /** Original and fused programs succeed, with the same output. */
  Outcome behavesAlike(String... arguments) {
    Outcome original = endsAlike(arguments);
    assertThat(original.status()).as("%s", original).isZero();
    return original;
  }

  /** Original and fused programs end in the same way, with the same output. */
  Outcome endsAlike(String... arguments) {
    Outcome original = runItself(program(), arguments);
    for (AddressMode mode : AddressMode.values()) {
      for (Guard guard : Guard.values()) {
        Path fused = fuse(options.withAddressMode(mode).withGuard(guard));
        Outcome outcome = runItself(fused, arguments);
        assertThat(outcome)
            .as("%s, fused for %s with guard %s", toolchain, mode, guard)
            .isEqualTo(original);
      }
    }
    return original;
  }

  /** The broken twin: without this rule the fused program behaves otherwise, in both modes. */
  void butNotWithout(Rule rule, String... arguments) {
    for (AddressMode mode : AddressMode.values()) {
      butNotWithout(rule, mode, arguments);
    }
  }

  void butNotWithout(Rule rule, AddressMode mode, String... arguments) {
    Outcome original = run(program(), arguments);
    FuseOptions broken = options.withAddressMode(mode).withGuard(Guard.NONE).without(rule);
    assertThat(run(fuse(broken), arguments))
        .as("%s, fused for %s without %s", toolchain, mode, rule)
        .isNotEqualTo(original);
  }
}
