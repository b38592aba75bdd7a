package dev.elfwright.fat.linux;

/**
 * An entry of a folder (getdents64(2)).
 *
 * @param name its name
 * @param inode its number in the file system
 * @param kind what it is, if the file system tells
 */
public record DirectoryEntry(String name, long inode, Kind kind) {
  /** The kinds that are told apart here. */
  public enum Kind {
    UNKNOWN,
    DIRECTORY,
    FILE,
    LINK,
    OTHER;

    static Kind of(byte number) {
      return switch (number) {
        case 0 -> UNKNOWN;
        case 4 -> DIRECTORY;
        case 8 -> FILE;
        case 10 -> LINK;
        default -> OTHER;
      };
    }
  }
}
