package dev.elfwright.livepatch.object;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stretch of a section that a patch takes as a whole, or leaves in the kernel. */
public final class Piece {
  /** What a piece is to a patch. */
  public enum Kind {
    /** A function with a name: unchanged, it is called where it is; changed, it is replaced. */
    FUNCTION,
    /** A variable: the running kernel's is used, whose state nobody may lose. */
    VARIABLE,
    /** Data with a name that never changes while the kernel runs. */
    CONSTANT,
    /**
     * What compilers and macros make for the code that uses it: strings, jump tables, constant
     * pools, the cold part of a function. It has no lasting name, is compared by what it says, and
     * is copied with its user.
     */
    CONTENT,
    /** An entry of a special section. */
    ENTRY
  }

  private final ObjectSection section;
  private final long start;
  private final long end;
  private final Kind kind;
  private final List<ObjectSymbol> symbols;
  private final List<Piece> entries = new ArrayList<>();
  private final int id;
  private final String name;

  Piece(
      int id,
      ObjectSection section,
      long start,
      long end,
      Kind kind,
      List<ObjectSymbol> symbols,
      String name) {
    this.id = id;
    this.section = section;
    this.start = start;
    this.end = end;
    this.kind = kind;
    this.symbols = symbols;
    this.name = name;
  }

  /** A number that no other piece of the object has. */
  public int id() {
    return id;
  }

  /** The section. */
  public ObjectSection section() {
    return section;
  }

  /** The offset of its first byte in the section. */
  public long start() {
    return start;
  }

  /** The offset behind its last byte. */
  public long end() {
    return end;
  }

  /** Size in bytes. */
  public long size() {
    return end - start;
  }

  /** What it is. */
  public Kind kind() {
    return kind;
  }

  /** The symbols that lie in it, the one that names it first. */
  public List<ObjectSymbol> symbols() {
    return symbols;
  }

  /** The symbol that names it, or null. */
  public @Nullable ObjectSymbol symbol() {
    return symbols.isEmpty() ? null : symbols.getFirst();
  }

  /** The name, or where it lies when it has none. */
  public String name() {
    return name;
  }

  /** Whether it is machine code. */
  public boolean isCode() {
    return section.isCode();
  }

  /** Whether it has a name by which others find it. */
  public boolean isNamed() {
    return kind == Kind.FUNCTION || kind == Kind.VARIABLE || kind == Kind.CONSTANT;
  }

  /** The entries of special sections that belong to it, by section, then in order. */
  public List<Piece> entries() {
    return entries;
  }

  /** The index of its first relocation in those of its section. */
  public int firstRelocation() {
    return section.relocations().from(start);
  }

  /** The index behind its last relocation. */
  public int endOfRelocations() {
    return section.relocations().from(end);
  }

  /**
   * The bytes that mean something: without the padding between functions, where the symbol says how
   * long the function is and no relocation lies behind it.
   */
  public long contentSize() {
    ObjectSymbol s = symbol();
    if (s == null || s.value().size() <= 0 || !isCode()) {
      return size();
    }
    long stated = s.value().value() + s.value().size();
    int last = endOfRelocations() - 1;
    boolean more = last >= firstRelocation() && section.relocations().offset(last) >= stated;
    return stated > end || stated < start || more ? size() : stated - start;
  }

  @Override
  public String toString() {
    return name;
  }
}
