package dev.elfwright.tls;

import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.link.graph.DependencySort;
import dev.elfwright.link.graph.LoadedObject;
import dev.elfwright.link.graph.Namespace;
import dev.elfwright.link.graph.Opening;
import dev.elfwright.link.scope.Binding;
import dev.elfwright.link.scope.ResolvedReference;
import dev.elfwright.link.scope.Scope;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The libraries of a process while it opens and closes them (glibc elf/dl-open.c, elf/dl-close.c).
 * All relocations are taken to be done when a library is opened, as with RTLD_NOW. Not known is
 * which C++ objects of a thread have destructors, which keep their library from going.
 */
final class OpenLibraries {
  private final ProcessStart start;
  private final DependencySort sort;
  private final Map<String, Deque<LoadedObject>> handles = new HashMap<>();
  private final List<Step> unread = new ArrayList<>();
  private final Map<LoadedObject, List<LoadedObject>> bound = new HashMap<>();
  private final Set<LoadedObject> pinned = new HashSet<>();

  OpenLibraries(ProcessStart start, Tunables tunables) {
    this.start = start;
    this.sort = start.sort(tunables);
  }

  Opening load(String name) throws IOException {
    Namespace namespace = start.namespace();
    LoadedObject caller = namespace.start().map(g -> g.program()).orElse(null);
    return namespace.open(name, caller);
  }

  /** What the relocations of an opening ask for. */
  Step relocate(Opening opening) {
    return Step.of(start.namespace(), opening, sort);
  }

  /** Ends a dlopen that succeeds. */
  void keep(LibraryCall.Open call, Opening opening, Step step) {
    switch (call.scope()) {
      case LOCAL -> {}
      case GLOBAL -> start.namespace().publish(opening);
    }
    unread.add(step);
    opening
        .root()
        .ifPresent(
            root -> handles.computeIfAbsent(call.name(), _ -> new ArrayDeque<>()).push(root));
  }

  /** Ends a dlopen that fails: what it has loaded, in the order in which it is taken out again. */
  List<LoadedObject> takeBack(Opening opening, Step step, Refusal refusal) {
    Namespace namespace = start.namespace();
    opening.root().ifPresent(namespace::release);
    Set<LoadedObject> gone = new HashSet<>(opening.added());
    List<LoadedObject> order = inOrder(gone, step.bindingsUpTo(refusal));
    namespace.unload(gone);
    return order;
  }

  /** What a dlclose takes out, in the order of destructors. */
  List<LoadedObject> close(LibraryCall.Close call) {
    Namespace namespace = start.namespace();
    Deque<LoadedObject> open = handles.getOrDefault(call.name(), new ArrayDeque<>());
    if (open.isEmpty() || !namespace.release(open.pop())) {
      return List.of();
    }
    unread.forEach(this::readBindings);
    unread.clear();
    Set<LoadedObject> gone = namespace.unused(bound, pinned);
    List<LoadedObject> order = inOrder(gone, bound);
    namespace.close(gone);
    bound.keySet().removeAll(gone);
    return order;
  }

  private List<LoadedObject> inOrder(
      Set<LoadedObject> gone, Map<LoadedObject, List<LoadedObject>> bindings) {
    return sort.ofUnloading(start.namespace().unloading(gone, sort, bindings)).reversed().stream()
        .filter(gone::contains)
        .toList();
  }

  /** Only a dlclose asks what functions and variables were bound to, so it is looked up then. */
  private void readBindings(Step step) {
    if (step.added().isEmpty()) {
      return;
    }
    Scope scope = step.scope().get();
    for (LoadedObject object : step.relocated()) {
      List<LoadedObject> targets = new ArrayList<>();
      for (ResolvedReference reference : scope.references(object)) {
        if (reference.binding() instanceof Binding.Definition d) {
          targets.add(d.object());
          if (d.object().dynamic().symbols().binding(d.symbol()) == SymbolBinding.GNU_UNIQUE) {
            pinned.add(d.object());
          }
        }
      }
      bound.put(object, targets.stream().distinct().toList());
    }
  }
}
