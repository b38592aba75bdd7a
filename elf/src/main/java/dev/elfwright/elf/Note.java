package dev.elfwright.elf;

import dev.elfwright.elf.note.NoteValue;
import java.lang.foreign.MemorySegment;

/**
 * One note (gABI, "Note Section").
 *
 * @param name the owner, without its NUL, such as {@code GNU}
 * @param type the type, whose meaning the owner gives
 * @param description the bytes of the note, a view of the file
 */
public record Note(String name, int type, MemorySegment description) implements NoteValue {
  /** NT_GNU_BUILD_ID of owner {@code GNU}. */
  public static final int GNU_BUILD_ID = 3;

  /**
   * What it says; the note itself where that is not known.
   *
   * @param model the file that this was read from
   * @throws ElfFormatException when it is too short for what it has to say
   */
  public NoteValue value(ElfModel model) {
    return NoteValue.of(model, this);
  }
}
