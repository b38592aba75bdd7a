package dev.elfwright.elf;

import java.util.ArrayList;
import java.util.List;

/**
 * Notes (gABI, "Note Section"): name size, description size and type of 4 bytes each, then the name
 * and the description, each padded to the alignment. The alignment is 4, but 8 where the section or
 * segment says so (Linux gABI extensions, "Program Property").
 */
public final class NoteTable implements SectionContent {
  /**
   * A core dump has thousands. Without a limit, zeros of a sparse file would be read as empty
   * notes, and cost ten times the file's size.
   */
  private static final int MOST = 1 << 20;

  private final List<Note> notes;

  NoteTable(ElfBytes in, long start, long size, long alignment) {
    in.require(start, size, "notes");
    long align = alignment == 8 ? 8 : 4;
    long end = start + size;
    List<Note> found = new ArrayList<>();
    long at = start;
    while (at + 12 <= end) {
      if (found.size() == MOST) {
        throw in.malformed(at, "notes", "more than " + MOST);
      }
      long nameSize = in.u32(at);
      long descriptionSize = in.u32(at + 4);
      long descriptionAt = roundUp(at + 12 + nameSize - start, align) + start;
      if (nameSize > end - at - 12
          || (descriptionAt > end && descriptionSize != 0)
          || descriptionSize > Math.max(0, end - descriptionAt)) {
        throw in.malformed(
            at,
            "note",
            "name of 0x%x and description of 0x%x bytes do not fit before 0x%x"
                .formatted(nameSize, descriptionSize, end));
      }
      String name = nameSize == 0 ? "" : name(in, at + 12, nameSize);
      found.add(
          new Note(
              name,
              in.i32(at + 8),
              in.slice(Math.min(descriptionAt, end), descriptionSize, "note")));
      at = roundUp(descriptionAt + descriptionSize - start, align) + start;
    }
    notes = List.copyOf(found);
  }

  private static String name(ElfBytes in, long at, long size) {
    if (size > ElfBytes.LONGEST_STRING) {
      throw in.malformed(at, "note name", "0x%x bytes are too many".formatted(size));
    }
    return in.u8(at + size - 1) == 0 ? in.string(at, at + size, "note name") : in.text(at, size);
  }

  private static long roundUp(long value, long align) {
    return (value + align - 1) & -align;
  }

  /** All notes in order. */
  public List<Note> notes() {
    return notes;
  }
}
