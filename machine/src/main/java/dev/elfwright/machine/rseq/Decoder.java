package dev.elfwright.machine.rseq;

import dev.elfwright.elf.constant.Machine;
import java.util.Optional;

/** Instructions of one machine: where each ends, and what it does. */
interface Decoder {
  /** The length in bytes, 0 where there is no instruction. */
  int length(byte[] code, int at);

  /** What it does; length bytes of it are there. */
  Effect effect(byte[] code, int at, int length);

  /** The word that has to stand before an abort handler, RSEQ_SIG of the machine's libc. */
  int signature();

  /** That of a machine, if sections are known for it. */
  static Optional<Decoder> of(int machine) {
    return switch (machine) {
      case Machine.X86_64 -> Optional.of(new X86Decoder());
      case Machine.AARCH64 -> Optional.of(new Aarch64Decoder());
      case Machine.RISCV -> Optional.of(new RiscvDecoder());
      default -> Optional.empty();
    };
  }

  /** Four bytes, little-endian. */
  static int word(byte[] code, int at) {
    return code[at] & 0xff
        | (code[at + 1] & 0xff) << 8
        | (code[at + 2] & 0xff) << 16
        | code[at + 3] << 24;
  }
}
