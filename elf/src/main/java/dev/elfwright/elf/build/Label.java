package dev.elfwright.elf.build;

import org.jspecify.annotations.Nullable;

/**
 * A place in a section, which may be used before it is known. A relocation against a label becomes
 * one against a local symbol, which linkers drop; a section's symbol and an addend would be wrong
 * where a linker merges strings or relaxes code.
 */
public final class Label implements Reference {
  private @Nullable SectionBuilder section;
  private long offset;

  Label() {}

  void bind(SectionBuilder to, long at) {
    if (section != null) {
      throw new IllegalStateException("a label is bound twice, in " + section + " and in " + to);
    }
    section = to;
    offset = at;
  }

  SectionBuilder section() {
    SectionBuilder bound = section;
    if (bound == null) {
      throw new IllegalStateException("a label is used that is bound nowhere");
    }
    return bound;
  }

  long offset() {
    return offset;
  }
}
