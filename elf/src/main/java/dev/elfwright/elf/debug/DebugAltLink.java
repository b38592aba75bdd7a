package dev.elfwright.elf.debug;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Names;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.note.BuildId;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.Optional;

/**
 * .gnu_debugaltlink: a path ended by NUL, and the build ID of the file there, up to the section's
 * end (GDB manual, "Debugging Information in Separate Files"). That file has what several files of
 * debugging information share; dwz writes both.
 *
 * @param path relative to the folder of the file with this link, or absolute
 * @param id the build ID of the shared file
 */
public record DebugAltLink(String path, BuildId id) {
  private static final String STRUCTURE = ".gnu_debugaltlink";

  /**
   * That of a file, or empty.
   *
   * @throws dev.elfwright.elf.ElfFormatException when the section has no NUL, or no build ID of 1
   *     to 64 bytes behind it
   */
  public static Optional<DebugAltLink> of(ElfModel model) {
    return model.section(STRUCTURE).filter(Section::hasBytes).map(s -> read(model, s));
  }

  private static DebugAltLink read(ElfModel model, Section section) {
    ElfBytes in = model.bytes();
    long start = section.header().offset();
    long size = section.header().size();
    in.require(start, size, STRUCTURE);
    String path = in.string(start, start + size, STRUCTURE);
    long idAt = start + Names.encode(path).length + 1;
    long idSize = start + size - idAt;
    if (idSize < 1 || idSize > BuildId.LONGEST) {
      throw in.malformed(idAt, STRUCTURE, "build ID of 0x%x bytes".formatted(idSize));
    }
    byte[] id = in.slice(idAt, idSize, STRUCTURE).toArray(ValueLayout.JAVA_BYTE);
    return new DebugAltLink(path, new BuildId(HexFormat.of().formatHex(id)));
  }
}
