package dev.elfwright.machine.relocation;

import dev.elfwright.elf.constant.Machine;
import dev.elfwright.testkit.Tool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An assembler and a linker for one machine, and where its thread pointer points. */
enum Toolchain {
  X86_64("x86-64", Machine.X86_64, "as --64", "ld -m elf_x86_64 --no-relax"),
  I386("i386", Machine.I386, "i686-linux-gnu-as", "i686-linux-gnu-ld --no-relax"),
  AARCH64("aarch64", Machine.AARCH64, "aarch64-linux-gnu-as", "aarch64-linux-gnu-ld --no-relax"),
  RISCV64(
      "riscv64",
      Machine.RISCV,
      "riscv64-linux-gnu-as -march=rv64gc",
      "riscv64-linux-gnu-ld --no-relax"),
  RISCV64_LLD(
      "riscv64-lld",
      Machine.RISCV,
      "llvm-mc-19 --triple=riscv64-linux-gnu --mattr=+c,+relax --filetype=obj",
      "ld.lld-19 -m elf64lriscv --no-relax"),
  PPC64LE(
      "ppc64le",
      Machine.PPC64,
      "powerpc64le-linux-gnu-as -mpower10 -mlittle",
      "powerpc64le-linux-gnu-ld --no-toc-optimize --no-tls-optimize --no-inline-optimize"),
  S390X("s390x", Machine.S390, "s390x-linux-gnu-as -m64", "s390x-linux-gnu-ld --no-relax"),
  ARM(
      "arm",
      Machine.ARM,
      "arm-linux-gnueabihf-as -march=armv7-a",
      "arm-linux-gnueabihf-ld --no-relax --no-merge-exidx-entries"),
  LOONGARCH64(
      "loongarch64",
      Machine.LOONGARCH,
      "llvm-mc-19 --triple=loongarch64-linux-gnu --filetype=obj",
      "ld.lld-19 -m elf64loongarch --no-relax --apply-dynamic-relocs");

  private final String file;
  private final int machine;
  private final List<String> assembler;
  private final List<String> linker;

  Toolchain(String file, int machine, String assembler, String linker) {
    this.file = file;
    this.machine = machine;
    this.assembler = List.of(assembler.split(" "));
    this.linker = List.of(linker.split(" "));
  }

  /** What the names of its sources begin with. */
  String sources() {
    return file;
  }

  int machine() {
    return machine;
  }

  RelocationKinds kinds() {
    return RelocationKinds.of(machine).orElseThrow();
  }

  void assemble(Path folder, String source, String object) {
    List<String> command = new ArrayList<>(assembler);
    command.addAll(List.of(source, "-o", object));
    Tool.run(folder, command);
  }

  /** Links, and fails when the linker does. */
  void link(Path folder, List<String> options) {
    List<String> command = new ArrayList<>(linker);
    command.addAll(options);
    Tool.run(folder, command);
  }

  /** Where the thread pointer points, from the TLS segment's address, size and alignment. */
  long threadPointer(long address, long size, long alignment) {
    return switch (this) {
      case X86_64, I386, S390X -> address + size + (-(address + size) & (alignment - 1));
      case AARCH64 -> address - Math.max(16, alignment);
      case ARM -> address - Math.max(8, alignment);
      case RISCV64, RISCV64_LLD, LOONGARCH64 -> address;
      case PPC64LE -> address + 0x7000;
    };
  }

  /** From where offsets in a module's TLS block count. */
  long modulePointer(long address) {
    return switch (this) {
      case PPC64LE -> address + 0x8000;
      case RISCV64, RISCV64_LLD -> address + 0x800;
      default -> address;
    };
  }
}
