package dev.elfwright.link.scope;

import dev.elfwright.link.graph.LoadedObject;
import org.jspecify.annotations.Nullable;

/** What a reference gets. */
public sealed interface Binding {
  /**
   * A definition.
   *
   * @param object the object that has it
   * @param symbol its index in the object's dynamic symbol table
   */
  record Definition(LoadedObject object, int symbol) implements Binding {
    /** The symbol's name. */
    public String name() {
      return object.dynamic().symbols().name(symbol);
    }
  }

  /**
   * Nothing.
   *
   * @param name the symbol's name
   * @param version the version that is asked for, or null
   * @param weak whether that is no error: the address is 0
   */
  record Unresolved(String name, @Nullable String version, boolean weak) implements Binding {}
}
