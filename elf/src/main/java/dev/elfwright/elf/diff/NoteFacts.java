package dev.elfwright.elf.diff;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Note;
import dev.elfwright.elf.NoteTable;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.constant.NoteType;
import dev.elfwright.elf.diff.Subject.Kind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.List;

/** The notes that are loaded; in files without segments those of the sections. */
final class NoteFacts {
  /** Build IDs have 20 bytes, properties a few words. A longer note is compared as a section. */
  private static final long LONGEST = 256;

  private NoteFacts() {}

  static void add(ElfModel file, Inventory to) {
    if (!file.segments().isEmpty()) {
      add(file.notes(), to);
      return;
    }
    for (Section section : file.sections()) {
      if (section.content() instanceof NoteTable table) {
        add(table.notes(), to);
      }
    }
  }

  private static void add(List<Note> notes, Inventory to) {
    for (Note note : notes) {
      String name = note.name().concat(" ").concat(NoteType.name(note.name(), note.type()));
      to.add(Kind.NOTE, name, value(note.description()));
    }
  }

  private static String value(MemorySegment bytes) {
    return bytes.byteSize() > LONGEST
        ? Long.toString(bytes.byteSize()).concat(" bytes")
        : HexFormat.of().formatHex(bytes.toArray(ValueLayout.JAVA_BYTE));
  }
}
