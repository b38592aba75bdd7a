package dev.elfwright.livepatch.module;

import java.util.Optional;

/**
 * A symbol that the kernel's livepatch code looks up: {@code .klp.sym.OBJECT.NAME,POSITION} in a
 * symbol whose section is SHN_LIVEPATCH (Documentation/livepatch/module-elf-format.rst, section 4).
 *
 * @param object the object that defines it, {@code vmlinux} or a module
 * @param name its name there; it may have dots
 * @param sympos its position among those of this name in the object, 0 for a name that is unique
 */
public record KlpSymbol(String object, String name, int sympos) {
  /** {@code st_shndx} of such symbols: SHN_LIVEPATCH. */
  public static final int SECTION = 0xff20;

  /** How names of such symbols begin. */
  public static final String PREFIX = ".klp.sym.";

  /** The most bytes of an object's name that the kernel reads ({@code klp_resolve_symbols}). */
  public static final int LONGEST_OBJECT = 55;

  /** The most bytes of a symbol's name that the kernel reads, since Linux 6.1; 127 before. */
  public static final int LONGEST_NAME = 511;

  /** What the name of a symbol says, if it is of that form. */
  public static Optional<KlpSymbol> parse(String symbol) {
    return symbol.startsWith(PREFIX) ? parseAfter(symbol, PREFIX.length()) : Optional.empty();
  }

  /** OBJECT.NAME,POSITION from an index on. */
  static Optional<KlpSymbol> parseAfter(String text, int from) {
    int dot = text.indexOf('.', from);
    int comma = text.lastIndexOf(',');
    if (dot <= from || comma <= dot + 1) {
      return Optional.empty();
    }
    String position = text.substring(comma + 1);
    if (!position.matches("[0-9]{1,9}")) {
      return Optional.empty();
    }
    return Optional.of(
        new KlpSymbol(
            text.substring(from, dot), text.substring(dot + 1, comma), Integer.parseInt(position)));
  }

  /** The name of the symbol in the module. */
  public String symbolName() {
    return PREFIX + object + "." + name + "," + sympos;
  }

  @Override
  public String toString() {
    return object + ":" + name + "," + sympos;
  }
}
