package dev.elfwright.link.scope;

import dev.elfwright.elf.SymbolHash;
import dev.elfwright.link.graph.LoadedObject;
import dev.elfwright.link.scope.Binding.Definition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The walk by the hash table of each object, as the loader does it, for those who ask few
 * questions: of an object that does not answer, nothing but some words of that table is read.
 */
final class HashedLookup implements Lookup {
  private final List<ScopeObject> objects;
  private final int[] positions;
  private final int program;

  HashedLookup(List<ScopeObject> objects, int[] positions, int program) {
    this.objects = objects;
    this.positions = positions;
    this.program = program;
  }

  @Override
  public @Nullable Definition inScope(Reference reference, ReferenceClass cls) {
    String name = reference.text();
    for (int position = 0; position < objects.size(); position++) {
      Definition found = in(position, name, reference, cls);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  @Override
  public @Nullable Definition in(LoadedObject object, Reference reference, ReferenceClass cls) {
    return in(positions[object.index()], reference.text(), reference, cls);
  }

  private @Nullable Definition in(
      int position, String name, Reference reference, ReferenceClass cls) {
    ScopeObject object = objects.get(position);
    SymbolHash hash = object.file().hash().orElse(null);
    if (hash == null || (cls == ReferenceClass.COPY && position == program)) {
      return null;
    }
    Choice choice = new Choice(object, reference, cls);
    hash.candidates(name, choice::consider);
    return choice.definition();
  }
}
