package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_CYGNUS_MEP; for the sources see {@code RelocationNames}. */
public final class MepRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_MEP_NONE
      1 R_RELC
      2 R_MEP_8
      3 R_MEP_16
      4 R_MEP_32
      5 R_MEP_PCREL8A2
      6 R_MEP_PCREL12A2
      7 R_MEP_PCREL17A2
      8 R_MEP_PCREL24A2
      9 R_MEP_PCABS24A2
      10 R_MEP_LOW16
      11 R_MEP_HI16U
      12 R_MEP_HI16S
      13 R_MEP_GPREL
      14 R_MEP_TPREL
      15 R_MEP_TPREL7
      16 R_MEP_TPREL7A2
      17 R_MEP_TPREL7A4
      18 R_MEP_UIMM24
      19 R_MEP_ADDR24A4
      20 R_MEP_GNU_VTINHERIT
      21 R_MEP_GNU_VTENTRY
      """;

  private MepRelocations() {}
}
