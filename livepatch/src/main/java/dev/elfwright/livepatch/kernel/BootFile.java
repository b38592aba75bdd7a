package dev.elfwright.livepatch.kernel;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * The ELF file in what a boot loader loads (Documentation/arch/x86/boot.rst, "The Real-Mode Kernel
 * Header").
 *
 * <table>
 * <caption>Fields of an x86 kernel, offsets in bytes, little-endian</caption>
 * <tr><td>0x1f1</td><td>1</td><td>sectors of 512 bytes before the code, less one; 0 means 4</td></tr>
 * <tr><td>0x1fe</td><td>2</td><td>0xaa55</td></tr>
 * <tr><td>0x202</td><td>4</td><td>"HdrS"</td></tr>
 * <tr><td>0x206</td><td>2</td><td>version of the protocol; from 2.08 on there is a payload</td></tr>
 * <tr><td>0x248</td><td>4</td><td>offset of the payload from the code</td></tr>
 * <tr><td>0x24c</td><td>4</td><td>bytes of the payload; the last four are its expanded size</td></tr>
 * </table>
 */
final class BootFile {
  private static final int HEADER_MAGIC = 0x5372_6448; // "HdrS"
  private static final int FIRST_WITH_PAYLOAD = 0x208;
  private static final String STRUCTURE = "Linux boot header";

  /** How LLVM bitcode begins: {@code BC C0 DE} (LLVM Bitcode File Format, "Magic Numbers"). */
  private static final int BITCODE = 0xdec0_4342;

  private BootFile() {}

  /** All bytes of a regular file. */
  static MemorySegment read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw Files.exists(file)
          ? new IOException(file + ": no regular file")
          : new NoSuchFileException(file.toString());
    }
    return MemorySegment.ofArray(Files.readAllBytes(file));
  }

  /**
   * The ELF file that they are, or hold.
   *
   * @throws ElfFormatException when there is none, or it is cut short
   */
  static ElfModel elf(String file, MemorySegment bytes) {
    MemorySegment expanded =
        Packing.of(bytes).isPresent()
            ? Packing.expand(file, 0, bytes, OptionalLong.empty())
            : bytes;
    if (isElf(expanded)) {
      return Elf.parse(file, expanded);
    }
    ElfBytes in = new ElfBytes(file, expanded, true, false);
    if (in.size() >= 4 && in.i32(0) == BITCODE) {
      throw in.malformed(
          0, "kernel", "LLVM bitcode, which clang -flto writes, and no machine code");
    }
    return Elf.parse(file, payload(in));
  }

  private static boolean isElf(MemorySegment bytes) {
    return bytes.byteSize() >= 4
        && new ElfBytes("", bytes, true, true).i32(0) == 0x7f454c46; // "\177ELF"
  }

  /** Boot files of other processors hold the kernel's bytes, of which no ELF file is left. */
  private static void requireNoForeign(ElfBytes in) {
    for (Foreign f : Foreign.values()) {
      if (in.size() >= f.offset + 4 && in.i32(f.offset) == f.magic) {
        throw in.malformed(
            f.offset, "kernel", "a boot file of " + f.what + ", which holds no ELF; give vmlinux");
      }
    }
  }

  /** By what others are known, a little-endian word. */
  private enum Foreign {
    /** Documentation/arch/arm64/booting.rst. */
    ARM64(0x38, 0x644d_5241, "arm64"),
    /** LINUX_PE_MAGIC in include/linux/pe.h, in arch/loongarch/kernel/head.S. */
    LOONGARCH(0x38, 0x8182_23cd, "loongarch64"),
    /** drivers/firmware/efi/libstub/zboot-header.S. */
    ZBOOT(4, 0x676d_697a, "EFI that expands itself (zimg)"),
    /** "S390EP", arch/s390/boot/head.S. */
    S390X(0x10008, 0x3039_3353, "s390x");

    private final long offset;
    private final int magic;
    private final String what;

    Foreign(long offset, int magic, String what) {
      this.offset = offset;
      this.magic = magic;
      this.what = what;
    }
  }

  private static MemorySegment payload(ElfBytes in) {
    if (in.size() < 0x250 || in.u16(0x1fe) != 0xaa55 || in.i32(0x202) != HEADER_MAGIC) {
      requireNoForeign(in);
      throw in.malformed(
          0, "kernel", "neither ELF nor an x86 boot file (HdrS at 0x202), packed or not");
    }
    if (in.u16(0x206) < FIRST_WITH_PAYLOAD) {
      throw in.malformed(
          0x206, STRUCTURE, "protocol 0x%x, expected 0x208 or later".formatted(in.u16(0x206)));
    }
    int sectors = in.u8(0x1f1) == 0 ? 4 : in.u8(0x1f1);
    long start = (sectors + 1) * 512L + in.u32(0x248);
    long size = in.u32(0x24c);
    MemorySegment packed = in.slice(start, size, "kernel payload");
    if (isElf(packed)) {
      return packed;
    }
    if (size < 8) {
      throw in.malformed(start, "kernel payload", size + " bytes are too few");
    }
    long expanded = in.u32(start + size - 4);
    return Packing.expand(in.file(), start, packed, OptionalLong.of(expanded));
  }
}
