package dev.elfwright.natives.process;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.constant.FileType;
import dev.elfwright.elf.edit.EditRefusedException;
import dev.elfwright.elf.edit.Layout;
import dev.elfwright.elf.write.Content;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.elf.write.Placement;
import dev.elfwright.natives.model.EntryPattern;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Changes the libraries and programs below a folder, in place. The result depends on their bytes
 * and on the change alone, and a file that is as it should be is not written.
 */
public final class LibraryProcessor {
  private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

  private LibraryProcessor() {}

  /**
   * Changes what a pattern means.
   *
   * @return the files that were written, by name
   * @throws IOException when a file cannot be read or written; those before it are changed
   * @throws ElfFormatException when an ELF file is malformed
   * @throws EditRefusedException when a change cannot be made to a file
   */
  public static List<Path> process(Path folder, EntryPattern pattern, LibraryChange change)
      throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files =
          all.filter(Files::isRegularFile)
              .filter(f -> pattern.matches(folder.relativize(f).toString()))
              .sorted()
              .toList();
    }
    List<Path> written = new ArrayList<>();
    for (Path file : files) {
      if (isElf(file) && process(file, change)) {
        written.add(file);
      }
    }
    return written;
  }

  private static boolean isElf(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(ELF.length), ELF);
    }
  }

  /** Without room left by what was there before, so that the history of a file does not show. */
  private static boolean process(Path file, LibraryChange change) throws IOException {
    try (ElfModel model = Elf.open(file)) {
      int type = model.header().type();
      if (type != FileType.DYN && type != FileType.EXEC) {
        return false;
      }
      LayoutPlan plan =
          Elf.transform(model, Layout.REPACK, change.transform(String.valueOf(file.getFileName())));
      if (isSame(plan, model.contents())) {
        return false;
      }
      ElfWriter.write(plan, file, Files.getPosixFilePermissions(file));
      return true;
    }
  }

  /** Whether a plan gives these bytes; gaps are zeros. */
  private static boolean isSame(LayoutPlan plan, MemorySegment bytes) {
    if (plan.size() != bytes.byteSize()) {
      return false;
    }
    long at = 0;
    for (Placement p : plan.placements()) {
      if (!isZero(bytes.asSlice(at, p.offset() - at))
          || !isSame(p.content(), bytes.asSlice(p.offset(), p.size()))) {
        return false;
      }
      at = p.end();
    }
    return isZero(bytes.asSlice(at));
  }

  private static boolean isSame(Content content, MemorySegment there) {
    return switch (content) {
      case Content.Bytes(var planned) -> planned.mismatch(there) < 0;
      case Content.Kept kept -> kept.bytes().mismatch(there) < 0;
      case Content.Hole _ -> isZero(there);
      case Content.FileRange _ -> false;
    };
  }

  private static boolean isZero(MemorySegment bytes) {
    for (long at = 0; at < bytes.byteSize(); at++) {
      if (bytes.get(ValueLayout.JAVA_BYTE, at) != 0) {
        return false;
      }
    }
    return true;
  }
}
