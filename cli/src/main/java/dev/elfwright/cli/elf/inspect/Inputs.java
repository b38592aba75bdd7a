package dev.elfwright.cli.elf.inspect;

import dev.elfwright.cli.InputException;
import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.archive.Archive;
import dev.elfwright.elf.archive.ArchiveMember;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens what a command line names: a file, an archive, or {@code archive(member)}. */
public final class Inputs {
  /** A file of up to so many bytes is read at once. */
  private static final int SMALL = 256 << 10;

  /** What is done with each ELF file. */
  public interface Visitor {
    /** Reads the file, which is closed afterwards. */
    void visit(ElfModel file) throws IOException;

    /** Is told of a member of an archive that is not ELF. */
    default void skip(ArchiveMember member) {}
  }

  private Inputs() {}

  /** Visits the file, or all members of the archive. */
  public static void visit(String name, Visitor visitor) throws IOException {
    int open = name.endsWith(")") ? name.lastIndexOf('(') : -1;
    if (open > 0 && !Files.exists(Path.of(name))) {
      member(name.substring(0, open), name.substring(open + 1, name.length() - 1), visitor);
      return;
    }
    Path path = Path.of(name);
    byte[] first = firstBytes(path);
    if (first.length > 1 && first[0] == '!' && first[1] == '<') {
      try (Archive archive = Archive.open(path)) {
        for (ArchiveMember member : archive.members()) {
          // Archives also hold bitcode, resources and notes to the linker.
          if (member.isElf()) {
            visitor.visit(member.elf());
          } else {
            visitor.skip(member);
          }
        }
      }
    } else if (first.length > 0 && first.length <= SMALL) {
      visitor.visit(Elf.parse(path.toString(), MemorySegment.ofArray(first)));
    } else {
      try (ElfModel file = Elf.open(path)) {
        visitor.visit(file);
      }
    }
  }

  private static void member(String archiveName, String name, Visitor visitor) throws IOException {
    try (Archive archive = Archive.open(Path.of(archiveName))) {
      ArchiveMember member =
          archive
              .member(name)
              .orElseThrow(() -> new InputException(archiveName + ": no member " + name));
      visitor.visit(member.elf());
    }
  }

  /**
   * A small file whole, more than {@link #SMALL} bytes of a large one, nothing of what cannot be
   * read: to open that says why.
   *
   * <p>By java.io and into an array: the first channel and the first native memory of a process
   * cost 4 ms.
   */
  private static byte[] firstBytes(Path file) throws IOException {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      return new byte[0];
    }
    try (InputStream in = new FileInputStream(file.toFile())) {
      return in.readNBytes(SMALL + 1);
    }
  }
}
