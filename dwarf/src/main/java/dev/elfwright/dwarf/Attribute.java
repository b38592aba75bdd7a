package dev.elfwright.dwarf;

import dev.elfwright.dwarf.constant.At;

/**
 * One attribute of an entry.
 *
 * @param name what it says, see {@link At}
 * @param form how it is stored, see {@link dev.elfwright.dwarf.constant.Form}
 * @param value what it is
 */
public record Attribute(int name, int form, Value value) {
  @Override
  public String toString() {
    return At.name(name) + " " + value;
  }
}
