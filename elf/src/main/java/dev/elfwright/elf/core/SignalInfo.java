package dev.elfwright.elf.core;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.constant.Machine;
import java.util.OptionalLong;

/**
 * NT_SIGINFO, siginfo_t: si_signo 0, si_errno 4, si_code 8 (on MIPS si_code 4, si_errno 8); for
 * faults si_addr, at 16 in 64 bit and at 12 in 32 bit.
 *
 * @param number si_signo
 * @param error si_errno
 * @param code si_code: positive when the kernel made the signal
 * @param address si_addr for SIGILL, SIGTRAP, SIGBUS, SIGFPE and SIGSEGV that the kernel made
 */
public record SignalInfo(int number, int error, int code, OptionalLong address) {
  private static final int SIGILL = 4;
  private static final int SIGTRAP = 5;
  private static final int SIGFPE = 8;
  private static final int SIGSEGV = 11;

  static SignalInfo read(ElfBytes in, long at, long size, int machine) {
    long addressAt = in.is64() ? 16 : 12;
    if (size < addressAt + in.wordSize()) {
      throw in.malformed(at, "NT_SIGINFO", "0x%x bytes are too few".formatted(size));
    }
    boolean mips = machine == Machine.MIPS;
    int number = in.i32(at);
    int code = in.i32(at + (mips ? 4 : 8));
    // SIGBUS is 7 on most, and 10 on MIPS, SPARC, Alpha and PA-RISC.
    boolean fault =
        number == SIGILL
            || number == SIGTRAP
            || number == SIGFPE
            || number == SIGSEGV
            || number == (mips ? 10 : 7);
    return new SignalInfo(
        number,
        in.i32(at + (mips ? 8 : 4)),
        code,
        fault && code > 0 ? OptionalLong.of(in.word(at + addressAt)) : OptionalLong.empty());
  }
}
