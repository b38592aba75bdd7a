package dev.elfwright.cli.elf.inspect;

import dev.elfwright.cli.InputException;
import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.archive.Archive;
import dev.elfwright.elf.archive.ArchiveMember;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Opens what a command line names: a file, an archive, or {@code archive(member)}. */
public final class Inputs {
  private static final byte[] ARCHIVE = {'!', '<'};

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
    } else if (isArchive(Path.of(name))) {
      try (Archive archive = Archive.open(Path.of(name))) {
        for (ArchiveMember member : archive.members()) {
          // Archives also hold bitcode, resources and notes to the linker.
          if (member.isElf()) {
            visitor.visit(member.elf());
          } else {
            visitor.skip(member);
          }
        }
      }
    } else {
      try (ElfModel file = Elf.open(Path.of(name))) {
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

  private static boolean isArchive(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(ARCHIVE.length), ARCHIVE);
    }
  }
}
