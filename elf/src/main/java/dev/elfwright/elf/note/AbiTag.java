package dev.elfwright.elf.note;

/**
 * NT_GNU_ABI_TAG: the system that a program is for, and the oldest kernel that runs it (LSB Core,
 * "Note Section"; glibc's csu/abi-note.c). Four numbers of 4 bytes: system, and the version's
 * three.
 *
 * @param system the system's number, see {@link #systemName}
 * @param major the first number of the kernel's version; unsigned, as those that follow
 * @param minor the second
 * @param patch the third
 */
public record AbiTag(int system, int major, int minor, int patch) implements NoteValue {
  static AbiTag read(Description d) {
    d.require(0, 16);
    return new AbiTag(d.i32(0), d.i32(4), d.i32(8), d.i32(12));
  }

  /** The name of the system, or its number in hexadecimal. */
  public String systemName() {
    return switch (system) {
      case 0 -> "Linux";
      case 1 -> "Hurd";
      case 2 -> "Solaris";
      case 3 -> "FreeBSD";
      case 4 -> "NetBSD";
      case 5 -> "Syllable";
      case 6 -> "NaCl";
      default -> "0x" + Integer.toHexString(system);
    };
  }

  /** The version as {@code 3.2.0}. */
  public String version() {
    return "%s.%s.%s"
        .formatted(
            Integer.toUnsignedString(major),
            Integer.toUnsignedString(minor),
            Integer.toUnsignedString(patch));
  }
}
