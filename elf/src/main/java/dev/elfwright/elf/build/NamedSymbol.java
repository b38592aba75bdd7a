package dev.elfwright.elf.build;

/**
 * A symbol with a name: defined in the file by {@link ObjectBuilder#define} sooner or later, or
 * else undefined.
 */
public final class NamedSymbol implements Reference {
  private final String name;

  NamedSymbol(String name) {
    this.name = name;
  }

  /** The name. */
  public String name() {
    return name;
  }

  @Override
  public String toString() {
    return name;
  }
}
