package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_SPU; for the sources see {@code RelocationNames}. */
public final class SpuRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_SPU_NONE
      1 R_SPU_ADDR10
      2 R_SPU_ADDR16
      3 R_SPU_ADDR16_HI
      4 R_SPU_ADDR16_LO
      5 R_SPU_ADDR18
      6 R_SPU_ADDR32
      7 R_SPU_REL16
      8 R_SPU_ADDR7
      9 R_SPU_REL9
      10 R_SPU_REL9I
      11 R_SPU_ADDR10I
      12 R_SPU_ADDR16I
      13 R_SPU_REL32
      14 R_SPU_ADDR16X
      15 R_SPU_PPU32
      16 R_SPU_PPU64
      17 R_SPU_ADD_PIC
      """;

  private SpuRelocations() {}
}
