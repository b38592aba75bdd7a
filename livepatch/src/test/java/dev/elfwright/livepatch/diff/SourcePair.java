package dev.elfwright.livepatch.diff;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A source file before and after a patch, compiled as kernels are. */
record SourcePair(Path original, Path patched) {
  /** The compilers' names and what kernels of each processor are compiled with. */
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
    AARCH64("aarch64-linux-gnu-gcc", "-mgeneral-regs-only", "-fpatchable-function-entry=2"),
    PPC64LE("powerpc64le-linux-gnu-gcc", "-mcmodel=medium", "-pg", "-mprofile-kernel"),
    S390X("s390x-linux-gnu-gcc", "-msoft-float", "-mhotpatch=0,3", "-march=z13");

    private final String command;
    private final List<String> flags;

    Compiler(String command, String... flags) {
      this.command = command;
      this.flags = List.of(flags);
    }

    /** A tool for the same processor: objcopy, nm, gcc. */
    String tool(String name) {
      return command.replaceFirst("gcc$", name);
    }

    /** What runs its programs here. */
    List<String> emulator() {
      return this == X86_64
          ? List.of()
          : List.of("qemu-" + name().toLowerCase(java.util.Locale.ROOT) + "-static");
    }

    /** A tracer that does nothing: Power's has to give back what the caller's link register was. */
    String emptyTracer() {
      return this == PPC64LE
          ? "mflr 12\\nmtctr 12\\nmtlr 0\\nbctr"
          : "ret".substring(this == S390X ? 3 : 0);
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
      throw new java.io.UncheckedIOException(e);
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
      throw new java.io.UncheckedIOException(e);
    }
  }
}
