package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_BPF; for the sources see {@code RelocationNames}. */
public final class BpfRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_BPF_NONE
      1 R_BPF_64_64 R_BPF_INSN_64
      2 R_BPF_64_ABS64 R_BPF_INSN_32
      3 R_BPF_64_ABS32 R_BPF_INSN_16
      4 R_BPF_64_NODYLD32 R_BPF_INSN_DISP16
      5 R_BPF_DATA_8_PCREL
      6 R_BPF_DATA_16_PCREL
      7 R_BPF_DATA_32_PCREL
      8 R_BPF_DATA_8
      9 R_BPF_DATA_16
      10 R_BPF_64_32 R_BPF_INSN_DISP32
      11 R_BPF_DATA_32
      12 R_BPF_DATA_64
      13 R_BPF_DATA_64_PCREL
      """;

  private BpfRelocations() {}
}
