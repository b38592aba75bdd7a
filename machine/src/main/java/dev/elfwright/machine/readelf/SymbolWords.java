package dev.elfwright.machine.readelf;

import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.constant.Machine;
import org.jspecify.annotations.Nullable;

/** The columns of a symbol that are words: readelf's spelling, also of what it does not know. */
final class SymbolWords {
  private static final String[] VISIBILITIES = {"DEFAULT", "INTERNAL", "HIDDEN", "PROTECTED"};

  private final int machine;
  private final int osAbi;

  SymbolWords(FileHeader header) {
    this.machine = header.machine();
    this.osAbi = header.osAbi();
  }

  String type(int type) {
    return switch (type) {
      case 0 -> "NOTYPE";
      case 1 -> "OBJECT";
      case 2 -> "FUNC";
      case 3 -> "SECTION";
      case 4 -> "FILE";
      case 5 -> "COMMON";
      case 6 -> "TLS";
      case 8 -> "RELC";
      case 9 -> "SRELC";
      default -> specialType(type);
    };
  }

  private String specialType(int type) {
    if (type >= 13) {
      if (machine == Machine.ARM && type == 13) {
        return "THUMB_FUNC";
      } else if (machine == Machine.SPARCV9 && type == 13) {
        return "REGISTER";
      } else if (machine == Machine.PARISC && type == 13) {
        return "PARISC_MILLI";
      }
      return "<processor specific>: " + type;
    }
    if (type >= 10) {
      if (machine == Machine.PARISC && type <= 12 && type > 10) {
        return type == 11 ? "HP_OPAQUE" : "HP_STUB";
      } else if (type == 10 && (osAbi == OsAbiNames.GNU || osAbi == OsAbiNames.FREEBSD)) {
        return "IFUNC";
      }
      return "<OS specific>: " + type;
    }
    return "<unknown>: " + type;
  }

  String binding(int binding) {
    return switch (binding) {
      case 0 -> "LOCAL";
      case 1 -> "GLOBAL";
      case 2 -> "WEAK";
      case 13, 14, 15 -> "<processor specific>: " + binding;
      case 10, 11, 12 ->
          binding == 10 && osAbi == OsAbiNames.GNU ? "UNIQUE" : "<OS specific>: " + binding;
      default -> "<unknown>: " + binding;
    };
  }

  /** The visibility: the lower two bits of st_other, but all of them on Solaris. */
  String visibility(int other) {
    if (osAbi == OsAbiNames.SOLARIS) {
      return switch (other) {
        case 4 -> "EXPORTED";
        case 5 -> "SINGLETON";
        case 6 -> "ELIMINATE";
        default -> other < 4 ? VISIBILITIES[other] : "<unknown>";
      };
    }
    return VISIBILITIES[other & 3];
  }

  /** The other bits of st_other, or null where they are not shown. */
  @Nullable String other(int other) {
    int rest = other & ~3;
    if (rest == 0 || osAbi == OsAbiNames.SOLARIS) {
      return null;
    }
    String word =
        switch (machine) {
          case Machine.ALPHA ->
              switch (rest) {
                case 0x80 -> "NOPV";
                case 0x88 -> "STD GPLOAD";
                default -> "<unknown>";
              };
          case Machine.AARCH64 -> aarch64(rest);
          case Machine.MIPS -> mips(rest);
          case Machine.PPC64 -> ppc64(rest);
          case Machine.RISCV -> {
            int unknown = rest & 0x7f;
            yield unknown != 0 ? Integer.toHexString(unknown) : "VARIANT_CC";
          }
          default -> null;
        };
    return word != null ? word : "<other>: " + Integer.toHexString(rest);
  }

  private static @Nullable String aarch64(int rest) {
    if ((rest & 0x80) == 0) {
      return null;
    }
    return rest == 0x80 ? "VARIANT_PCS" : "VARIANT_PCS | " + Integer.toHexString(rest & 0x7f);
  }

  private static @Nullable String mips(int rest) {
    return switch (rest) {
      case 0x04 -> "OPTIONAL";
      case 0x08 -> "MIPS PLT";
      case 0x20 -> "MIPS PIC";
      case 0x80 -> "MICROMIPS";
      case 0xa0 -> "MICROMIPS, MIPS PIC";
      case 0xf0 -> "MIPS16";
      default -> null;
    };
  }

  /** The distance from a function's global to its local entry, in bytes (ELFv2 ABI, st_other). */
  private static @Nullable String ppc64(int rest) {
    int field = rest >> 5;
    if ((rest & 0x1f) != 0 || field > 6) {
      return null;
    }
    return "<localentry>: " + (field < 2 ? field : 1 << field);
  }

  /** The special values of st_shndx, 0xff00 to 0xffff. */
  String reservedSection(int index) {
    return switch (index) {
      case 0xfff1 -> "ABS";
      case 0xfff2 -> "COM";
      default -> {
        String ofProcessor = processorSection(index);
        String number = "[0x%04x]".formatted(index);
        yield ofProcessor != null
            ? ofProcessor
            : (index <= 0xff1f ? "PRC" : index <= 0xff3f ? "OS " : "RSV") + number;
      }
    };
  }

  private @Nullable String processorSection(int index) {
    return switch (machine) {
      case Machine.X86_64 -> index == 0xff02 ? "LARGE_COM" : null;
      case Machine.MIPS ->
          switch (index) {
            case 0xff03 -> "SCOM";
            case 0xff04 -> "SUND";
            default -> null;
          };
      default -> null;
    };
  }

  /** What a relocation names that refers to a section symbol without a section. */
  String reservedSectionName(int index) {
    return switch (index) {
      case 0xfff1 -> "ABS";
      case 0xfff2 -> "COMMON";
      default -> {
        String word = processorSection(index);
        yield switch (word) {
          case "SCOM" -> "SCOMMON";
          case "SUND" -> "SUNDEF";
          case "LARGE_COM" -> "LARGE_COMMON";
          case null, default ->
              // readelf keeps these values in 32 bits, counted down from the top.
              "<section 0x"
                  + Integer.toHexString(index >= 0xff00 ? index | 0xffff0000 : index)
                  + ">";
        };
      }
    };
  }
}
