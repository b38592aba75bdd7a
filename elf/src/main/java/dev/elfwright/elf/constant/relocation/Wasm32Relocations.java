package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_WEBASSEMBLY; for the sources see {@code RelocationNames}. */
public final class Wasm32Relocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_WASM32_NONE
      1 R_WASM32_32
      """;

  private Wasm32Relocations() {}
}
