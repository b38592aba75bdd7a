package dev.elfwright.machine.readelf;

import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.SegmentType;
import org.jspecify.annotations.Nullable;

/** readelf's spelling of p_type, and of the types that it does not know. */
final class SegmentTypeNames {
  private static final int LOWEST_OF_SYSTEM = 0x60000000;
  private static final int LOWEST_OF_PROCESSOR = 0x70000000;
  private static final int MBIND_LOWEST = 0x6474e555;
  private static final int MBIND_HIGHEST = MBIND_LOWEST + 4095;

  private SegmentTypeNames() {}

  /** Whether the type is one of PT_GNU_MBIND_LO to PT_GNU_MBIND_HI. */
  static boolean isMbind(int type) {
    return type >= MBIND_LOWEST && type <= MBIND_HIGHEST;
  }

  static String of(int type, FileHeader header) {
    return switch (type) {
      case SegmentType.NULL -> "NULL";
      case SegmentType.LOAD -> "LOAD";
      case SegmentType.DYNAMIC -> "DYNAMIC";
      case SegmentType.INTERP -> "INTERP";
      case SegmentType.NOTE -> "NOTE";
      case SegmentType.SHLIB -> "SHLIB";
      case SegmentType.PHDR -> "PHDR";
      case SegmentType.TLS -> "TLS";
      case SegmentType.GNU_EH_FRAME -> "GNU_EH_FRAME";
      case SegmentType.GNU_STACK -> "GNU_STACK";
      case SegmentType.GNU_RELRO -> "GNU_RELRO";
      case SegmentType.GNU_PROPERTY -> "GNU_PROPERTY";
      case SegmentType.GNU_SFRAME -> "GNU_SFRAME";
      case 0x65a3dbe6 -> "OPENBSD_RANDOMIZE";
      case 0x65a3dbe7 -> "OPENBSD_WXNEEDED";
      case 0x65a41be6 -> "OPENBSD_BOOTDATA";
      default -> special(type, header);
    };
  }

  private static String special(int type, FileHeader header) {
    if (type >= LOWEST_OF_PROCESSOR) {
      String name = ofProcessor(type, header.machine());
      return name == null ? "LOPROC+" + alternateHex(type - LOWEST_OF_PROCESSOR) : name;
    }
    if (type >= LOWEST_OF_SYSTEM && type < LOWEST_OF_PROCESSOR) {
      String name = ofSystem(type, header.osAbi());
      return name == null ? "LOOS+" + alternateHex(type - LOWEST_OF_SYSTEM) : name;
    }
    return "<unknown>: " + Integer.toHexString(type);
  }

  private static @Nullable String ofProcessor(int type, int machine) {
    int distance = type - LOWEST_OF_PROCESSOR;
    return switch (machine) {
      case Machine.AARCH64 ->
          switch (distance) {
            case 0 -> "AARCH64_ARCHEXT";
            case 2 -> "AARCH64_MEMTAG_MTE";
            default -> null;
          };
      case Machine.ARM -> distance == 1 ? "EXIDX" : null;
      case Machine.MIPS ->
          switch (distance) {
            case 0 -> "REGINFO";
            case 1 -> "RTPROC";
            case 2 -> "OPTIONS";
            case 3 -> "ABIFLAGS";
            default -> null;
          };
      case Machine.PARISC ->
          switch (distance) {
            case 0 -> "PARISC_ARCHEXT";
            case 1 -> "PARISC_UNWIND";
            case 2 -> "PARISC_WEAKORDER";
            default -> null;
          };
      case Machine.IA_64 ->
          switch (distance) {
            case 0 -> "IA_64_ARCHEXT";
            case 1 -> "IA_64_UNWIND";
            default -> null;
          };
      case Machine.S390 -> distance == 0 ? "S390_PGSTE" : null;
      case Machine.RISCV -> distance == 3 ? "RISCV_ATTRIBUTES" : null;
      default -> null;
    };
  }

  private static @Nullable String ofSystem(int type, int osAbi) {
    return switch (osAbi) {
      case OsAbiNames.GNU, OsAbiNames.FREEBSD ->
          isMbind(type) ? "GNU_MBIND+" + alternateHex(type - MBIND_LOWEST) : null;
      case OsAbiNames.SOLARIS ->
          switch (type) {
            case 0x6464e550 -> "PT_SUNW_UNWIND";
            case 0x6474e550 -> "PT_SUNW_EH_FRAME";
            case 0x6ffffff7 -> "PT_LOSUNW";
            case 0x6ffffffa -> "PT_SUNWBSS";
            case 0x6ffffffb -> "PT_SUNWSTACK";
            case 0x6ffffffc -> "PT_SUNWDTRACE";
            case 0x6ffffffd -> "PT_SUNWCAP";
            case 0x6fffffff -> "PT_HISUNW";
            default -> null;
          };
      default -> null;
    };
  }

  private static String alternateHex(int value) {
    return value == 0 ? "0" : "0x" + Integer.toHexString(value);
  }
}
