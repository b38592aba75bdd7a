package dev.elfwright.machine.readelf;

import dev.elfwright.elf.constant.Machine;

/** What readelf calls EI_OSABI; from 64 on, its meaning depends on the machine. */
final class OsAbiNames {
  /** ELFOSABI_NONE. */
  static final int NONE = 0;

  /** ELFOSABI_GNU. */
  static final int GNU = 3;

  /** ELFOSABI_SOLARIS. */
  static final int SOLARIS = 6;

  /** ELFOSABI_FREEBSD. */
  static final int FREEBSD = 9;

  private static final int MSP430 = 105;
  private static final int MSP430_OLD = 0x1059;
  private static final int TI_C6000 = 140;
  private static final int VISIUM = 221;
  private static final int AMDGPU = 224;

  private OsAbiNames() {}

  static String of(int osAbi, int machine) {
    return switch (osAbi) {
      case NONE -> "UNIX - System V";
      case 1 -> "UNIX - HP-UX";
      case 2 -> "UNIX - NetBSD";
      case GNU -> "UNIX - GNU";
      case SOLARIS -> "UNIX - Solaris";
      case 7 -> "UNIX - AIX";
      case 8 -> "UNIX - IRIX";
      case FREEBSD -> "UNIX - FreeBSD";
      case 10 -> "UNIX - TRU64";
      case 11 -> "Novell - Modesto";
      case 12 -> "UNIX - OpenBSD";
      case 13 -> "VMS - OpenVMS";
      case 14 -> "HP - Non-Stop Kernel";
      case 15 -> "AROS";
      case 16 -> "FenixOS";
      case 17 -> "Nuxi CloudABI";
      case 18 -> "Stratus Technologies OpenVOS";
      default -> ofMachine(osAbi, machine);
    };
  }

  private static String ofMachine(int osAbi, int machine) {
    String unknown = "<unknown: " + Integer.toHexString(osAbi) + ">";
    return switch (machine) {
      case AMDGPU ->
          switch (osAbi) {
            case 64 -> "AMD HSA";
            case 65 -> "AMD PAL";
            case 66 -> "AMD Mesa3D";
            default -> unknown;
          };
      case Machine.ARM ->
          switch (osAbi) {
            case 65 -> "ARM FDPIC";
            case 97 -> "ARM";
            default -> unknown;
          };
      case MSP430, MSP430_OLD, VISIUM -> osAbi == 255 ? "Standalone App" : unknown;
      case TI_C6000 ->
          switch (osAbi) {
            case 64 -> "Bare-metal C6000";
            case 65 -> "Linux C6000";
            default -> unknown;
          };
      default -> unknown;
    };
  }
}
