package dev.elfwright.elf;

import java.lang.foreign.MemorySegment;

/**
 * One note (gABI, "Note Section").
 *
 * @param name the owner, without its NUL, such as {@code GNU}
 * @param type the type, whose meaning the owner gives
 * @param description the bytes of the note, a view of the file
 */
public record Note(String name, int type, MemorySegment description) {
  /** NT_GNU_BUILD_ID of owner {@code GNU}. */
  public static final int GNU_BUILD_ID = 3;
}
