package dev.elfwright.elf.core;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.constant.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * NT_PRSTATUS, struct elf_prstatus (kernel include/linux/elfcore.h, glibc's sys/procfs.h).
 *
 * <table>
 * <caption>Layout, offsets in bytes for 32 and 64 bit</caption>
 * <tr><td>12</td><td>12</td><td>pr_cursig, 2 bytes</td></tr>
 * <tr><td>24</td><td>32</td><td>pr_pid, 4 bytes</td></tr>
 * <tr><td>72</td><td>112</td><td>pr_reg: x86-64, 27 registers, 216 bytes; AArch64, 34 registers, 272
 * bytes</td></tr>
 * </table>
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

  /**
   * struct user_pt_regs of arch/arm64/include/uapi/asm/ptrace.h, as ELF_CORE_COPY_REGS of
   * arch/arm64/include/asm/elf.h copies it: regs[31], sp at 248, pc at 256, pstate at 264.
   */
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
