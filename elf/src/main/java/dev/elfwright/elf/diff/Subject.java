package dev.elfwright.elf.diff;

/**
 * What a change is about.
 *
 * @param kind what it is
 * @param name how it is known in both files: a symbol with its version, a relocation by type and
 *     target; equal names are numbered from the second on, {@code .text #2}
 */
public record Subject(Kind kind, String name) implements Comparable<Subject> {
  /** What can differ. */
  public enum Kind {
    /** A whole file in a folder, or a member of an archive. */
    FILE,
    /** A field of the ELF header, the interpreter, or the page size. */
    HEADER,
    /** A kind of segment; PT_LOAD by its permissions. */
    SEGMENT,
    /** An entry of the dynamic section that is not merely the place of a table. */
    DYNAMIC,
    /** A library that is needed. */
    NEEDED,
    /** A version that is defined, or needed from another file. */
    VERSION,
    /** A dynamic symbol; in relocatable objects one of the symbol table. */
    SYMBOL,
    /** All relocations of a type with the same target. */
    RELOCATION,
    /** A note. */
    NOTE,
    /** A section. */
    SECTION
  }

  /** Ordered so that names of equal hash do not make look-ups slow. */
  @Override
  public int compareTo(Subject other) {
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : name.compareTo(other.name);
  }
}
