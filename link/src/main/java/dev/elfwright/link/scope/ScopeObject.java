package dev.elfwright.link.scope;

import dev.elfwright.elf.SymbolTable;
import dev.elfwright.link.graph.LoadedObject;
import org.jspecify.annotations.Nullable;

/** One object as the look-ups of a program see it, and what they have found for it. */
final class ScopeObject {
  private final LoadedObject object;
  private final ObjectSymbols file;
  private final boolean symbolic;
  private final @Nullable Binding[][] bound = new Binding[ReferenceClass.values().length][];

  ScopeObject(LoadedObject object, ObjectSymbols file) {
    this.object = object;
    this.file = file;
    this.symbolic = object.dynamic().isSymbolic();
  }

  LoadedObject object() {
    return object;
  }

  ObjectSymbols file() {
    return file;
  }

  SymbolTable symbols() {
    return file.symbols();
  }

  Names names() {
    return file.names();
  }

  Versions versions() {
    return file.versions();
  }

  /** Whether the object looks into itself first: DT_SYMBOLIC. */
  boolean symbolic() {
    return symbolic;
  }

  /** What has been found before for references of a class. Threads may race: all find the same. */
  @Nullable Binding[] bound(ReferenceClass cls) {
    @Nullable Binding[] known = bound[cls.ordinal()];
    if (known == null) {
      known = new Binding[symbols().count()];
      bound[cls.ordinal()] = known;
    }
    return known;
  }
}
