package dev.elfwright.elf;

import dev.elfwright.elf.edit.ElfTransform;
import dev.elfwright.elf.edit.Layout;
import dev.elfwright.elf.edit.Transformation;
import dev.elfwright.elf.write.LayoutPlan;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * Opens files as {@link ElfModel}s.
 *
 * {@snippet file="dev/elfwright/elf/snippets/ElfSnippets.java" region="needed"}
 */
public final class Elf {
  private Elf() {}

  /**
   * Reads a small file or maps a large one, for the calling thread; {@link ElfModel#close} frees
   * the memory.
   *
   * @throws IOException when the file cannot be read
   * @throws ElfFormatException when it is not ELF, or its headers lie outside of it
   */
  public static ElfModel open(Path file) throws IOException {
    FileContents contents = FileContents.open(file);
    try {
      return new ElfModel(file.toString(), contents);
    } catch (RuntimeException e) {
      contents.close();
      throw e;
    }
  }

  /**
   * Maps a file for every thread, until the model is no longer reachable; {@link ElfModel#close}
   * does nothing. Closing memory that threads share stops all of them, so it is left to the
   * collector.
   *
   * @throws IOException when the file cannot be read
   * @throws ElfFormatException when it is not ELF, or its headers lie outside of it
   */
  public static ElfModel openShared(Path file) throws IOException {
    return new ElfModel(file.toString(), FileContents.of(MappedFile.open(file, Arena.ofAuto())));
  }

  /**
   * Reads bytes that are already in memory.
   *
   * @param name the name used in messages
   * @throws ElfFormatException when they are not ELF, or the headers lie outside of them
   */
  public static ElfModel parse(String name, MemorySegment bytes) {
    return new ElfModel(name, FileContents.of(bytes));
  }

  /**
   * Plans a change to a file. The plan can be printed, written with {@link
   * dev.elfwright.elf.write.ElfWriter}, and inverted; it keeps views of the model's file.
   *
   * @throws dev.elfwright.elf.edit.EditRefusedException when the change cannot be made to this
   *     file, or not in this layout
   * @throws ElfFormatException when what has to be read for it is malformed
   */
  public static LayoutPlan transform(ElfModel model, Layout layout, ElfTransform transform) {
    return Transformation.plan(model, layout, transform);
  }
}
