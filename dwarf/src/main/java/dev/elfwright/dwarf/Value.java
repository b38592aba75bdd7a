package dev.elfwright.dwarf;

import java.lang.foreign.MemorySegment;

/** The value of an attribute (DWARF 5, section 7.5.5), made for exhaustive {@code switch}. */
public sealed interface Value {
  /**
   * An address in the program.
   *
   * @param address as it is in the file; in object files, from the start of its section
   */
  record Address(long address) implements Value {}

  /**
   * A number.
   *
   * @param bits the number; of a form of fixed size, extended by zeros
   * @param form how it was stored: only sdata and implicit_const say a sign
   */
  record Number(long bits, int form) implements Value {}

  /**
   * Bytes that the attribute gives a meaning: a constant that is wider than 64 bits, or a block.
   *
   * @param bytes a view of the section
   */
  record Bytes(MemorySegment bytes) implements Value {}

  /** An expression that computes a place or a value. */
  record Computed(Expression expression) implements Value {}

  /** Yes or no. */
  record Flag(boolean isSet) implements Value {}

  /**
   * Another entry of the same section.
   *
   * @param offset in bytes from the start of the section
   */
  record Reference(long offset) implements Value {}

  /**
   * An entry in the file of what several files share (DWARF 5, section 7.3.6; dwz).
   *
   * @param offset in bytes from the start of its .debug_info
   */
  record SharedReference(long offset) implements Value {}

  /** A type of a type unit, by its signature. */
  record Signature(long signature) implements Value {}

  /**
   * A place in another section, which one depends on the attribute.
   *
   * @param offset in bytes from the start of that section
   */
  record SectionOffset(long offset) implements Value {}

  /**
   * A list of locations or ranges by its number in the table of its unit.
   *
   * @param index counted from 0
   */
  record ListIndex(long index) implements Value {}

  /** A text. */
  record Text(String text) implements Value {}
}
