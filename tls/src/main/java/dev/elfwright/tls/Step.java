package dev.elfwright.tls;

import dev.elfwright.elf.DynamicModel;
import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.link.graph.DependencySort;
import dev.elfwright.link.graph.LoadGraph;
import dev.elfwright.link.graph.LoadedObject;
import dev.elfwright.link.graph.Namespace;
import dev.elfwright.link.graph.Opening;
import dev.elfwright.link.scope.Binding;
import dev.elfwright.link.scope.ReferenceClass;
import dev.elfwright.link.scope.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What one dlopen asks of the static block, in the order in which the loader relocates.
 *
 * @param name the name that is opened
 * @param added the objects that it loads
 * @param relocated the same in the order in which they are relocated
 * @param scope what their references are looked up in
 * @param claims what their relocations claim
 */
record Step(
    String name,
    List<LoadedObject> added,
    List<LoadedObject> relocated,
    Supplier<Scope> scope,
    List<Claim> claims) {
  Step {
    added = List.copyOf(added);
    relocated = List.copyOf(relocated);
    claims = List.copyOf(claims);
  }

  /**
   * Binds the references of what a dlopen loads.
   *
   * @throws dev.elfwright.elf.ElfFormatException when a file is malformed
   */
  static Step of(Namespace namespace, Opening opening, DependencySort sort) {
    Set<LoadedObject> added = new HashSet<>(opening.added());
    List<LoadedObject> order =
        opening.relocationOrder(sort).stream().filter(added::contains).toList();
    List<LoadedObject> global = namespace.global();
    Supplier<Scope> scope = () -> Scope.of(namespace.start(), global, opening, sort);
    return new Step(opening.name(), opening.added(), order, scope, claims(order, scope));
  }

  /** What the objects of the start claim when the block was made before they were loaded. */
  static Step ofStart(LoadGraph graph, DependencySort sort) {
    List<LoadedObject> order = sort.ofStart(graph);
    Supplier<Scope> scope = () -> Scope.of(graph);
    return new Step(
        graph.program().path().toString(), graph.objects(), order, scope, claims(order, scope));
  }

  /**
   * The same where descriptors are bound when they are first used, as x86's were before glibc 2.34
   * (sysdeps/x86_64/dl-machine.h, elf_machine_lazy_rel): only those count that constructors use,
   * and when these run.
   *
   * @param used by constructors
   */
  Step withLazyDescriptors(LoadGraph graph, Predicate<LoadedObject> used) {
    List<Claim> order = new ArrayList<>();
    claims.stream().filter(c -> !isLazy(c)).forEach(order::add);
    for (LoadedObject object : graph.initOrder()) {
      if (used.test(object)) {
        claims.stream()
            .filter(c -> isLazy(c) && c.from() == object && c.target() == object)
            .forEach(order::add);
      }
    }
    return new Step(name, added, relocated, scope, order);
  }

  private static boolean isLazy(Claim claim) {
    DynamicModel dynamic = claim.from().dynamic();
    boolean isNow =
        dynamic.value(DynamicTag.BIND_NOW).isPresent()
            || (dynamic.flags() & DynamicTag.DF_BIND_NOW) != 0
            || (dynamic.flags1() & DynamicTag.DF_1_NOW) != 0;
    return claim.access() == TlsAccess.DESCRIPTOR && !isNow;
  }

  /**
   * What each object's references to thread-local variables are bound to when the loader gives up:
   * whatever was bound to decides in which order objects are taken out. References of other kinds
   * count too for the loader, and are not looked up here.
   */
  Map<LoadedObject, List<LoadedObject>> bindingsUpTo(Refusal refusal) {
    Map<LoadedObject, List<LoadedObject>> bound = new HashMap<>();
    for (Claim claim : claims) {
      bound.computeIfAbsent(claim.from(), _ -> new ArrayList<>()).add(claim.target());
      if (refusal.isOf(claim)) {
        break;
      }
    }
    return bound;
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
    return new Step(name, added, relocated, scope, claims.stream().map(change).toList());
  }
}
