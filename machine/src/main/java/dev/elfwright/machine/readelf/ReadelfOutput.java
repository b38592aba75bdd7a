package dev.elfwright.machine.readelf;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.archive.Archive;
import dev.elfwright.elf.archive.ArchiveMember;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Prints what GNU readelf 2.40 prints about files in the C locale. Text goes out as bytes, because
 * names in ELF files have no encoding.
 *
 * <pre>{@code
 * new ReadelfOutput(Part.HEADERS, Width.WIDE, System.out).print(files, System.err::println);
 * }</pre>
 *
 * <p>About malformed files readelf says much on standard error and goes on; here, the text about a
 * file ends where the defect is found.
 */
public final class ReadelfOutput {
  private final Set<Part> parts;
  private final Width width;
  private final Text out;

  /**
   * Output of these parts.
   *
   * @param parts what to print; the order is always readelf's
   * @param out gets all text about a file before the next one is opened; it is not closed
   */
  public ReadelfOutput(Set<Part> parts, Width width, OutputStream out) {
    this.parts = Set.copyOf(parts);
    this.width = width;
    this.out = new Text(out);
  }

  /**
   * Prints files and the members of archives, as {@code readelf} does whose command line names
   * them: each under a line with its name, except one file alone.
   *
   * @param defects told of each file that is malformed or no ELF file; the next one is printed then
   * @throws IOException when a file cannot be read, or the text not be written
   */
  public void print(List<Path> files, Consumer<ElfFormatException> defects) throws IOException {
    for (Path file : files) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment bytes = map(file, arena);
        if (Archive.isArchive(bytes)) {
          archive(file, defects);
        } else {
          if (files.size() > 1) {
            heading(file.toString());
          }
          reporting(defects, () -> print(Elf.parse(file.toString(), bytes)));
        }
      }
    }
  }

  /**
   * Prints one file.
   *
   * @throws IOException when the text cannot be written
   * @throws ElfFormatException when what is to be printed is malformed
   */
  public void print(ElfModel file) throws IOException {
    try {
      out.begin(file.bytes());
      try {
        parts(new Image(file));
      } finally {
        out.flush();
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static MemorySegment map(Path file, Arena arena) throws IOException {
    // Opening a FIFO would wait for a writer.
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new FileSystemException(file.toString(), null, "not a regular file");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    }
  }

  private interface Printing {
    void run() throws IOException;
  }

  private static void reporting(Consumer<ElfFormatException> defects, Printing printing)
      throws IOException {
    try {
      printing.run();
    } catch (ElfFormatException e) {
      defects.accept(e);
    }
  }

  private void archive(Path file, Consumer<ElfFormatException> defects) throws IOException {
    reporting(
        defects,
        () -> {
          try (Archive archive = Archive.open(file)) {
            for (ArchiveMember member : archive.members()) {
              heading(
                  archive.isThin()
                      ? archive.file() + "[" + member.name() + "]"
                      : archive.file() + "(" + member.name() + ")");
              reporting(defects, () -> print(member.elf()));
            }
          }
        });
  }

  private void heading(String name) throws IOException {
    try {
      out.line().put("File: ").put(Name.decoded(name)).line();
      out.flush();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void parts(Image image) {
    if (parts.contains(Part.HEADER)) {
      new HeaderText(image, out).print();
    }
    if (parts.contains(Part.SECTIONS)) {
      new SectionText(image, width, out).print(parts.contains(Part.HEADER));
    }
    if (parts.contains(Part.SEGMENTS)) {
      new SegmentText(image, width, out).print(parts.contains(Part.HEADER));
    }
    if (parts.contains(Part.DYNAMIC)) {
      new DynamicText(image, out).print();
    }
    if (parts.contains(Part.RELOCATIONS)) {
      new RelocationText(image, width, out).print();
    }
    if (parts.contains(Part.SYMBOLS)) {
      new SymbolText(image, width, out).printAll();
    } else if (parts.contains(Part.DYNAMIC_SYMBOLS)) {
      new SymbolText(image, width, out).printDynamic();
    }
    if (parts.contains(Part.VERSIONS)) {
      new VersionText(image, width, out).print();
    }
    if (parts.contains(Part.NOTES)) {
      new NoteText(image, width, out).print();
    }
  }
}
