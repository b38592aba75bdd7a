package dev.elfwright.natives.model;

import dev.elfwright.elf.constant.Machine;

/**
 * What a library was compiled for.
 *
 * @param machine e_machine, see {@link Machine}
 * @param bits 32 or 64
 * @param bigEndian the byte order
 * @param osAbi EI_OSABI, 0 to 255; 0 and 3 on Linux
 */
public record Target(int machine, int bits, boolean bigEndian, int osAbi) {

  /** Whether code of this target can use code of another: all but EI_OSABI are the same. */
  public boolean fits(Target other) {
    return machine == other.machine && bits == other.bits && bigEndian == other.bigEndian;
  }

  @Override
  public String toString() {
    return "%s, %d bit%s".formatted(Machine.name(machine), bits, bigEndian ? ", big-endian" : "");
  }
}
