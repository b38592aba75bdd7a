package dev.elfwright.link.fuse;

/** The dynamic relocation types of x86-64 (x86-64 psABI, table "Relocation Types"). */
final class X86_64 {
  static final int NONE = 0;
  static final int WORD64 = 1;
  static final int PC32 = 2;
  static final int PLT32 = 4;
  static final int COPY = 5;
  static final int GLOB_DAT = 6;
  static final int JUMP_SLOT = 7;
  static final int RELATIVE = 8;
  static final int DTPMOD64 = 16;
  static final int DTPOFF64 = 17;
  static final int TPOFF64 = 18;
  static final int SIZE32 = 32;
  static final int SIZE64 = 33;
  static final int TLSDESC = 36;
  static final int IRELATIVE = 37;
  static final int RELATIVE64 = 38;

  private X86_64() {}
}
