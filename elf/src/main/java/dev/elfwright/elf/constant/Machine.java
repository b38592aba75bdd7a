package dev.elfwright.elf.constant;

import java.util.OptionalLong;

/** Machines: gABI, "ELF Header", e_machine, and the registry of machine numbers kept with it. */
public final class Machine {
  private static final NameTable NAMES = NameTable.of(MachineNames.TEXT);

  /** EM_NONE. */
  public static final int NONE = 0;

  /** EM_SPARC. */
  public static final int SPARC = 2;

  /** EM_I386. */
  public static final int I386 = 3;

  /** EM_M68K. */
  public static final int M68K = 4;

  /** EM_MIPS. */
  public static final int MIPS = 8;

  /** EM_PARISC. */
  public static final int PARISC = 15;

  /** EM_SPARC32PLUS. */
  public static final int SPARC32PLUS = 18;

  /** EM_PPC. */
  public static final int PPC = 20;

  /** EM_PPC64. */
  public static final int PPC64 = 21;

  /** EM_S390. */
  public static final int S390 = 22;

  /** EM_ARM. */
  public static final int ARM = 40;

  /** EM_SH. */
  public static final int SH = 42;

  /** EM_SPARCV9. */
  public static final int SPARCV9 = 43;

  /** EM_IA_64. */
  public static final int IA_64 = 50;

  /** EM_X86_64. */
  public static final int X86_64 = 62;

  /** EM_OPENRISC. */
  public static final int OPENRISC = 92;

  /** EM_ARC_COMPACT2. */
  public static final int ARC_COMPACT2 = 195;

  /** EM_XTENSA. */
  public static final int XTENSA = 94;

  /** EM_MICROBLAZE. */
  public static final int MICROBLAZE = 189;

  /** EM_NIOS2. */
  public static final int NIOS2 = 113;

  /** EM_HEXAGON. */
  public static final int HEXAGON = 164;

  /** EM_AARCH64. */
  public static final int AARCH64 = 183;

  /** EM_RISCV. */
  public static final int RISCV = 243;

  /** EM_BPF. */
  public static final int BPF = 247;

  /** EM_CSKY. */
  public static final int CSKY = 252;

  /** EM_LOONGARCH. */
  public static final int LOONGARCH = 258;

  /** EM_ALPHA. */
  public static final int ALPHA = 0x9026;

  private Machine() {}

  /** The name without {@code EM_}, or the number in hexadecimal. */
  public static String name(int value) {
    return NAMES.name(value, Abi.ANY);
  }

  /** The number of a name as {@link #name} gives it, or of another name for the same. */
  public static OptionalLong number(String name) {
    return NAMES.number(name, Abi.ANY);
  }
}
