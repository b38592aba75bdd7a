package dev.elfwright.rseq.code;

import java.util.Optional;

/** A machine that routines are encoded for. */
public enum Machine {
  X86_64("amd64", 0x53053053),
  AARCH64("aarch64", 0xd428bc00),
  RISCV64("riscv64", 0xf1401073);

  private final String javaName;
  private final int signature;

  Machine(String javaName, int signature) {
    this.javaName = javaName;
    this.signature = signature;
  }

  /** The machine that this JVM runs on. */
  public static Optional<Machine> ofJvm() {
    String name = System.getProperty("os.arch");
    for (Machine m : values()) {
      if (m.javaName.equals(name)) {
        return Optional.of(m);
      }
    }
    return Optional.empty();
  }

  /**
   * The word before each abort handler, RSEQ_SIG. The kernel compares it with the one that was
   * given at registration, so that no stray pointer sends a thread to arbitrary code. glibc gives
   * these (sysdeps/unix/sysv/linux/ARCH/bits/rseq.h); each is part of an instruction that traps.
   */
  public int signature() {
    return signature;
  }

  Encoder encoder() {
    return switch (this) {
      case X86_64 -> new X86Assembler();
      case AARCH64 -> new Aarch64Assembler();
      case RISCV64 -> new RiscvAssembler();
    };
  }
}
