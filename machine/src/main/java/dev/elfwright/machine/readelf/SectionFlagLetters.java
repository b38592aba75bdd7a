package dev.elfwright.machine.readelf;

import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.constant.Machine;

/** The letters of sh_flags, lowest bit first, and the key to them below the table. */
final class SectionFlagLetters {
  private static final long OF_SYSTEM = 0x0ff00000L;
  private static final long OF_PROCESSOR = 0xf0000000L;
  private static final long EXCLUDE = 0x80000000L;
  private static final long RETAIN = 1 << 21;
  private static final long MBIND = 1 << 24;
  private static final long X86_64_LARGE = 1 << 28;
  private static final long ARM_PURECODE = 1 << 29;
  private static final long PPC_VLE = 1 << 28;
  private static final int L1OM = 180;
  private static final int K1OM = 181;

  private final int machine;
  private final int osAbi;

  SectionFlagLetters(FileHeader header) {
    this.machine = header.machine();
    this.osAbi = header.osAbi();
  }

  String of(long flags) {
    StringBuilder letters = new StringBuilder();
    long rest = flags;
    while (rest != 0) {
      long flag = Long.lowestOneBit(rest);
      rest &= ~flag;
      char letter = letter(flag);
      letters.append(letter);
      // One letter stands for all unknown flags of the system, and one for those of the processor.
      if (letter == 'o') {
        rest &= ~OF_SYSTEM;
      } else if (letter == 'p') {
        // readelf's mask is unsigned and of 32 bits, so that those above go too.
        rest &= ~OF_PROCESSOR & 0xffff_ffffL;
      }
    }
    return letters.toString();
  }

  private char letter(long flag) {
    if (flag == EXCLUDE) {
      return 'E';
    }
    int bit = Long.numberOfTrailingZeros(flag);
    char known = generic(bit);
    return known != '?' ? known : special(flag);
  }

  private static char generic(int bit) {
    return switch (bit) {
      case 0 -> 'W';
      case 1 -> 'A';
      case 2 -> 'X';
      case 4 -> 'M';
      case 5 -> 'S';
      case 6 -> 'I';
      case 7 -> 'L';
      case 8 -> 'O';
      case 9 -> 'G';
      case 10 -> 'T';
      case 11 -> 'C';
      default -> '?';
    };
  }

  private char special(long flag) {
    if (isX86() && flag == X86_64_LARGE) {
      return 'l';
    } else if (machine == Machine.ARM && flag == ARM_PURECODE) {
      return 'y';
    } else if (machine == Machine.PPC && flag == PPC_VLE) {
      return 'v';
    } else if ((flag & OF_SYSTEM) != 0) {
      return ofSystem(flag);
    }
    return (flag & OF_PROCESSOR) != 0 ? 'p' : 'x';
  }

  private char ofSystem(long flag) {
    if (flag == RETAIN && hasRetain()) {
      return 'R';
    }
    return flag == MBIND && (hasRetain() || osAbi == OsAbiNames.NONE) ? 'D' : 'o';
  }

  private boolean hasRetain() {
    return osAbi == OsAbiNames.GNU || osAbi == OsAbiNames.FREEBSD;
  }

  private boolean isX86() {
    return machine == Machine.X86_64 || machine == L1OM || machine == K1OM;
  }

  void key(Text out) {
    out.line("Key to Flags:");
    out.line("  W (write), A (alloc), X (execute), M (merge), S (strings), I (info),");
    out.line("  L (link order), O (extra OS processing required), G (group), T (TLS),");
    out.line("  C (compressed), x (unknown), o (OS specific), E (exclude),");
    out.put("  ");
    if (hasRetain()) {
      out.put("R (retain), ");
    }
    if (hasRetain() || osAbi == OsAbiNames.NONE) {
      out.put("D (mbind), ");
    }
    if (isX86()) {
      out.put("l (large), ");
    } else if (machine == Machine.ARM) {
      out.put("y (purecode), ");
    } else if (machine == Machine.PPC) {
      out.put("v (VLE), ");
    }
    out.line("p (processor specific)");
  }
}
