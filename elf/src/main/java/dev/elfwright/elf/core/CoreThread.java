package dev.elfwright.elf.core;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.constant.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * NT_PRSTATUS, struct elf_prstatus: pr_cursig at 12, 2 bytes; pr_pid at 32, or 24 in 32 bit; the
 * registers from 112, or 72.
 *
 * @param id the thread ID
 * @param signal the signal that it got, 0 for none
 * @param registers the general registers in the order of the note; empty for processors other than
 *     x86-64 and AArch64
 * @param signalInfo NT_SIGINFO
 */
public record CoreThread(
    int id, int signal, List<Register> registers, Optional<SignalInfo> signalInfo) {

  /**
   * A register.
   *
   * @param name as assemblers have it
   * @param value 64 bits
   */
  public record Register(String name, long value) {}

  /** struct user_regs_struct of arch/x86/include/asm/user_64.h. */
  private static final List<String> X86_64 =
      List.of(
          "r15 r14 r13 r12 rbp rbx r11 r10 r9 r8 rax rcx rdx rsi rdi orig_rax rip cs eflags rsp ss"
              .concat(" fs_base gs_base ds es fs gs")
              .split(" "));

  /** struct user_pt_regs of arch/arm64/include/uapi/asm/ptrace.h. */
  private static final List<String> AARCH64 =
      Stream.concat(IntStream.range(0, 31).mapToObj(i -> "x" + i), Stream.of("sp", "pc", "pstate"))
          .toList();

  static CoreThread read(ElfBytes in, long at, long size, int machine) {
    int registersAt = in.is64() ? 112 : 72;
    List<String> names = in.is64() ? names(machine) : List.of();
    if (size < registersAt + 8L * names.size()) {
      throw in.malformed(at, "NT_PRSTATUS", "0x%x bytes are too few".formatted(size));
    }
    List<Register> registers = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      registers.add(new Register(names.get(i), in.i64(at + registersAt + 8L * i)));
    }
    return new CoreThread(
        in.i32(at + (in.is64() ? 32 : 24)),
        in.u16(at + 12),
        List.copyOf(registers),
        Optional.empty());
  }

  private static List<String> names(int machine) {
    return switch (machine) {
      case Machine.X86_64 -> X86_64;
      case Machine.AARCH64 -> AARCH64;
      default -> List.of();
    };
  }

  CoreThread with(SignalInfo signalInfo) {
    return new CoreThread(id, signal, registers, Optional.of(signalInfo));
  }
}
