package dev.elfwright.elf.constant;

/** Symbol types: gABI, figure "Symbol Types"; GNU_IFUNC from the GNU gABI extensions. */
public final class SymbolType {
  /** STT_NOTYPE. */
  public static final int NOTYPE = 0;

  /** STT_OBJECT. */
  public static final int OBJECT = 1;

  /** STT_FUNC. */
  public static final int FUNC = 2;

  /** STT_SECTION. */
  public static final int SECTION = 3;

  /** STT_FILE. */
  public static final int FILE = 4;

  /** STT_COMMON. */
  public static final int COMMON = 5;

  /** STT_TLS. */
  public static final int TLS = 6;

  /** STT_GNU_IFUNC: the value is the address of a function that returns the address. */
  public static final int GNU_IFUNC = 10;

  private SymbolType() {}
}
