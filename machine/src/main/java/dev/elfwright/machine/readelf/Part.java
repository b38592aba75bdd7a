package dev.elfwright.machine.readelf;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What readelf can be asked for; the order is that of its output. */
public enum Part {
  /** {@code -h}: the ELF header. */
  HEADER,
  /** {@code -S}: the section headers. */
  SECTIONS,
  /** {@code -l}: the program headers, and which sections lie in which segment. */
  SEGMENTS,
  /** {@code -d}: the dynamic section. */
  DYNAMIC,
  /** {@code -r}: the relocation sections. */
  RELOCATIONS,
  /** {@code -s}: all symbol tables. */
  SYMBOLS,
  /** {@code --dyn-syms}: the dynamic symbol table alone. */
  DYNAMIC_SYMBOLS,
  /** {@code -V}: the version sections. */
  VERSIONS,
  /** {@code -n}: the notes. */
  NOTES;

  /** {@code -e}: all headers. */
  public static final Set<Part> HEADERS =
      Collections.unmodifiableSet(EnumSet.of(HEADER, SECTIONS, SEGMENTS));

  /** All parts: {@code -h -S -l -d -r -s -V -n}. */
  public static final Set<Part> ALL = Collections.unmodifiableSet(EnumSet.allOf(Part.class));
}
