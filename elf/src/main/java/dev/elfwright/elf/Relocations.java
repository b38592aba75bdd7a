package dev.elfwright.elf;

import java.util.stream.Stream;

/**
 * Relocations in one of their encodings: as a table, as CREL, or packed as Android does. Only a
 * {@link RelocationTable} can be read by index; the others are read from the front.
 */
public sealed interface Relocations extends SectionContent
    permits RelocationTable, CompactRelocations, AndroidRelocations {

  /** Takes relocations one by one, for hot loops that make no values. */
  @FunctionalInterface
  interface Visitor {
    /** The fields of one relocation, see {@link Relocation}. */
    void relocation(long offset, long type, int symbol, long addend);
  }

  /** The number of relocations. */
  int count();

  /** Whether entries carry their addend, rather than the field that they relocate. */
  boolean withAddend();

  /**
   * Gives all relocations in order.
   *
   * @throws ElfFormatException when the encoding ends too early; those before were given
   */
  void forEach(Visitor visitor);

  /**
   * All relocations in order. All are read, also where the stream is cut short.
   *
   * @throws ElfFormatException when the encoding ends too early
   */
  default Stream<Relocation> relocations() {
    return Stream.<Relocations>of(this)
        .mapMulti((table, all) ->
            table.forEach((offset, type, symbol, addend) ->
                all.accept(new Relocation(offset, type, symbol, addend))));
  }
}
