package dev.elfwright.fat;

import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.constant.Machine;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * What a slice is for: the fields of the ELF header by which a system tells that it can run a file,
 * and a variant for processors that can do more (FatELF specification, version 1, "record").
 *
 * @param machine e_machine, 0 to 65535
 * @param osAbi EI_OSABI, 0 to 255
 * @param abiVersion EI_ABIVERSION, 0 to 255
 * @param is64 whether EI_CLASS is ELFCLASS64
 * @param order from EI_DATA
 * @param variant 0 for the architecture's baseline, otherwise a number that {@link Variants} names,
 *     up to 255
 */
public record Target(
    int machine, int osAbi, int abiVersion, boolean is64, ByteOrder order, int variant) {

  /** The target of an ELF file, as its header tells it. */
  public static Target of(FileHeader header) {
    return new Target(
        header.machine(), header.osAbi(), header.abiVersion(), header.is64(), header.order(), 0);
  }

  /** The same target with another variant. */
  public Target withVariant(int variant) {
    return new Target(machine, osAbi, abiVersion, is64, order, variant);
  }

  /**
   * The short name: Debian's name of the architecture, with the variant's behind it, or {@link
   * #fields} where the architecture has none. Targets that differ in OS ABI share it.
   */
  public String name() {
    return Architectures.of(this)
        .map(a -> Variants.name(a.name(), this).orElseGet(this::fields))
        .orElseGet(this::fields);
  }

  /**
   * All fields in FatELF's own notation, {@code x86_64:64bits:le:sysv:osabiver0}; unknown machines
   * are {@code machine4660}, a variant that is not 0 is appended as {@code variant3}.
   */
  public String fields() {
    String text =
        "%s:%s:%s:%s:osabiver%d"
            .formatted(
                FatElfNames.machine(machine),
                is64 ? "64bits" : "32bits",
                order == ByteOrder.LITTLE_ENDIAN ? "le" : "be",
                FatElfNames.osAbi(osAbi),
                abiVersion);
    return variant == 0 ? text : text + ":variant" + variant;
  }

  /**
   * The size in bytes to whose multiples a slice is aligned, so that every kernel for its machine
   * can map it: the largest page that such kernels have.
   */
  public long pageSize() {
    return switch (machine) {
      case Machine.AARCH64, Machine.PPC64, Machine.PPC, Machine.MIPS, Machine.IA_64 -> 0x10000;
      case Machine.LOONGARCH, Machine.SH -> 0x10000;
      case Machine.SPARC, Machine.SPARC32PLUS, Machine.SPARCV9, Machine.ALPHA -> 0x2000;
      case Machine.M68K -> 0x2000;
      default -> 0x1000;
    };
  }

  // By hand: what the compiler makes is put together from method handles at its first use, 8 ms.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Target t
        && machine == t.machine
        && osAbi == t.osAbi
        && abiVersion == t.abiVersion
        && is64 == t.is64
        && order.equals(t.order)
        && variant == t.variant;
  }

  @Override
  public int hashCode() {
    int elfClass = is64 ? 2 : 1;
    int data = order.equals(ByteOrder.LITTLE_ENDIAN) ? 1 : 2;
    return ((((machine * 31 + osAbi) * 31 + abiVersion) * 31 + elfClass) * 31 + data) * 31
        + variant;
  }

  /** The short name. */
  @Override
  public String toString() {
    return name();
  }
}
