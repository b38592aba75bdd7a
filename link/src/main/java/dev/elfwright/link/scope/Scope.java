package dev.elfwright.link.scope;

import dev.elfwright.elf.GnuHash;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.link.graph.DependencySort;
import dev.elfwright.link.graph.LoadGraph;
import dev.elfwright.link.graph.LoadedObject;
import dev.elfwright.link.graph.Opening;
import dev.elfwright.link.scope.Binding.Definition;
import dev.elfwright.link.scope.Binding.Unresolved;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What references are looked up in: the global scope of a program at its start, the objects of its
 * {@link LoadGraph} in their order; or that with the search list of a dlopen behind it. Immutable
 * for its users, and safe for any number of threads.
 */
public final class Scope {
  private final @Nullable LoadGraph graph;
  private final @Nullable LoadedObject program;
  private final List<ScopeObject> objects;
  private final int[] positions;
  private final VersionNames versionNames;
  private final WeakDefinitions weak;
  private final Lookup lookup;
  private final UniqueSymbols unique;

  private Scope(
      @Nullable LoadGraph graph, List<LoadedObject> members, List<LoadedObject> relocationOrder) {
    this.graph = graph;
    this.program = graph == null ? null : graph.program();
    this.weak = graph == null ? WeakDefinitions.GIVE_WAY : WeakDefinitions.COUNT;
    SharedSymbols symbols = new SharedSymbols();
    this.versionNames = symbols.versionNames();
    this.objects = members.stream().map(o -> new ScopeObject(o, symbols.alone(o))).toList();
    this.positions = positions(members);
    List<Columns> columns = Columns.of(objects);
    this.lookup =
        new IndexedLookup(
            objects, new DefinitionIndex(objects, columns), positions, positionOfProgram(), weak);
    this.unique = UniqueSymbols.of(relocationOrder, this::member, objects, columns, this::search);
  }

  private Scope(LoadGraph graph, SharedSymbols symbols) {
    this.graph = graph;
    this.program = graph.program();
    this.weak = WeakDefinitions.COUNT;
    this.versionNames = symbols.versionNames();
    List<LoadedObject> members = graph.objects();
    this.objects =
        members.stream()
            .map(o -> new ScopeObject(o, o == program ? symbols.alone(o) : symbols.of(o)))
            .toList();
    this.positions = positions(members);
    this.lookup = new HashedLookup(objects, positions, positionOfProgram());
    this.unique = UniqueSymbols.ignored(this::member);
  }

  private static int[] positions(List<LoadedObject> members) {
    int[] found = new int[members.stream().mapToInt(o -> o.index() + 1).max().orElse(0)];
    for (int i = 0; i < members.size(); i++) {
      found[members.get(i).index()] = i;
    }
    return found;
  }

  private int positionOfProgram() {
    return program == null ? Lookup.NO_PROGRAM : positions[program.index()];
  }

  /**
   * Reads the symbol tables of all objects.
   *
   * @throws dev.elfwright.elf.ElfFormatException when one of them is malformed
   */
  public static Scope of(LoadGraph graph) {
    return new Scope(graph, graph.objects(), graph.relocationOrder());
  }

  /**
   * The same for one of many programs, of which few references are asked for: nothing is read but
   * what answers. Of unique symbols (STB_GNU_UNIQUE) the first definition counts, whatever the
   * order of relocation; it makes a difference where they have versions or DT_SYMBOLIC is set.
   *
   * @param symbols what their scopes share
   * @throws dev.elfwright.elf.ElfFormatException when an object is malformed
   */
  public static Scope of(LoadGraph graph, SharedSymbols symbols) {
    return new Scope(graph, symbols);
  }

  /**
   * What the objects of a dlopen are looked up in: the global scope, then what is opened and all
   * that it needs (glibc elf/dl-object.c, _dl_new_object).
   *
   * @param start the program's start; empty for a statically linked program, whose global scope has
   *     nothing in it at first, and in which a weak definition counts only where no other follows
   * @param global what earlier dlopens have put in the global scope, by RTLD_GLOBAL
   * @param sort the order of relocation, which counts for unique symbols only
   * @throws dev.elfwright.elf.ElfFormatException when an object is malformed
   */
  public static Scope of(
      Optional<LoadGraph> start, List<LoadedObject> global, Opening opening, DependencySort sort) {
    Set<LoadedObject> members = new LinkedHashSet<>();
    Set<LoadedObject> order = new LinkedHashSet<>();
    start.ifPresent(graph -> {
      members.addAll(graph.objects());
      order.addAll(graph.relocationOrder());
    });
    members.addAll(global);
    order.addAll(global);
    members.addAll(opening.searchList());
    order.addAll(opening.relocationOrder(sort));
    return new Scope(start.orElse(null), List.copyOf(members), List.copyOf(order));
  }

  /**
   * What the program loaded at its start.
   *
   * @throws IllegalStateException in the scope of a statically linked program
   */
  public LoadGraph graph() {
    if (graph == null) {
      throw new IllegalStateException("a statically linked program loads nothing at its start");
    }
    return graph;
  }

  private ScopeObject member(LoadedObject object) {
    return objects.get(positions[object.index()]);
  }

  /**
   * What a relocation of {@code from} that names {@code symbol} gets (glibc elf/dl-reloc.c,
   * resolve_map, and elf/dl-lookup.c, _dl_lookup_symbol_x).
   *
   * @param from an object of the graph
   * @param symbol an index in its dynamic symbol table
   */
  public Binding bind(LoadedObject from, int symbol, ReferenceClass cls) {
    ScopeObject object = member(from);
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
    Definition own =
        from.symbolic() && from.object() != program
            ? lookup.in(from.object(), reference, cls)
            : null;
    return own != null && !weak.isGivenUp(own)
        ? own
        : weak.better(own, lookup.inScope(reference, cls));
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
