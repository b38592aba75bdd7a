package dev.elfwright.fat;

import dev.elfwright.elf.FileHeader;
import java.nio.ByteOrder;

/**
 * What a slice is for: the fields of the ELF header by which a system tells that it can run a file,
 * and a variant for processors that can do more (FatELF specification, version 1, "record").
 *
 * @param machine e_machine, 0 to 65535
 * @param osAbi EI_OSABI, 0 to 255
 * @param abiVersion EI_ABIVERSION, 0 to 255
 * @param is64 whether EI_CLASS is ELFCLASS64
 * @param order from EI_DATA
 * @param variant 0 for the architecture's baseline, otherwise a number that the machine gives a
 *     meaning
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
}
