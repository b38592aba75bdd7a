package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_ALPHA; for the sources see {@code RelocationNames}. */
public final class AlphaRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_ALPHA_NONE
      1 R_ALPHA_REFLONG
      2 R_ALPHA_REFQUAD
      3 R_ALPHA_GPREL32
      4 R_ALPHA_LITERAL
      5 R_ALPHA_LITUSE
      6 R_ALPHA_GPDISP
      7 R_ALPHA_BRADDR
      8 R_ALPHA_HINT
      9 R_ALPHA_SREL16
      10 R_ALPHA_SREL32
      11 R_ALPHA_SREL64
      17 R_ALPHA_GPRELHIGH
      18 R_ALPHA_GPRELLOW
      19 R_ALPHA_GPREL16
      24 R_ALPHA_COPY
      25 R_ALPHA_GLOB_DAT
      26 R_ALPHA_JMP_SLOT
      27 R_ALPHA_RELATIVE
      28 R_ALPHA_BRSGP R_ALPHA_TLS_GD_HI
      29 R_ALPHA_TLSGD
      30 R_ALPHA_TLSLDM R_ALPHA_TLS_LDM
      31 R_ALPHA_DTPMOD64
      32 R_ALPHA_GOTDTPREL
      33 R_ALPHA_DTPREL64
      34 R_ALPHA_DTPRELHI
      35 R_ALPHA_DTPRELLO
      36 R_ALPHA_DTPREL16
      37 R_ALPHA_GOTTPREL
      38 R_ALPHA_TPREL64
      39 R_ALPHA_TPRELHI
      40 R_ALPHA_TPRELLO
      41 R_ALPHA_TPREL16
      """;

  private AlphaRelocations() {}
}
