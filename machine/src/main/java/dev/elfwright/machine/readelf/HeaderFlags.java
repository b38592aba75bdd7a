package dev.elfwright.machine.readelf;

import dev.elfwright.elf.constant.Machine;

/**
 * The words behind e_flags, which each psABI defines; none for a machine that readelf knows none
 * of.
 */
final class HeaderFlags {
  private static final int AVR = 83;

  private HeaderFlags() {}

  static String of(int flags, int machine) {
    if (flags == 0) {
      return "";
    }
    Words words = new Words(flags);
    return switch (machine) {
      case Machine.ARM -> ArmHeaderFlags.of(flags);
      case Machine.MIPS -> MipsHeaderFlags.of(flags);
      case Machine.PPC ->
          words
              .bit(0x80000000, "emb")
              .bit(0x00010000, "relocatable")
              .bit(0x00008000, "relocatable-lib")
              .text();
      case Machine.PPC64 -> (flags & 3) == 0 ? "" : ", abiv" + (flags & 3);
      case Machine.RISCV ->
          words.bit(1, "RVC").bit(8, "RVE").bit(0x10, "TSO").text() + riscv(flags);
      case Machine.S390 -> words.bit(1, "highgprs").text();
      case Machine.LOONGARCH -> loongarch(flags);
      case Machine.SPARCV9 -> sparc(flags);
      case Machine.PARISC -> parisc(flags);
      case Machine.SH -> ShHeaderFlags.of(flags);
      case Machine.M68K -> M68kHeaderFlags.of(flags);
      case Machine.OPENRISC -> words.bit(1, "no delay").text();
      case Machine.IA_64 -> itanium(flags);
      case AVR -> avr(flags);
      default -> "";
    };
  }

  private static String avr(int flags) {
    int family = flags & 0x7f;
    String name =
        switch (family) {
          case 1, 2, 25, 3, 31, 35, 4, 5, 51, 6, 100, 101, 102, 103, 104, 105, 106, 107 ->
              String.valueOf(family);
          default -> "<unknown>";
        };
    return ", avr:" + name + ((flags & 0x80) == 0 ? "" : ", link-relax");
  }

  private static String riscv(int flags) {
    return switch (flags & 6) {
      case 0 -> ", soft-float ABI";
      case 2 -> ", single-float ABI";
      case 4 -> ", double-float ABI";
      default -> ", quad-float ABI";
    };
  }

  private static String loongarch(int flags) {
    String floats =
        switch (flags & 7) {
          case 1 -> ", SOFT-FLOAT";
          case 2 -> ", SINGLE-FLOAT";
          case 3 -> ", DOUBLE-FLOAT";
          default -> "";
        };
    return floats
        + switch (flags & 0xc0) {
          case 0 -> ", OBJ-v0";
          case 0x40 -> ", OBJ-v1";
          default -> "";
        };
  }

  private static String sparc(int flags) {
    String memoryModel =
        switch (flags & 3) {
          case 0 -> ", tso";
          case 1 -> ", pso";
          case 2 -> ", rmo";
          default -> "";
        };
    return new Words(flags)
            .bit(0x100, "v8+")
            .bit(0x200, "ultrasparcI")
            .bit(0x800, "ultrasparcIII")
            .bit(0x400, "halr1")
            .bit(0x800000, "ledata")
            .text()
        + memoryModel;
  }

  private static String itanium(int flags) {
    Words words = new Words(flags).bit(0x20, "reduced fp model");
    if ((flags & 0x80) != 0) {
      words.bit(0x80, "no function descriptors, constant gp");
    } else {
      words.bit(0x40, "constant gp");
    }
    return ((flags & 0x10) != 0 ? ", 64-bit" : ", 32-bit") + words.bit(0x100, "absolute").text();
  }

  private static String parisc(int flags) {
    String level =
        switch (flags & 0xffff) {
          case 0x20b -> ", PA-RISC 1.0";
          case 0x210 -> ", PA-RISC 1.1";
          case 0x214 -> ", PA-RISC 2.0";
          default -> "";
        };
    return level
        + new Words(flags)
            .bit(0x00010000, "trapnil")
            .bit(0x00020000, "ext")
            .bit(0x00040000, "lsb")
            .bit(0x00080000, "wide")
            .bit(0x00100000, "no kabp")
            .bit(0x00400000, "lazyswap")
            .text();
  }

  /** Words for single bits, each behind a comma. */
  static final class Words {
    private final int flags;
    private final StringBuilder text = new StringBuilder();

    Words(int flags) {
      this.flags = flags;
    }

    Words bit(int mask, String word) {
      if ((flags & mask) != 0) {
        text.append(", ").append(word);
      }
      return this;
    }

    String text() {
      return text.toString();
    }
  }
}
