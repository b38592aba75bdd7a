package dev.elfwright.livepatch.object;

import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.build.Target;
import dev.elfwright.elf.constant.Machine;
import java.nio.ByteOrder;
import java.util.Optional;

/** The processors whose kernels can be patched while they run. */
public enum Processor {
  /** x86-64. */
  X86_64("x86_64", Target.X86_64, 1),
  /** 64-bit Arm. */
  AARCH64("aarch64", Target.AARCH64, 257),
  /** Power ELF V2, little-endian. */
  PPC64LE("ppc64le", Target.PPC64LE, 38),
  /** 64-bit IBM Z. */
  S390X("s390x", Target.S390X, 22),
  /** LoongArch with 64 bits. */
  LOONGARCH64("loongarch64", Target.LOONGARCH64, 2);

  private final String uname;
  private final Target target;
  private final int absolute;

  Processor(String uname, Target target, int absolute) {
    this.uname = uname;
    this.target = target;
    this.absolute = absolute;
  }

  /** The processor of a file, or empty when it is none of these. */
  public static Optional<Processor> of(FileHeader header, ByteOrder order, boolean is64) {
    for (Processor p : values()) {
      if (p.target.machine() == header.machine() && p.target.order() == order && is64) {
        return Optional.of(p);
      }
    }
    return Optional.empty();
  }

  /** The name that uname has for it. */
  public String uname() {
    return uname;
  }

  /** What its object files have in common, with the flags that this psABI has by default. */
  public Target target() {
    return target;
  }

  /** The relocation type of an address of eight bytes. */
  public int absoluteRelocation() {
    return absolute;
  }

  /**
   * Whether the value of a relocation in code counts from the end of its instruction, and not from
   * the field: {@code S + A - P} on x86-64, where A makes up for the difference.
   */
  boolean countsFromInstructionEnd(int type) {
    return this == X86_64
        && switch (type) {
          // R_X86_64_PC32, PLT32, GOTPCREL, GOTPCRELX, REX_GOTPCRELX
          case 2, 4, 9, 41, 42 -> true;
          default -> false;
        };
  }

  /**
   * Whether a relocation in code counts from the start of its instruction, two bytes before the
   * field, on s390x.
   */
  boolean countsFromInstructionStart(int type) {
    return this == S390X
        && switch (type) {
          // R_390_PC16DBL, PLT16DBL, PC32DBL, PLT32DBL, GOTPCDBL, GOTENT
          case 16, 17, 19, 20, 21, 26 -> true;
          default -> false;
        };
  }

  /** Whether a relocation puts the address of a function somewhere, and does not go there. */
  public boolean takesAddress(int type) {
    return switch (this) {
      // R_X86_64_64, 32, 32S
      case X86_64 -> type == 1 || type == 10 || type == 11;
      // R_AARCH64_ABS64, ADR_PREL_PG_HI21, ADD_ABS_LO12_NC
      case AARCH64 -> type == 257 || type == 275 || type == 277;
      // R_PPC64_ADDR64
      case PPC64LE -> type == 38;
      // R_390_64, GOTENT
      case S390X -> type == 22 || type == 26;
      // R_LARCH_64, PCALA_HI20, PCALA_LO12
      case LOONGARCH64 -> type == 2 || type == 71 || type == 72;
    };
  }

  @Override
  public String toString() {
    return Machine.name(target.machine()) + " (" + uname + ")";
  }
}
