package dev.elfwright.elf.constant;

import java.util.List;

/**
 * Properties in a note NT_GNU_PROPERTY_TYPE_0: Linux gABI extensions, "Program Property"; x86-64,
 * AArch64 and RISC-V psABIs.
 */
public final class GnuProperty {
  /** GNU_PROPERTY_STACK_SIZE. */
  public static final int STACK_SIZE = 1;

  /** GNU_PROPERTY_NO_COPY_ON_PROTECTED. */
  public static final int NO_COPY_ON_PROTECTED = 2;

  /** GNU_PROPERTY_MEMORY_SEAL. */
  public static final int MEMORY_SEAL = 3;

  /** GNU_PROPERTY_1_NEEDED. */
  public static final int NEEDED = 0xb0008000;

  /** GNU_PROPERTY_X86_ISA_1_NEEDED. */
  public static final int X86_ISA_1_NEEDED = 0xc0008002;

  /** GNU_PROPERTY_X86_ISA_1_USED. */
  public static final int X86_ISA_1_USED = 0xc0010002;

  /** GNU_PROPERTY_X86_FEATURE_1_AND. */
  public static final int X86_FEATURE_1_AND = 0xc0000002;

  /** GNU_PROPERTY_AARCH64_FEATURE_1_AND. */
  public static final int AARCH64_FEATURE_1_AND = 0xc0000000;

  private static final NameTable TYPES =
      NameTable.of(
          """
          1 STACK_SIZE
          2 NO_COPY_ON_PROTECTED
          3 MEMORY_SEAL
          0xb0008000 1_NEEDED
          386 IAMCU X86_64 L10M K10M:
          0xc0000000 X86_COMPAT_ISA_1_USED
          0xc0000001 X86_COMPAT_ISA_1_NEEDED
          0xc0000002 X86_FEATURE_1_AND
          0xc0008000 X86_COMPAT_2_ISA_1_NEEDED
          0xc0008001 X86_FEATURE_2_NEEDED
          0xc0008002 X86_ISA_1_NEEDED
          0xc0010000 X86_COMPAT_2_ISA_1_USED
          0xc0010001 X86_FEATURE_2_USED
          0xc0010002 X86_ISA_1_USED
          AARCH64:
          0xc0000000 AARCH64_FEATURE_1_AND
          0xc0000001 AARCH64_FEATURE_PAUTH
          RISCV:
          0xc0000000 RISCV_FEATURE_1_AND
          """);

  private static final FlagTable NEEDED_1 = FlagTable.of("1 INDIRECT_EXTERN_ACCESS");
  private static final FlagTable AARCH64_FEATURE_1 = FlagTable.of("1 BTI\n2 PAC\n4 GCS");
  private static final FlagTable RISCV_FEATURE_1 =
      FlagTable.of("1 CFI_LP_UNLABELED\n2 CFI_SS\n4 CFI_LP_FUNC_SIG");
  private static final FlagTable X86_FEATURE_1 =
      FlagTable.of(
          """
          0x1 IBT
          0x2 SHSTK
          0x4 LAM_U48
          0x8 LAM_U57
          """);
  private static final FlagTable X86_FEATURE_2 =
      FlagTable.of(
          """
          0x1 X86
          0x2 X87
          0x4 MMX
          0x8 XMM
          0x10 YMM
          0x20 ZMM
          0x40 FXSR
          0x80 XSAVE
          0x100 XSAVEOPT
          0x200 XSAVEC
          0x400 TMM
          """);
  private static final FlagTable X86_ISA =
      FlagTable.of(
          """
          0x1 BASELINE
          0x2 V2
          0x4 V3
          0x8 V4
          """);
  private static final FlagTable X86_COMPAT_ISA =
      FlagTable.of(
          """
          0x1 486
          0x2 586
          0x4 686
          0x8 SSE
          0x10 SSE2
          0x20 SSE3
          0x40 SSSE3
          0x80 SSE4_1
          0x100 SSE4_2
          0x200 AVX
          0x400 AVX2
          0x800 AVX512F
          0x1000 AVX512CD
          0x2000 AVX512ER
          0x4000 AVX512PF
          0x8000 AVX512VL
          0x10000 AVX512DQ
          0x20000 AVX512BW
          """);
  private static final FlagTable X86_COMPAT_2_ISA =
      FlagTable.of(
          """
          0x1 CMOV
          0x2 SSE
          0x4 SSE2
          0x8 SSE3
          0x10 SSSE3
          0x20 SSE4_1
          0x40 SSE4_2
          0x80 AVX
          0x100 AVX2
          0x200 FMA
          0x400 AVX512F
          0x800 AVX512CD
          0x1000 AVX512ER
          0x2000 AVX512PF
          0x4000 AVX512VL
          0x8000 AVX512DQ
          0x10000 AVX512BW
          0x20000 AVX512_4FMAPS
          0x40000 AVX512_4VNNIW
          0x80000 AVX512_BITALG
          0x100000 AVX512_IFMA
          0x200000 AVX512_VBMI
          0x400000 AVX512_VBMI2
          0x800000 AVX512_VNNI
          0x1000000 AVX512_BF16
          """);
  private static final FlagTable NONE = FlagTable.of("");

  private GnuProperty() {}

  /** The name without {@code GNU_PROPERTY_}, or the number in hexadecimal. */
  public static String name(int type, Abi abi) {
    return TYPES.name(Integer.toUnsignedLong(type), abi);
  }

  /** Whether the data of a type is 4 bytes of bits with names, see {@link #bits}. */
  public static boolean isBits(int type, Abi abi) {
    return table(name(type, abi)) != NONE;
  }

  /** Whether a type is GNU_PROPERTY_AARCH64_FEATURE_PAUTH. */
  public static boolean isPointerAuthentication(int type, Abi abi) {
    return name(type, abi).equals("AARCH64_FEATURE_PAUTH");
  }

  /**
   * The names of the bits that are set in a property of 4 bytes, lowest first. What has no name
   * comes last, as one number in hexadecimal.
   */
  public static List<String> bits(int type, int value, Abi abi) {
    return table(name(type, abi)).names(Integer.toUnsignedLong(value), abi);
  }

  private static FlagTable table(String type) {
    return switch (type) {
      case "1_NEEDED" -> NEEDED_1;
      case "AARCH64_FEATURE_1_AND" -> AARCH64_FEATURE_1;
      case "RISCV_FEATURE_1_AND" -> RISCV_FEATURE_1;
      case "X86_FEATURE_1_AND" -> X86_FEATURE_1;
      case "X86_FEATURE_2_NEEDED", "X86_FEATURE_2_USED" -> X86_FEATURE_2;
      case "X86_ISA_1_NEEDED", "X86_ISA_1_USED" -> X86_ISA;
      case "X86_COMPAT_ISA_1_NEEDED", "X86_COMPAT_ISA_1_USED" -> X86_COMPAT_ISA;
      case "X86_COMPAT_2_ISA_1_NEEDED", "X86_COMPAT_2_ISA_1_USED" -> X86_COMPAT_2_ISA;
      default -> NONE;
    };
  }
}
