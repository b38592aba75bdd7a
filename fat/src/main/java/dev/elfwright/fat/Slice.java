package dev.elfwright.fat;

/**
 * One file inside a fat file.
 *
 * @param target what it is for, as its record says
 * @param kind what kind of file it is
 * @param offset where it begins in the fat file, in bytes
 * @param size how long it is, in bytes
 */
public record Slice(Target target, Kind kind, long offset, long size) {
  /** What a slice can be. */
  public enum Kind {
    /** A program, a shared library, an object file. */
    ELF,
    /** A static archive whose object files are all for one target. */
    ARCHIVE
  }

  /** The offset of the first byte behind it. */
  public long end() {
    return offset + size;
  }

  /**
   * Where it is, which the target does not add to. A record's own has the JDK make method handles
   * at its first use: 25 ms of a command that takes 150.
   */
  @Override
  public int hashCode() {
    return 31 * Long.hashCode(offset) + Long.hashCode(size);
  }
}
