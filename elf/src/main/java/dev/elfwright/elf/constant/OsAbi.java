package dev.elfwright.elf.constant;

import java.util.OptionalLong;

/** EI_OSABI: gABI, "ELF Identification". Numbers from 64 on depend on the processor. */
public final class OsAbi {

  /** ELFOSABI_NONE, also System V. */
  public static final int NONE = 0;

  /** ELFOSABI_GNU: uses GNU extensions, IFUNC or unique symbols. */
  public static final int GNU = 3;

  /** ELFOSABI_SOLARIS. */
  public static final int SOLARIS = 6;

  /** ELFOSABI_FREEBSD. */
  public static final int FREEBSD = 9;

  /** ELFOSABI_OPENBSD. */
  public static final int OPENBSD = 12;

  /** ELFOSABI_STANDALONE. */
  public static final int STANDALONE = 255;

  private static final NameTable NAMES =
      NameTable.of(
          """
          0 NONE SYSV
          1 HPUX
          2 NETBSD
          3 GNU LINUX
          4 HURD
          6 SOLARIS
          7 AIX
          8 IRIX
          9 FREEBSD
          10 TRU64
          11 MODESTO
          12 OPENBSD
          13 OPENVMS
          14 NSK
          15 AROS
          16 FENIXOS
          17 CLOUDABI
          18 OPENVOS
          255 STANDALONE
          AMDGPU:
          64 AMDGPU_HSA
          65 AMDGPU_PAL
          66 AMDGPU_MESA3D
          ARM:
          64 ARM_AEABI
          65 ARM_FDPIC
          97 ARM
          CUDA:
          51 CUDA
          65 CUDA_V2
          TI_C6000:
          64 C6000_ELFABI
          65 C6000_LINUX
          """);

  private OsAbi() {}

  /** The name without {@code ELFOSABI_}, or the number in hexadecimal. */
  public static String name(int value, Abi abi) {
    return NAMES.name(Integer.toUnsignedLong(value), abi);
  }

  /** The number of a name as {@link #name} gives it, or of another name for the same. */
  public static OptionalLong number(String name, Abi abi) {
    return NAMES.number(name, abi);
  }
}
