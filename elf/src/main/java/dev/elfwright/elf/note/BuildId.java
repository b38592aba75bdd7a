package dev.elfwright.elf.note;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Note;
import dev.elfwright.elf.NoteTable;
import dev.elfwright.elf.constant.NoteType;
import dev.elfwright.elf.constant.SectionType;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The build ID of a file, NT_GNU_BUILD_ID: the same for a program and its file of debugging
 * information.
 *
 * @param hex its bytes in lower-case hexadecimal
 */
public record BuildId(String hex) implements NoteValue {
  /** The most bytes that one is taken to have. */
  public static final int LONGEST = 64;

  /**
   * That of a file: from its section headers, or from its PT_NOTE segments when it has none. Files
   * of debugging information have segments that are not in the file, so sections come first.
   *
   * @throws dev.elfwright.elf.ElfFormatException when its notes are malformed
   */
  public static Optional<BuildId> of(ElfModel model) {
    Stream<Note> notes =
        model.sections().isEmpty()
            ? model.notes().stream()
            : model.sections().stream()
                .filter(s -> s.header().type() == SectionType.NOTE)
                .flatMap(s -> ((NoteTable) s.content()).notes().stream());
    return notes
        .filter(n -> n.type() == NoteType.GNU_BUILD_ID && n.name().equals("GNU"))
        .filter(n -> n.description().byteSize() > 0 && n.description().byteSize() <= LONGEST)
        .map(n -> HexFormat.of().formatHex(n.description().toArray(ValueLayout.JAVA_BYTE)))
        .map(BuildId::new)
        .findFirst();
  }
}
