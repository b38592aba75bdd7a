package dev.elfwright.tls;

import dev.elfwright.link.graph.DependencySort;
import dev.elfwright.link.graph.LoadGraph;
import dev.elfwright.link.graph.LoadedObject;
import dev.elfwright.link.graph.Opening;
import dev.elfwright.link.scope.Binding;
import dev.elfwright.link.scope.ReferenceClass;
import dev.elfwright.link.scope.Scope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What one dlopen asks of the static block, in the order in which the loader relocates.
 *
 * @param name the name that is opened
 * @param added the objects that it loads
 * @param claims what their relocations claim
 */
record Step(String name, List<LoadedObject> added, List<Claim> claims) {
  Step {
    added = List.copyOf(added);
    claims = List.copyOf(claims);
  }

  /**
   * Binds the references of what a dlopen loads.
   *
   * @throws dev.elfwright.elf.ElfFormatException when a file is malformed
   */
  static Step of(Optional<LoadGraph> start, Opening opening, DependencySort sort) {
    Set<LoadedObject> added = new HashSet<>(opening.added());
    List<LoadedObject> order =
        opening.relocationOrder(sort).stream().filter(added::contains).toList();
    return new Step(
        opening.name(), opening.added(), claims(order, () -> Scope.of(start, opening, sort)));
  }

  /** What the objects of the start claim when the block was made before they were loaded. */
  static Step ofStart(LoadGraph graph) {
    return new Step(
        graph.program().path().toString(),
        graph.objects(),
        claims(graph.relocationOrder(), () -> Scope.of(graph)));
  }

  /** Symbols are only looked up when a reference has one. */
  private static List<Claim> claims(List<LoadedObject> order, Supplier<Scope> scope) {
    Map<LoadedObject, List<TlsReference>> references = new java.util.LinkedHashMap<>();
    order.forEach(o -> references.put(o, TlsReference.of(o)));
    boolean named =
        references.values().stream().flatMap(List::stream).anyMatch(r -> r.symbol() != 0);
    Optional<Scope> bound = named ? Optional.of(scope.get()) : Optional.empty();
    List<Claim> claims = new ArrayList<>();
    references.forEach((object, all) -> all.forEach(r -> claim(object, r, bound, claims)));
    return claims;
  }

  private static void claim(
      LoadedObject from, TlsReference reference, Optional<Scope> scope, List<Claim> claims) {
    if (reference.symbol() == 0 || scope.isEmpty()) {
      claims.add(new Claim(from, reference.access(), from, ""));
      return;
    }
    Binding binding = scope.get().bind(from, reference.symbol(), ReferenceClass.JUMP_SLOT);
    // A variable that is nowhere has no segment; whether that is an error, others tell.
    if (binding instanceof Binding.Definition d) {
      claims.add(new Claim(from, reference.access(), d.object(), d.name()));
    }
  }

  /** The same with other claims. */
  Step with(UnaryOperator<Claim> change) {
    return new Step(name, added, claims.stream().map(change).toList());
  }
}
