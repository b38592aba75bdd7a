package dev.elfwright.machine.readelf;

import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.constant.Abi;
import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.constant.Machine;
import org.jspecify.annotations.Nullable;

/** readelf's spelling of d_tag, and of the tags that it does not know. */
final class DynamicTagNames {
  private static final long LOWEST_OF_SYSTEM = 0x6000000dL;
  private static final long HIGHEST_OF_SYSTEM = 0x6ffff000L;
  private static final long LOWEST_OF_PROCESSOR = 0x70000000L;
  private static final long HIGHEST_OF_PROCESSOR = 0x7fffffffL;
  private static final int NIOS2 = 113;

  private DynamicTagNames() {}

  static String of(long tag, FileHeader header) {
    String name = generic(tag);
    if (name == null && tag >= LOWEST_OF_PROCESSOR && tag <= HIGHEST_OF_PROCESSOR) {
      name = ofProcessor(tag, header.machine());
      return name == null ? "Processor Specific: " + Long.toHexString(tag) : name;
    }
    if (name == null && tag >= LOWEST_OF_SYSTEM && tag <= HIGHEST_OF_SYSTEM) {
      return "Operating System specific: " + Long.toHexString(tag);
    }
    return name == null ? "<unknown>: " + Long.toHexString(tag) : name;
  }

  private static @Nullable String generic(long tag) {
    if (tag >= 0 && tag <= 37) {
      return standard((int) tag);
    }
    // All others have 31 bits.
    return tag >>> 31 == 0 ? gnu((int) tag) : null;
  }

  private static @Nullable String standard(int tag) {
    return switch (tag) {
      case 31 -> null;
      case 33 -> "PREINIT_ARRAYSZ";
      default -> named(DynamicTag.name(tag));
    };
  }

  private static @Nullable String named(String name) {
    return name.startsWith("0x") ? null : name;
  }

  private static @Nullable String gnu(int tag) {
    return switch (tag) {
      case 0x6ffffdf4 -> "GNU_FLAGS_1";
      case 0x6ffffdf5 -> "GNU_PRELINKED";
      case 0x6ffffdf6 -> "GNU_CONFLICTSZ";
      case 0x6ffffdf7 -> "GNU_LIBLISTSZ";
      case 0x6ffffdf8 -> "CHECKSUM";
      case 0x6ffffdf9 -> "PLTPADSZ";
      case 0x6ffffdfa -> "MOVEENT";
      case 0x6ffffdfb -> "MOVESZ";
      case 0x6ffffdfc -> "FEATURE";
      case 0x6ffffdfd -> "POSFLAG_1";
      case 0x6ffffdfe -> "SYMINSZ";
      case 0x6ffffdff -> "SYMINENT";
      case 0x6ffffe00 -> "ADDRRNGLO";
      case 0x6ffffef5 -> "GNU_HASH";
      case 0x6ffffef6 -> "TLSDESC_PLT";
      case 0x6ffffef7 -> "TLSDESC_GOT";
      case 0x6ffffef8 -> "GNU_CONFLICT";
      case 0x6ffffef9 -> "GNU_LIBLIST";
      case 0x6ffffefa -> "CONFIG";
      case 0x6ffffefb -> "DEPAUDIT";
      case 0x6ffffefc -> "AUDIT";
      case 0x6ffffefd -> "PLTPAD";
      case 0x6ffffefe -> "MOVETAB";
      case 0x6ffffeff -> "SYMINFO";
      case 0x6ffffff0 -> "VERSYM";
      case 0x6ffffff9 -> "RELACOUNT";
      case 0x6ffffffa -> "RELCOUNT";
      case 0x6ffffffb -> "FLAGS_1";
      case 0x6ffffffc -> "VERDEF";
      case 0x6ffffffd -> "VERDEFNUM";
      case 0x6ffffffe -> "VERNEED";
      case 0x6fffffff -> "VERNEEDNUM";
      case 0x7ffffffd -> "AUXILIARY";
      case 0x7ffffffe -> "USED";
      case 0x7fffffff -> "FILTER";
      default -> null;
    };
  }

  private static @Nullable String ofProcessor(long tag, int machine) {
    int distance = (int) (tag - LOWEST_OF_PROCESSOR);
    return switch (machine) {
      case Machine.AARCH64 ->
          switch (distance) {
            case 1 -> "AARCH64_BTI_PLT";
            case 3 -> "AARCH64_PAC_PLT";
            case 5 -> "AARCH64_VARIANT_PCS";
            default -> null;
          };
      case Machine.MIPS -> named(DynamicTag.name(tag, Abi.of(machine)));
      case Machine.SPARCV9 -> distance == 1 ? "SPARC_REGISTER" : null;
      case Machine.PPC ->
          switch (distance) {
            case 0 -> "PPC_GOT";
            case 1 -> "PPC_OPT";
            default -> null;
          };
      case Machine.PPC64 ->
          switch (distance) {
            case 0 -> "PPC64_GLINK";
            case 1 -> "PPC64_OPD";
            case 2 -> "PPC64_OPDSZ";
            case 3 -> "PPC64_OPT";
            default -> null;
          };
      case Machine.IA_64 -> distance == 0 ? "IA_64_PLT_RESERVE" : null;
      case Machine.ALPHA -> distance == 0 ? "ALPHA_PLTRO" : null;
      case Machine.RISCV -> distance == 1 ? "RISCV_VARIANT_CC" : null;
      case NIOS2 -> distance == 2 ? "NIOS2_GP" : null;
      default -> null;
    };
  }
}
