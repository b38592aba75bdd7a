package dev.elfwright.link.image;

import dev.elfwright.elf.constant.Machine;
import dev.elfwright.link.image.CodeTemplate.Anchor;
import dev.elfwright.link.image.CodeTemplate.Patch;
import dev.elfwright.link.refusal.ObjectLinkException;
import dev.elfwright.machine.relocation.RelocationKind;
import dev.elfwright.machine.relocation.RelocationKinds;
import dev.elfwright.machine.relocation.Role;
import dev.elfwright.machine.relocation.Term;
import java.util.List;
import java.util.Set;

/**
 * What differs by machine. The numbers of dynamic relocations are those of {@link RelocationKinds}
 * by their {@link Role}.
 *
 * @param number e_machine
 * @param page the largest page size in bytes that a kernel uses
 * @param interpreter where glibc's loader is
 * @param reserved how many words at the start of .got.plt are the loader's
 * @param plt what the first call of each function comes through
 * @param entry what calls a function through its word
 * @param unboundAt where in its entry a word points before it is bound; -1 for the header
 * @param branches relocations that may be led to the linkage table though their formula has no L
 * @param tls how thread-local storage is addressed
 */
record ImageMachine(
    int number,
    long page,
    String interpreter,
    int reserved,
    CodeTemplate plt,
    CodeTemplate entry,
    int unboundAt,
    Set<String> branches,
    ThreadPointer tls) {

  /**
   * Where the thread pointer points (Drepper, "ELF Handling For Thread-Local Storage").
   *
   * @param behind whether it points to the end of the program's block: variant II
   * @param gap how many bytes lie between it and the block's start in variant I
   * @param moduleBias from where offsets in a block count, relative to its start
   */
  record ThreadPointer(boolean behind, long gap, long moduleBias) {
    long of(long start, long size, long alignment) {
      long end = start + size;
      return behind ? end + (-end & alignment - 1) : start - (gap + (-gap & alignment - 1));
    }
  }

  /** System V ABI, AMD64 supplement, "Procedure Linkage Table"; variant II of Drepper's paper. */
  private static final ImageMachine X86_64 =
      new ImageMachine(
          Machine.X86_64,
          0x1000,
          "/lib64/ld-linux-x86-64.so.2",
          3,
          new CodeTemplate(
              "ff3500000000" + "ff2500000000" + "0f1f4000",
              List.of(
                  new Patch(2, "R_X86_64_PC32", Anchor.TABLE, 8 - 4),
                  new Patch(8, "R_X86_64_PC32", Anchor.TABLE, 16 - 4))),
          new CodeTemplate(
              "ff2500000000" + "6800000000" + "e900000000",
              List.of(
                  new Patch(2, "R_X86_64_PC32", Anchor.SLOT, -4),
                  new Patch(7, "R_X86_64_32", Anchor.INDEX, 0),
                  new Patch(12, "R_X86_64_PC32", Anchor.HEADER, -4))),
          6,
          Set.of(),
          new ThreadPointer(true, 0, 0));

  /** AAELF64 and the code that glibc's _dl_runtime_resolve expects: x16 is the word's address. */
  private static final ImageMachine AARCH64 =
      new ImageMachine(
          Machine.AARCH64,
          0x10000,
          "/lib/ld-linux-aarch64.so.1",
          3,
          new CodeTemplate(
              "f07bbfa9" + "10000090" + "110240f9" + "10020091" + "20021fd6" + "1f2003d5".repeat(3),
              List.of(
                  new Patch(4, "R_AARCH64_ADR_PREL_PG_HI21", Anchor.TABLE, 16),
                  new Patch(8, "R_AARCH64_LDST64_ABS_LO12_NC", Anchor.TABLE, 16),
                  new Patch(12, "R_AARCH64_ADD_ABS_LO12_NC", Anchor.TABLE, 16))),
          new CodeTemplate(
              "10000090" + "110240f9" + "10020091" + "20021fd6",
              List.of(
                  new Patch(0, "R_AARCH64_ADR_PREL_PG_HI21", Anchor.SLOT, 0),
                  new Patch(4, "R_AARCH64_LDST64_ABS_LO12_NC", Anchor.SLOT, 0),
                  new Patch(8, "R_AARCH64_ADD_ABS_LO12_NC", Anchor.SLOT, 0))),
          -1,
          Set.of("R_AARCH64_CALL26", "R_AARCH64_JUMP26"),
          new ThreadPointer(false, 16, 0));

  /** RISC-V ELF psABI, "Procedure Linkage Table" and "Thread Local Storage". */
  private static final ImageMachine RISCV64 =
      new ImageMachine(
          Machine.RISCV,
          0x1000,
          "/lib/ld-linux-riscv64-lp64d.so.1",
          2,
          new CodeTemplate(
              "97030000" // auipc t2, upper half of .got.plt
                  + "3303c341" // sub t1, t1, t3
                  + "03be0300" // ld t3, lower half(t2)
                  + "130343fd" // addi t1, t1, -44
                  + "93820300" // addi t0, t2, lower half
                  + "13531300" // srli t1, t1, 1
                  + "83b28200" // ld t0, 8(t0)
                  + "67000e00", // jr t3
              List.of(
                  new Patch(0, "R_RISCV_PCREL_HI20", Anchor.TABLE, 0),
                  new Patch(8, "R_RISCV_PCREL_LO12_I", Anchor.TABLE, 0),
                  new Patch(16, "R_RISCV_PCREL_LO12_I", Anchor.TABLE, 0))),
          new CodeTemplate(
              "170e0000" + "033e0e00" + "67030e00" + "13000000",
              List.of(
                  new Patch(0, "R_RISCV_PCREL_HI20", Anchor.SLOT, 0),
                  new Patch(4, "R_RISCV_PCREL_LO12_I", Anchor.SLOT, 0))),
          -1,
          Set.of(),
          new ThreadPointer(false, 0, 0x800));

  static ImageMachine of(int machine, String image) {
    return switch (machine) {
      case Machine.X86_64 -> X86_64;
      case Machine.AARCH64 -> AARCH64;
      case Machine.RISCV -> RISCV64;
      default ->
          throw new ObjectLinkException(
              "%s: programs and libraries for %s cannot be built"
                  .formatted(image, Machine.name(machine)));
    };
  }

  RelocationKinds kinds() {
    return RelocationKinds.of(number).orElseThrow();
  }

  /** Whether the loader may change where the relocation leads, by way of the linkage table. */
  boolean isCall(RelocationKind kind) {
    return branches.contains(kind.name()) || kind.formula().terms().contains(Term.L);
  }

  /** The type that does this on the machine; RISC-V fills the GOT with ordinary words. */
  RelocationKind kind(Role role) {
    return kinds().all().stream()
        .filter(k -> k.role() == role && k.field().size() != 4)
        .findFirst()
        .orElseGet(() -> kind(Role.ABSOLUTE));
  }
}
