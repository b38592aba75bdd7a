package dev.elfwright.link.scope;

import dev.elfwright.elf.GnuHash;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.link.graph.LoadGraph;
import dev.elfwright.link.graph.LoadedObject;
import dev.elfwright.link.scope.Binding.Definition;
import dev.elfwright.link.scope.Binding.Unresolved;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The global scope of a program at its start: the objects of its {@link LoadGraph}, in their order.
 * Immutable for its users, and safe for any number of threads.
 */
public final class Scope {
  private final LoadGraph graph;
  private final List<ScopeObject> objects;
  private final VersionNames versionNames = new VersionNames();
  private final Lookup lookup;
  private final UniqueSymbols unique;

  private Scope(LoadGraph graph) {
    this.graph = graph;
    ScopeObject[] made = new ScopeObject[graph.objects().size()];
    // The columns of each object are read on all processors; merging them is the smaller part.
    IntStream.range(0, made.length)
        .parallel()
        .forEach(i -> made[i] = new ScopeObject(graph.objects().get(i), versionNames));
    this.objects = Arrays.asList(made);
    this.lookup = new Lookup(objects, new DefinitionIndex(objects), graph.program().index());
    this.unique = UniqueSymbols.of(graph, objects, this::search);
  }

  /**
   * Reads the symbol tables of all objects.
   *
   * @throws dev.elfwright.elf.ElfFormatException when one of them is malformed
   */
  public static Scope of(LoadGraph graph) {
    return new Scope(graph);
  }

  /** The objects. */
  public LoadGraph graph() {
    return graph;
  }

  /**
   * What a relocation of {@code from} that names {@code symbol} gets (glibc elf/dl-reloc.c,
   * resolve_map, and elf/dl-lookup.c, _dl_lookup_symbol_x).
   *
   * @param from an object of the graph
   * @param symbol an index in its dynamic symbol table
   */
  public Binding bind(LoadedObject from, int symbol, ReferenceClass cls) {
    ScopeObject object = objects.get(from.index());
    @Nullable Binding[] known = object.bound(cls);
    Binding found = known[symbol];
    if (found == null) {
      found = unique.replace(object, symbol, cls, search(object, symbol, cls));
      known[symbol] = found;
    }
    return found;
  }

  private Binding search(ScopeObject from, int symbol, ReferenceClass cls) {
    SymbolTable symbols = from.symbols();
    int visibility = symbols.visibility(symbol);
    if (symbols.binding(symbol) == SymbolBinding.LOCAL
        || visibility == Symbol.VISIBILITY_HIDDEN
        || visibility == Symbol.VISIBILITY_INTERNAL) {
      return new Definition(from.object(), symbol);
    }
    Reference reference = reference(from, symbol);
    Definition found = search(from, reference, cls);
    if (found == null) {
      return new Unresolved(
          symbols.name(symbol),
          versionName(from, symbol),
          symbols.binding(symbol) == SymbolBinding.WEAK);
    }
    if (visibility == Symbol.VISIBILITY_PROTECTED) {
      // Its own definition, but for data that the program has copied, and for functions whose
      // address the program has fixed.
      Definition strict =
          cls == ReferenceClass.JUMP_SLOT
              ? found
              : search(from, reference, ReferenceClass.JUMP_SLOT);
      if (strict != null && strict.object() != from.object()) {
        return new Definition(from.object(), symbol);
      }
    }
    return found;
  }

  private @Nullable Definition search(ScopeObject from, Reference reference, ReferenceClass cls) {
    // DT_SYMBOLIC of the program says nothing: it is first anyway (elf/dl-load.c).
    if (from.symbolic() && from.object() != graph.program()) {
      Definition own = lookup.in(from.object().index(), reference, cls);
      if (own != null) {
        return own;
      }
    }
    return lookup.inScope(reference, cls);
  }

  private static Reference reference(ScopeObject from, int symbol) {
    long name = from.symbols().nameOffset(symbol);
    Versions versions = from.versions();
    int raw = versions.present() ? versions.raw(symbol) : 0;
    return new Reference(
        from.names().bytes(),
        (int) name,
        from.names().hash(name),
        versions.number(raw),
        versions.exact(raw));
  }

  private static @Nullable String versionName(ScopeObject from, int symbol) {
    return from.object()
        .dynamic()
        .versions()
        .map(table -> table.version(symbol))
        .map(version -> version.name())
        .orElse(null);
  }

  /** All symbols that the relocations of {@code from} name, in their order, and what they get. */
  public List<ResolvedReference> references(LoadedObject from) {
    return References.of(this, from);
  }

  /**
   * What a function call from the program to this name would get.
   *
   * @param version the version that is asked for, or null for none
   */
  public Binding lookup(String name, @Nullable String version) {
    return lookup(name, version, ReferenceClass.JUMP_SLOT);
  }

  /**
   * What a reference of the program to this name would get.
   *
   * @param version the version that is asked for, or null for none
   */
  public Binding lookup(String name, @Nullable String version, ReferenceClass cls) {
    Reference reference =
        new Reference(Names.alone(name), 0, GnuHash.hash(name), versionNames.known(version), false);
    Definition found = lookup.inScope(reference, cls);
    return found == null ? new Unresolved(name, version, false) : found;
  }
}
