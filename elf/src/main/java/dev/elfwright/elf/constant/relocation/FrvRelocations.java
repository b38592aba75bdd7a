package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_CYGNUS_FRV; for the sources see {@code RelocationNames}. */
public final class FrvRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_FRV_NONE
      1 R_FRV_32
      2 R_FRV_LABEL16
      3 R_FRV_LABEL24
      4 R_FRV_LO16
      5 R_FRV_HI16
      6 R_FRV_GPREL12
      7 R_FRV_GPRELU12
      8 R_FRV_GPREL32
      9 R_FRV_GPRELHI
      10 R_FRV_GPRELLO
      11 R_FRV_GOT12
      12 R_FRV_GOTHI
      13 R_FRV_GOTLO
      14 R_FRV_FUNCDESC
      15 R_FRV_FUNCDESC_GOT12
      16 R_FRV_FUNCDESC_GOTHI
      17 R_FRV_FUNCDESC_GOTLO
      18 R_FRV_FUNCDESC_VALUE
      19 R_FRV_FUNCDESC_GOTOFF12
      20 R_FRV_FUNCDESC_GOTOFFHI
      21 R_FRV_FUNCDESC_GOTOFFLO
      22 R_FRV_GOTOFF12
      23 R_FRV_GOTOFFHI
      24 R_FRV_GOTOFFLO
      25 R_FRV_GETTLSOFF
      26 R_FRV_TLSDESC_VALUE
      27 R_FRV_GOTTLSDESC12
      28 R_FRV_GOTTLSDESCHI
      29 R_FRV_GOTTLSDESCLO
      30 R_FRV_TLSMOFF12
      31 R_FRV_TLSMOFFHI
      32 R_FRV_TLSMOFFLO
      33 R_FRV_GOTTLSOFF12
      34 R_FRV_GOTTLSOFFHI
      35 R_FRV_GOTTLSOFFLO
      36 R_FRV_TLSOFF
      37 R_FRV_TLSDESC_RELAX
      38 R_FRV_GETTLSOFF_RELAX
      39 R_FRV_TLSOFF_RELAX
      40 R_FRV_TLSMOFF
      200 R_FRV_GNU_VTINHERIT
      201 R_FRV_GNU_VTENTRY
      """;

  private FrvRelocations() {}
}
