package dev.elfwright.dwarf;

/**
 * A file of a line table.
 *
 * @param name as it was given to the compiler
 * @param folder the folder that a relative name counts from; relative itself to that in which the
 *     compiler ran, or empty for that one
 */
public record SourceFile(String name, String folder) {
  /** Folder and name. */
  public String path() {
    return name.startsWith("/") || folder.isEmpty() ? name : folder + "/" + name;
  }
}
