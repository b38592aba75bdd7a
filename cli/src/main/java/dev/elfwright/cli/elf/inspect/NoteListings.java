package dev.elfwright.cli.elf.inspect;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Note;
import dev.elfwright.elf.NoteTable;
import dev.elfwright.elf.constant.NoteType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The notes of the segments, or of the sections where there are no segments. */
final class NoteListings {
  private static final int LONGEST_SHOWN = 64;

  private NoteListings() {}

  static List<Listing> of(ElfModel file) {
    return List.of(
        new Listing(
            "notes",
            "Notes",
            List.of(
                Column.name("owner"),
                Column.word("type"),
                Column.size("size"),
                Column.word("description")),
            () -> notes(file).map(NoteListings::row)));
  }

  static Stream<Note> notes(ElfModel file) {
    return file.segments().isEmpty()
        ? file.sections().stream()
            .flatMap(s -> s.content() instanceof NoteTable t ? t.notes().stream() : Stream.of())
        : file.notes().stream();
  }

  private static List<Object> row(Note note) {
    return List.of(
        note.name(),
        NoteType.name(note.name(), note.type()),
        note.description().byteSize(),
        hex(note.description()));
  }

  /** The first bytes in hexadecimal. */
  static String hex(MemorySegment bytes) {
    long shown = Math.min(bytes.byteSize(), LONGEST_SHOWN);
    String text = HexFormat.of().formatHex(bytes.asSlice(0, shown).toArray(ValueLayout.JAVA_BYTE));
    return shown < bytes.byteSize() ? text.concat("...") : text;
  }
}
