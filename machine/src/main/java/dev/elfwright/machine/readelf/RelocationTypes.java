package dev.elfwright.machine.readelf;

import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.constant.Abi;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.RelocationNames;
import org.jspecify.annotations.Nullable;

/**
 * The names of a file's relocation types, such as {@code R_X86_64_64}, for millions of them. Types
 * that binutils 2.40 does not know yet have no name here, and those of BPF the names that it used.
 */
final class RelocationTypes {
  private static final int ARC = 45;
  private static final int ARC_COMPACT = 93;
  private static final int HEXAGON = 164;
  private static final int L1OM = 180;
  private static final int K1OM = 181;
  private static final int LANAI = 244;
  private static final int VE = 251;

  private final int machine;
  private final RelocationNames names;
  private final @Nullable String[] ordinary = new String[256];

  RelocationTypes(FileHeader header) {
    this.machine = header.machine();
    this.names = RelocationNames.of(new Abi(header.machine(), header.osAbi()), header.flags());
    for (int type = 0; type < ordinary.length; type++) {
      ordinary[type] = find(type);
    }
  }

  @Nullable String name(long type) {
    return type >= 0 && type < ordinary.length ? ordinary[(int) type] : find(type);
  }

  private @Nullable String find(long type) {
    if (machine == Machine.BPF) {
      return bpf((int) type);
    }
    return isLater(type) ? null : names.find(type).orElse(null);
  }

  private static @Nullable String bpf(int type) {
    return switch (type) {
      case 0 -> "R_BPF_NONE";
      case 1 -> "R_BPF_INSN_64";
      case 2 -> "R_BPF_INSN_32";
      case 3 -> "R_BPF_INSN_16";
      case 4 -> "R_BPF_INSN_DISP16";
      case 5 -> "R_BPF_DATA_8_PCREL";
      case 6 -> "R_BPF_DATA_16_PCREL";
      case 7 -> "R_BPF_DATA_32_PCREL";
      case 8 -> "R_BPF_DATA_8";
      case 9 -> "R_BPF_DATA_16";
      case 10 -> "R_BPF_INSN_DISP32";
      case 11 -> "R_BPF_DATA_32";
      case 12 -> "R_BPF_DATA_64";
      case 13 -> "R_BPF_DATA_64_PCREL";
      default -> null;
    };
  }

  private boolean isLater(long type) {
    return switch (machine) {
      case Machine.X86_64, L1OM, K1OM -> isIn(type, 43, 51);
      case Machine.AARCH64 ->
          type == 29
              || type == 86
              || isIn(type, 93, 102)
              || isIn(type, 120, 121)
              || isIn(type, 314, 315)
              || type == 580
              || type > 1032;
      case Machine.ARM -> isIn(type, 112, 127) || isIn(type, 130, 131);
      case Machine.RISCV -> type == 12 || isIn(type, 41, 42) || isIn(type, 59, 65);
      case Machine.LOONGARCH -> isIn(type, 13, 14) || isIn(type, 102, 103) || isIn(type, 105, 126);
      case Machine.PPC -> isIn(type, 180, 185);
      case Machine.MIPS -> isIn(type, 174, 177) || type == 218;
      case Machine.IA_64 -> type == 133;
      case Machine.CSKY -> isIn(type, 65, 68);
      case ARC, ARC_COMPACT, Machine.ARC_COMPACT2 -> isIn(type, 5, 7) || isIn(type, 32, 34);
      case HEXAGON, LANAI, VE -> true;
      default -> false;
    };
  }

  private static boolean isIn(long type, int first, int last) {
    return type >= first && type <= last;
  }
}
