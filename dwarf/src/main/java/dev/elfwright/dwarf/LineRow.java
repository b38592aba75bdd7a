package dev.elfwright.dwarf;

/**
 * One row of a line table: from its address on, up to that of the next row, code is from this place
 * in the source (DWARF 5, section 6.2.2).
 *
 * @param address the address of the first instruction
 * @param file the number of the file, as {@link LineTable#file} takes it
 * @param line counted from 1; 0 for code that no line has
 * @param column counted from 1; 0 for the left edge, or unknown
 * @param isStatement whether a breakpoint may well be put here
 * @param isEnd whether the row is behind the last instruction of its sequence
 * @param discriminator tells apart what lies in one line; 0 for none
 */
public record LineRow(
    long address,
    int file,
    int line,
    int column,
    boolean isStatement,
    boolean isEnd,
    int discriminator) {}
