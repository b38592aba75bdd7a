package dev.elfwright.livepatch.build;

/** The relocations of kernel code for x86-64 (psABI, "Relocation Types"). */
final class X86Relocation {
  private static final int R64 = 1;
  private static final int PC32 = 2;
  private static final int PLT32 = 4;
  private static final int R32 = 10;
  private static final int R32S = 11;
  private static final int PC64 = 24;

  private X86Relocation() {}

  /** Whether the field counts from its own place. */
  static boolean isRelative(int type) {
    return type == PC32 || type == PLT32 || type == PC64;
  }

  /** Bytes of the field; 0 for a type that kernel code does not have. */
  static int size(int type) {
    return switch (type) {
      case R64, PC64 -> 8;
      case PC32, PLT32, R32, R32S -> 4;
      default -> 0;
    };
  }
}
