package dev.elfwright.link.scope;

import dev.elfwright.link.graph.LoadedObject;
import dev.elfwright.link.scope.Binding.Definition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The walk by an index of all symbols of a scope, for those who ask thousands of questions. */
final class IndexedLookup implements Lookup {
  private final List<ScopeObject> objects;
  private final DefinitionIndex index;
  private final int[] positions;
  private final int program;
  private final WeakDefinitions weak;

  IndexedLookup(
      List<ScopeObject> objects,
      DefinitionIndex index,
      int[] positions,
      int program,
      WeakDefinitions weak) {
    this.objects = objects;
    this.index = index;
    this.positions = positions;
    this.program = program;
    this.weak = weak;
  }

  @Override
  public @Nullable Definition inScope(Reference reference, ReferenceClass cls) {
    Definition best = null;
    for (int entry = index.first(reference.hash()); entry >= 0; ) {
      int owner = index.owner(entry);
      boolean skip = cls == ReferenceClass.COPY && owner == program;
      best = weak.better(best, skip ? null : choose(entry, reference, cls));
      if (best != null && !weak.isGivenUp(best)) {
        return best;
      }
      entry = nextObject(entry);
    }
    return best;
  }

  @Override
  public @Nullable Definition in(LoadedObject object, Reference reference, ReferenceClass cls) {
    int position = positions[object.index()];
    int entry = index.first(reference.hash());
    while (entry >= 0 && index.owner(entry) != position) {
      entry = index.after(entry);
    }
    return entry < 0 || (cls == ReferenceClass.COPY && position == program)
        ? null
        : choose(entry, reference, cls);
  }

  /** What an object offers, of its symbols from {@code first} on in the chain. */
  private @Nullable Definition choose(int first, Reference reference, ReferenceClass cls) {
    int owner = index.owner(first);
    Choice choice = new Choice(objects.get(owner), reference, cls);
    int entry = first;
    while (entry >= 0 && index.owner(entry) == owner && !choice.isDecided()) {
      choice.consider(index.symbol(entry));
      entry = index.after(entry);
    }
    return choice.definition();
  }

  private int nextObject(int entry) {
    int owner = index.owner(entry);
    int at = entry;
    while (at >= 0 && index.owner(at) == owner) {
      at = index.after(at);
    }
    return at;
  }
}
