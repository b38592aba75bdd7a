package dev.elfwright.elf.unwind;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One row of the table that call frame instructions describe (DWARF 5, 6.4.1): what holds from an
 * address up to that of the next row.
 *
 * @param address the first address
 * @param cfa the canonical frame address
 * @param registers the rules that there are, by register; of others the ABI decides
 * @param signedReturn whether the return address is signed, on AArch64 (its DWARF ABI,
 *     RA_SIGN_STATE)
 */
public record FrameRow(
    long address, CfaRule cfa, SortedMap<Long, RegisterRule> registers, boolean signedReturn) {
  /** Copies the map. */
  public FrameRow {
    registers = Collections.unmodifiableSortedMap(new TreeMap<>(registers));
  }
}
