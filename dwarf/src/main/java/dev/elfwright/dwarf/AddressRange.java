package dev.elfwright.dwarf;

/**
 * A range of addresses.
 *
 * @param start the first address
 * @param end the address behind the last
 */
public record AddressRange(long start, long end) {
  /** Whether an address lies in it. */
  public boolean contains(long address) {
    return Long.compareUnsigned(address, start) >= 0 && Long.compareUnsigned(address, end) < 0;
  }

  @Override
  public String toString() {
    return "[0x%x, 0x%x)".formatted(start, end);
  }
}
