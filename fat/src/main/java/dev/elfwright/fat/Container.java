package dev.elfwright.fat;

/** How a file holds its slices. */
public sealed interface Container {
  /** No container: the file is an ELF file or an archive, its only slice. */
  record Thin() implements Container {}

  /** The form of FatELF: a table, then the slices. */
  record FatElf() implements Container {}

  /**
   * A FatELF image behind a shell script that runs it.
   *
   * @param offset where the image begins in the file, in bytes
   */
  record SelfRunning(long offset) implements Container {}

  /**
   * An ELF file, the first slice, with a section that holds the others in the form of FatELF.
   *
   * @param offset where the section begins in the file, in bytes
   * @param size the section's size, in bytes
   */
  record NativeFirst(long offset, long size) implements Container {
    /** The name of the section; it is not loaded, so that neither kernel nor loader look at it. */
    public static final String SECTION = ".fatelf";
  }
}
