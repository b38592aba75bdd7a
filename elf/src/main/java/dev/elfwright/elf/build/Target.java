package dev.elfwright.elf.build;

import dev.elfwright.elf.constant.Machine;
import java.nio.ByteOrder;

/**
 * What every file for one kind of processor has in common.
 *
 * @param is64 whether the class is ELFCLASS64
 * @param order the byte order
 * @param machine e_machine, see {@link Machine}
 * @param flags e_flags, defined by each psABI
 * @param addends where relocations have their addends
 */
public record Target(boolean is64, ByteOrder order, int machine, int flags, AddendPlace addends) {
  /** Where relocations have their addends, which each psABI fixes. */
  public enum AddendPlace {
    /** In the entry: SHT_RELA. */
    ENTRY,
    /** In the field that is relocated: SHT_REL. */
    FIELD
  }

  private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;

  /** x86-64. */
  public static final Target X86_64 = of(true, LITTLE, Machine.X86_64, 0);

  /** Intel 386. */
  public static final Target I386 = of(false, LITTLE, Machine.I386, 0);

  /** 64-bit Arm. */
  public static final Target AARCH64 = of(true, LITTLE, Machine.AARCH64, 0);

  /** 32-bit Arm, EABI version 5. */
  public static final Target ARM = of(false, LITTLE, Machine.ARM, 0x0500_0000);

  /** RV64GC with floating-point arguments in registers: EF_RISCV_RVC and FLOAT_ABI_DOUBLE. */
  public static final Target RISCV64 = of(true, LITTLE, Machine.RISCV, 5);

  /** Power ELF V2, little-endian. */
  public static final Target PPC64LE = of(true, LITTLE, Machine.PPC64, 2);

  /** 64-bit IBM Z. */
  public static final Target S390X = of(true, ByteOrder.BIG_ENDIAN, Machine.S390, 0);

  /** LP64D of LoongArch, object ABI 1. */
  public static final Target LOONGARCH64 = of(true, LITTLE, Machine.LOONGARCH, 0x43);

  /** A target whose addends are where its psABI has them. */
  public static Target of(boolean is64, ByteOrder order, int machine, int flags) {
    return new Target(is64, order, machine, flags, addends(machine, is64));
  }

  /** The psABIs of i386, Arm and 32-bit MIPS (o32), and LLVM for BPF; all others use RELA. */
  private static AddendPlace addends(int machine, boolean is64) {
    boolean field =
        machine == Machine.I386
            || machine == Machine.ARM
            || machine == Machine.BPF
            || (machine == Machine.MIPS && !is64);
    return field ? AddendPlace.FIELD : AddendPlace.ENTRY;
  }

  int wordSize() {
    return is64 ? 8 : 4;
  }
}
