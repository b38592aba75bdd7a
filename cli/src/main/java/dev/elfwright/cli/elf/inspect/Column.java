package dev.elfwright.cli.elf.inspect;

import dev.elfwright.elf.Names;

/**
 * A column of a listing.
 *
 * @param name the title, and the name of the value in JSON
 * @param kind how its values are written
 */
record Column(String name, Kind kind) {
  /** How values are written as text; in JSON all but words are plain numbers. */
  enum Kind {
    WORD,
    /** A word that names what the row is about. */
    NAME,
    NUMBER,
    /** Hexadecimal. */
    ADDRESS,
    /** Bytes in human units. */
    SIZE,
    /** Words with a number each: a map. */
    COUNTS;

    /** Whether values begin at the left, as words do, or end at the right. */
    boolean isLeft() {
      return this == WORD || this == NAME || this == COUNTS;
    }
  }

  static Column word(String name) {
    return new Column(name, Kind.WORD);
  }

  static Column name(String name) {
    return new Column(name, Kind.NAME);
  }

  static Column counts(String name) {
    return new Column(name, Kind.COUNTS);
  }

  static Column number(String name) {
    return new Column(name, Kind.NUMBER);
  }

  static Column address(String name) {
    return new Column(name, Kind.ADDRESS);
  }

  static Column size(String name) {
    return new Column(name, Kind.SIZE);
  }

  String text(Object value) {
    return switch (kind) {
      case WORD, NAME -> Names.printable(value.toString());
      case NUMBER -> value.toString();
      case ADDRESS -> "0x".concat(Long.toHexString((Long) value));
      case SIZE -> HumanSize.of((Long) value);
      case COUNTS -> Overview.text(value);
    };
  }
}
