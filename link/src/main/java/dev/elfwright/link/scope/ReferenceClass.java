package dev.elfwright.link.scope;

import dev.elfwright.elf.constant.Machine;

/** What kind of definition a relocation may have (glibc sysdeps/.../dl-machine.h, type classes). */
public enum ReferenceClass {
  /**
   * A call through the procedure linkage table, or thread-local storage: a definition only, never
   * the address of a program's own entry in that table (ELF_RTYPE_CLASS_PLT).
   */
  JUMP_SLOT,
  /** The source of a copy: never the program itself (ELF_RTYPE_CLASS_COPY). */
  COPY,
  /** Everything else: also an undefined symbol of the program that has a value, its address. */
  OTHER;

  /** The class of a relocation type, for the machines that glibc's loader and this library know. */
  public static ReferenceClass of(int machine, long type) {
    return switch (machine) {
      case Machine.X86_64 ->
          switch ((int) type) {
            // JUMP_SLOT, DTPMOD64, DTPOFF64, TPOFF64, TLSDESC
            case 7, 16, 17, 18, 36 -> JUMP_SLOT;
            case 5 -> COPY;
            default -> OTHER;
          };
      case Machine.AARCH64 ->
          switch ((int) type) {
            // JUMP_SLOT, TLS_DTPMOD, TLS_DTPREL, TLS_TPREL, TLSDESC
            case 1026, 1028, 1029, 1030, 1031 -> JUMP_SLOT;
            case 1024 -> COPY;
            default -> OTHER;
          };
      case Machine.I386 ->
          switch ((int) type) {
            // JMP_SLOT, TLS_TPOFF, TLS_DTPMOD32, TLS_DTPOFF32, TLS_TPOFF32, TLS_DESC
            case 7, 14, 35, 36, 37, 41 -> JUMP_SLOT;
            case 5 -> COPY;
            default -> OTHER;
          };
      case Machine.RISCV ->
          switch ((int) type) {
            // JUMP_SLOT, TLS_DTPMOD32 to TLS_TPREL64
            case 5, 6, 7, 8, 9, 10, 11 -> JUMP_SLOT;
            case 4 -> COPY;
            default -> OTHER;
          };
      default -> OTHER;
    };
  }
}
