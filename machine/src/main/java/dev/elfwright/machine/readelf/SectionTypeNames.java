package dev.elfwright.machine.readelf;

import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.constant.Abi;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.SectionType;
import org.jspecify.annotations.Nullable;

/** readelf's spelling of sh_type, and of the types that it does not know. */
final class SectionTypeNames {
  private static final int MSP430 = 105;
  private static final int LOWEST_OF_SYSTEM = 0x60000000;
  private static final int LOWEST_OF_PROCESSOR = 0x70000000;

  private SectionTypeNames() {}

  static String of(int type, FileHeader header) {
    return switch (type) {
      case SectionType.NULL -> "NULL";
      case SectionType.PROGBITS -> "PROGBITS";
      case SectionType.SYMTAB -> "SYMTAB";
      case SectionType.STRTAB -> "STRTAB";
      case SectionType.RELA -> "RELA";
      case SectionType.RELR -> "RELR";
      case SectionType.HASH -> "HASH";
      case SectionType.DYNAMIC -> "DYNAMIC";
      case SectionType.NOTE -> "NOTE";
      case SectionType.NOBITS -> "NOBITS";
      case SectionType.REL -> "REL";
      case SectionType.SHLIB -> "SHLIB";
      case SectionType.DYNSYM -> "DYNSYM";
      case SectionType.INIT_ARRAY -> "INIT_ARRAY";
      case SectionType.FINI_ARRAY -> "FINI_ARRAY";
      case SectionType.PREINIT_ARRAY -> "PREINIT_ARRAY";
      case SectionType.GNU_HASH -> "GNU_HASH";
      case SectionType.GROUP -> "GROUP";
      case SectionType.SYMTAB_SHNDX -> "SYMTAB SECTION INDICES";
      case SectionType.GNU_VERDEF, 0x6ffffffc -> "VERDEF";
      case SectionType.GNU_VERNEED -> "VERNEED";
      case SectionType.GNU_VERSYM, 0x6ffffff0 -> "VERSYM";
      case 0x7ffffffd -> "AUXILIARY";
      case 0x7fffffff -> "FILTER";
      case SectionType.GNU_LIBLIST -> "GNU_LIBLIST";
      default -> special(type, header);
    };
  }

  private static String special(int type, FileHeader header) {
    if (type < 0) {
      return "LOUSER+" + alternateHex(type & 0x7fffffff);
    }
    if (type >= LOWEST_OF_PROCESSOR) {
      String name = ofProcessor(type, header.machine());
      return name == null ? "LOPROC+" + alternateHex(type - LOWEST_OF_PROCESSOR) : name;
    }
    if (type >= LOWEST_OF_SYSTEM) {
      String name = header.osAbi() == OsAbiNames.SOLARIS ? ofSolaris(type) : ofGnu(type);
      return name == null ? "LOOS+" + alternateHex(type - LOWEST_OF_SYSTEM) : name;
    }
    return "%08x: <unknown>".formatted(type);
  }

  private static @Nullable String ofProcessor(int type, int machine) {
    int distance = type - LOWEST_OF_PROCESSOR;
    return switch (machine) {
      case Machine.X86_64 -> distance == 1 ? "X86_64_UNWIND" : null;
      case Machine.AARCH64 -> distance == 3 ? "AARCH64_ATTRIBUTES" : null;
      case Machine.RISCV -> distance == 3 ? "RISCV_ATTRIBUTES" : null;
      case MSP430 ->
          switch (distance) {
            case 1 -> "MSP430_SEC_FLAGS";
            case 2 -> "MSP430_SYM_ALIASES";
            case 3 -> "MSP430_ATTRIBUTES";
            default -> null;
          };
      case Machine.CSKY -> distance == 1 ? "CSKY_ATTRIBUTES" : null;
      case Machine.ARC_COMPACT2 -> distance == 1 ? "ARC_ATTRIBUTES" : null;
      case Machine.ARM ->
          switch (distance) {
            case 1 -> "ARM_EXIDX";
            case 2 -> "ARM_PREEMPTMAP";
            case 3 -> "ARM_ATTRIBUTES";
            case 4 -> "ARM_DEBUGOVERLAY";
            case 5 -> "ARM_OVERLAYSECTION";
            default -> null;
          };
      case Machine.PARISC ->
          switch (distance) {
            case 0 -> "PARISC_EXT";
            case 1 -> "PARISC_UNWIND";
            case 2 -> "PARISC_DOC";
            case 3 -> "PARISC_ANNOT";
            default -> null;
          };
      case Machine.IA_64 ->
          switch (distance) {
            case 0 -> "IA_64_EXT";
            case 1 -> "IA_64_UNWIND";
            default -> null;
          };
      case Machine.MIPS -> named(SectionType.name(type, Abi.of(machine)));
      default -> null;
    };
  }

  /** A name that is one, and not the number of a value without a name. */
  private static @Nullable String named(String name) {
    return name.startsWith("0x") ? null : name;
  }

  private static @Nullable String ofGnu(int type) {
    return switch (type) {
      case 0x6fff4700 -> "GNU_INCREMENTAL_INPUTS";
      case SectionType.GNU_ATTRIBUTES -> "GNU_ATTRIBUTES";
      default -> null;
    };
  }

  private static @Nullable String ofSolaris(int type) {
    return switch (type) {
      case 0x6fffffee -> "SUNW_ancillary";
      case 0x6fffffef -> "SUNW_capchain";
      case 0x6ffffff0 -> "SUNW_capinfo";
      case 0x6ffffff1 -> "SUNW_symsort";
      case 0x6ffffff2 -> "SUNW_tlssort";
      case 0x6ffffff3 -> "SUNW_LDYNSYM";
      case 0x6ffffff4 -> "SUNW_dof";
      case 0x6ffffff5 -> "SUNW_cap";
      case 0x6ffffff6 -> "SUNW_SIGNATURE";
      case 0x6ffffff7 -> "SUNW_ANNOTATE";
      case 0x6ffffff8 -> "SUNW_DEBUGSTR";
      case 0x6ffffff9 -> "SUNW_DEBUG";
      case 0x6ffffffa -> "SUNW_move";
      case 0x6ffffffb -> "SUNW_COMDAT";
      default -> null;
    };
  }

  private static String alternateHex(int value) {
    return value == 0 ? "0" : "0x" + Integer.toHexString(value);
  }
}
