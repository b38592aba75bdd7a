package dev.elfwright.elf.constant.relocation;

/** Relocation types of EM_AMDGPU; for the sources see {@code RelocationNames}. */
public final class AmdgpuRelocations {
  /** Lines {@code number NAME other-names}. */
  public static final String LINES =
      """
      0 R_AMDGPU_NONE
      1 R_AMDGPU_ABS32_LO
      2 R_AMDGPU_ABS32_HI
      3 R_AMDGPU_ABS64
      4 R_AMDGPU_REL32
      5 R_AMDGPU_REL64
      6 R_AMDGPU_ABS32
      7 R_AMDGPU_GOTPCREL
      8 R_AMDGPU_GOTPCREL32_LO
      9 R_AMDGPU_GOTPCREL32_HI
      10 R_AMDGPU_REL32_LO
      11 R_AMDGPU_REL32_HI
      13 R_AMDGPU_RELATIVE64
      14 R_AMDGPU_REL16
      """;

  private AmdgpuRelocations() {}
}
