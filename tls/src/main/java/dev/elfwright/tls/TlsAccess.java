package dev.elfwright.tls;

import dev.elfwright.elf.constant.Machine;
import java.util.Optional;

/**
 * How code reaches a thread-local variable, as the relocation for it tells (Drepper, "ELF Handling
 * For Thread-Local Storage", 4.; the machines' psABIs).
 */
public enum TlsAccess {
  /** Initial exec, TPOFF or TPREL: at a fixed distance from the thread pointer. */
  STATIC,
  /** A descriptor, TLSDESC: at a fixed distance when there is room, else by a call. */
  DESCRIPTOR,
  /** General or local dynamic, DTPMOD: by a call of __tls_get_addr. */
  DYNAMIC;

  /** What a relocation type of a machine asks for; empty when it is not about this. */
  static Optional<TlsAccess> of(int machine, long type) {
    TlsAccess found =
        switch (machine) {
          case Machine.X86_64 -> by(type, 18, 18, 36, 16, 16);
          case Machine.I386 -> by(type, 14, 37, 41, 35, 35);
          case Machine.AARCH64 -> by(type, 1030, 1030, 1031, 1028, 1028);
          case Machine.ARM -> by(type, 19, 19, 13, 17, 17);
          case Machine.RISCV -> by(type, 10, 11, 12, 6, 7);
          case Machine.LOONGARCH -> type == 13 ? DESCRIPTOR : by(type, 10, 11, 14, 6, 7);
          case Machine.PPC, Machine.PPC64 -> by(type, 73, 73, NONE, 68, 68);
          case Machine.S390 -> by(type, 56, 56, NONE, 54, 54);
          case Machine.SPARC, Machine.SPARCV9 -> by(type, 78, 79, NONE, 74, 75);
          case Machine.MIPS -> by(type, 47, 48, NONE, 38, 40);
          default -> null;
        };
    return Optional.ofNullable(found);
  }

  private static final long NONE = -1;

  private static @org.jspecify.annotations.Nullable TlsAccess by(
      long type, long fixed, long fixed2, long descriptor, long module, long module2) {
    if (type == fixed || type == fixed2) {
      return STATIC;
    }
    if (type == descriptor) {
      return DESCRIPTOR;
    }
    return type == module || type == module2 ? DYNAMIC : null;
  }
}
