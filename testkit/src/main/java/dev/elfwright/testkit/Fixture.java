package dev.elfwright.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Small ELF files with a bit of everything, made by this machine's compilers. */
public final class Fixture {
  /** Machines that clang of Debian 12 writes objects for: both classes, both byte orders. */
  public static final List<String> TARGETS =
      List.of(
          "x86_64-linux-gnu",
          "i386-linux-gnu",
          "x86_64-linux-gnux32",
          "aarch64-linux-gnu",
          "aarch64_be-linux-gnu",
          "arm-linux-gnueabi",
          "armeb-linux-gnueabi",
          "riscv32-linux-gnu",
          "riscv64-linux-gnu",
          "powerpc-linux-gnu",
          "powerpc64-linux-gnu",
          "powerpc64le-linux-gnu",
          "mips-linux-gnu",
          "mipsel-linux-gnu",
          "mips64-linux-gnuabi64",
          "mips64el-linux-gnuabi64",
          "s390x-linux-gnu",
          "sparc-linux-gnu",
          "sparc64-linux-gnu",
          "hexagon-linux-musl",
          "bpf",
          "bpfeb");

  private static final String C =
      """
      extern int undefined_data;
      extern int undefined_function(int);
      static int local_data = 7;
      int common_data;
      __attribute__((weak)) int weak_data = 1;
      __attribute__((visibility("hidden"))) int hidden_data = 2;
      __attribute__((visibility("protected"))) int protected_data = 3;
      _Thread_local int thread_data = 4;
      int *pointer = &undefined_data;
      int *own_pointer = &local_data;
      static int helper(int x) { return x * local_data + common_data; }
      int exported_function(int x) { return helper(x) + undefined_function(x); }
      int other_function(int x) { return x + hidden_data; }
      """;

  /** BPF has neither thread-local storage nor calls without a prototype. */
  private static final String BPF =
      """
      extern int undefined_data;
      int data = 7;
      int *pointer = &undefined_data;
      int exported_function(int x) { return x + data; }
      """;

  private static final String VERSIONS =
      """
      ONE { global: exported_function; weak_data; protected_data; thread_data; pointer; };
      TWO { global: other_function; } ONE;
      """;

  private final Path folder;

  /** Fixtures are made in a folder, that of a test. */
  public Fixture(Path folder) {
    this.folder = folder;
  }

  private Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path make(String name, List<String> command) {
    List<String> whole = new ArrayList<>(command);
    whole.addAll(List.of("-o", name));
    Tool.run(folder, whole);
    return folder.resolve(name);
  }

  /** A library for this machine: versions, both hash tables, RELR, a thread-local variable. */
  public Path library() {
    write("fixture.c", C);
    write("fixture.map", VERSIONS);
    return make(
        "libfixture.so",
        List.of(
            "gcc",
            "-g",
            "-O1",
            "-fPIC",
            "-shared",
            "-Wl,--version-script=fixture.map",
            "-Wl,--hash-style=both",
            "-Wl,-z,pack-relative-relocs",
            "-Wl,-soname,libfixture.so.1",
            "-Wl,-rpath,$ORIGIN",
            "fixture.c"));
  }

  /** A program for this machine that needs two libraries with versions. */
  public Path program() {
    write(
        "program.c",
        """
        #include <math.h>
        #include <stdio.h>
        int main(int argc, char **argv) { return printf("%s %f\\n", argv[0], cos(argc)) < 0; }
        """);
    return make(
        "program",
        List.of("gcc", "-O1", "-pie", "-fPIE", "-Wl,--hash-style=both", "program.c", "-lm"));
  }

  /** An object for one of {@link #TARGETS}. */
  public Path object(String target) {
    write("fixture.c", C);
    write("bpf.c", BPF);
    return make(
        target + ".o",
        List.of(
            "clang-14",
            "--target=" + target,
            "-g",
            "-O1",
            "-fPIC",
            "-ffreestanding",
            "-fintegrated-as",
            "-c",
            target.startsWith("bpf") ? "bpf.c" : "fixture.c"));
  }

  /** A library for a target that lld links; needs {@link #object} of the same target. */
  public Path foreignLibrary(String target) {
    write("fixture.map", VERSIONS);
    return make(
        target + ".so",
        List.of(
            "ld.lld",
            "-shared",
            "--hash-style=" + (target.startsWith("mips") ? "sysv" : "both"),
            "--version-script=fixture.map",
            object(target).getFileName().toString()));
  }
}
