package dev.elfwright.elf.constant;

/** Symbol bindings: gABI, figure "Symbol Binding"; GNU_UNIQUE from GNU binutils' elf/common.h. */
public final class SymbolBinding {
  /** STB_LOCAL. */
  public static final int LOCAL = 0;

  /** STB_GLOBAL. */
  public static final int GLOBAL = 1;

  /** STB_WEAK. */
  public static final int WEAK = 2;

  /** STB_GNU_UNIQUE: one definition in the whole process. */
  public static final int GNU_UNIQUE = 10;

  private SymbolBinding() {}
}
