package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_860; for the sources see {@code RelocationNames}. */
public final class I860Relocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_860_NONE
      1 R_860_32
      2 R_860_COPY
      3 R_860_GLOB_DAT
      4 R_860_JUMP_SLOT
      5 R_860_RELATIVE
      48 R_860_PC26
      49 R_860_PLT26
      50 R_860_PC16
      64 R_860_LOW0
      66 R_860_SPLIT0
      68 R_860_LOW1
      70 R_860_SPLIT1
      72 R_860_LOW2
      74 R_860_SPLIT2
      76 R_860_LOW3
      80 R_860_LOGOT0
      82 R_860_SPGOT0
      84 R_860_LOGOT1
      86 R_860_SPGOT1
      96 R_860_LOGOTOFF0
      98 R_860_SPGOTOFF0
      100 R_860_LOGOTOFF1
      102 R_860_SPGOTOFF1
      104 R_860_LOGOTOFF2
      108 R_860_LOGOTOFF3
      112 R_860_LOPC
      128 R_860_HIGHADJ
      144 R_860_HAGOT
      160 R_860_HAGOTOFF
      176 R_860_HAPC
      192 R_860_HIGH
      208 R_860_HIGOT
      224 R_860_HIGOTOFF
      """;

  private I860Relocations() {}
}
