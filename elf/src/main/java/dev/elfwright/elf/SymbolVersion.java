package dev.elfwright.elf;

/**
 * The version of a symbol (LSB Core, "Symbol Versioning"; glibc elf/dl-version.c).
 *
 * @param name the version's name, such as {@code GLIBC_2.34}
 * @param hidden whether bit 15 of the versym entry is set: only an exact request finds it
 * @param from where it is declared
 */
public record SymbolVersion(String name, boolean hidden, Origin from) {
  /**
   * The version behind a symbol's name, as readelf and the loader's messages write it:
   * {@code @@GLIBC_2.14} for the definition that a reference without version finds, else
   * {@code @GLIBC_2.14}. A copied variable is defined here, under a version that is needed from the
   * library that it was copied from.
   */
  public String suffix() {
    boolean exact = hidden || from instanceof Needed;
    return (exact ? "@" : "@@").concat(name);
  }

  /** Where a version is declared: defined here, or needed from another file. */
  public sealed interface Origin {}

  /**
   * A definition of this file.
   *
   * @param base whether it is the file's own name, VER_FLG_BASE
   */
  public record Defined(boolean base) implements Origin {}

  /**
   * Needed from another file.
   *
   * @param file vn_file, the soname of the file
   * @param weak whether VER_FLG_WEAK is set: its absence is no error
   * @param exact whether bit 15 of vna_other is set: the reference finds only this version
   */
  public record Needed(String file, boolean weak, boolean exact) implements Origin {}
}
