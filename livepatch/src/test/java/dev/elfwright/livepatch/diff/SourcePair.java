package dev.elfwright.livepatch.diff;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A source file before and after a patch, compiled as kernels are. */
record SourcePair(Path original, Path patched) {
  /**
   * The compilers' names and what kernels of each processor are compiled with. GCC's packages for
   * other processors cannot be installed beside the one for 32-bit code, so Clang stands in.
   */
  enum Compiler {
    X86_64(
        "gcc",
        "-pg",
        "-mfentry",
        "-mrecord-mcount",
        "-mcmodel=kernel",
        "-fcf-protection=none",
        "-mno-sse",
        "-mno-red-zone"),
    AARCH64("clang-14", "--target=aarch64-linux-gnu", "-fpatchable-function-entry=2"),
    PPC64LE("clang-14", "--target=powerpc64le-linux-gnu", "-pg"),
    S390X("clang-14", "--target=s390x-linux-gnu", "-pg", "-mfentry", "-mnop-mcount");

    private final String command;
    private final List<String> flags;

    Compiler(String command, String... flags) {
      this.command = command;
      this.flags = List.of(flags);
    }
  }

  static SourcePair compile(Path folder, Compiler compiler, String before, String after) {
    return new SourcePair(
        object(folder, compiler, "before", before), object(folder, compiler, "after", after));
  }

  private static Path object(Path folder, Compiler compiler, String name, String source) {
    try {
      Path directory = Files.createDirectories(folder.resolve(name));
      Files.writeString(directory.resolve("unit.c"), source);
      List<String> command = new ArrayList<>(List.of(compiler.command));
      command.addAll(compiler.flags);
      command.addAll(
          List.of(
              "-O2",
              "-std=gnu11",
              "-fno-pic",
              "-ffreestanding",
              "-ffunction-sections",
              "-fdata-sections",
              "-fno-asynchronous-unwind-tables",
              "-fno-stack-protector",
              "-w",
              "-c",
              "unit.c"));
      Tool.run(directory, command);
      return directory.resolve("unit.o");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ObjectDiff diff() {
    return with(d -> d);
  }

  <T> T with(Function<ObjectDiff, T> use) {
    try (ElfModel before = Elf.open(original);
        ElfModel after = Elf.open(patched)) {
      return use.apply(ObjectDiff.between(before, after));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
