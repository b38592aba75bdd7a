package dev.elfwright.elf.build;

import java.util.HashMap;
import java.util.Map;

/**
 * A section of strings that linkers merge (SHF_MERGE and SHF_STRINGS, gABI, "Section Attribute
 * Flags"). Equal strings are written once.
 */
public final class StringsBuilder {
  private final SectionBuilder section;
  private final Map<String, Label> labels = new HashMap<>();

  StringsBuilder(SectionBuilder section) {
    this.section = section.entrySize(1);
  }

  /** Where the text is, followed by a NUL; it must not contain one. */
  public Label string(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a string that is to be merged contains a NUL");
    }
    return labels.computeIfAbsent(
        text,
        t -> {
          Label label = section.here();
          section.string(t);
          return label;
        });
  }
}
