package dev.elfwright.link.fuse;

import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.link.graph.LoadedObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The functions that run before and after the program's own, in the loader's order: of each library
 * DT_INIT, then DT_INIT_ARRAY; at the end DT_FINI_ARRAY backwards, then DT_FINI (gABI,
 * "Initialization and Termination Functions"). The program's own are left to libc, which since 2.34
 * runs them itself unless the program brings its own code for it.
 *
 * @param constructors link-time addresses in the order in which they run
 * @param destructors link-time addresses in the order in which they run
 */
record Lifecycle(List<Long> constructors, List<Long> destructors) {
  static Lifecycle of(
      Selection selection,
      Map<LoadedObject, Part> parts,
      Function<Part, PartEdits> edits,
      FuseOptions options) {
    List<Long> constructors = new ArrayList<>();
    List<Long> destructors = new ArrayList<>();
    List<LoadedObject> order = selection.graph().initOrder();
    if (!options.obeys(Rule.CONSTRUCTOR_ORDER)) {
      order = order.reversed();
    }
    for (LoadedObject o : order) {
      Part p = parts.get(o);
      if (p != null && o != selection.program()) {
        List<Long> first = constructorsOf(p);
        List<Long> last = destructorsOf(p);
        if (options.obeys(Rule.SKIP_IDLE)) {
          IdleFunctions idle = new IdleFunctions(p, edits.apply(p));
          first = idle.busyConstructors(first);
          last = idle.busyDestructors(last);
        }
        constructors.addAll(first);
        destructors.addAll(0, last);
      }
    }
    return new Lifecycle(
        options.obeys(Rule.CONSTRUCTORS) ? constructors : List.of(),
        options.obeys(Rule.DESTRUCTORS) ? destructors : List.of());
  }

  static List<Long> constructorsOf(Part p) {
    List<Long> found = new ArrayList<>();
    function(p, DynamicTag.INIT, found);
    found.addAll(array(p, DynamicTag.INIT_ARRAY, DynamicTag.INIT_ARRAYSZ));
    return found;
  }

  static List<Long> destructorsOf(Part p) {
    List<Long> found =
        new ArrayList<>(array(p, DynamicTag.FINI_ARRAY, DynamicTag.FINI_ARRAYSZ).reversed());
    function(p, DynamicTag.FINI, found);
    return found;
  }

  private static void function(Part p, long tag, List<Long> into) {
    p.dynamic().value(tag).ifPresent(v -> into.add(v + p.bias()));
  }

  /** Entries as relocation left them: link-time addresses. */
  static List<Long> array(Part p, long tag, long sizeTag) {
    OptionalLong at = p.dynamic().value(tag);
    long size = p.dynamic().value(sizeTag).orElse(0);
    List<Long> found = new ArrayList<>();
    if (at.isEmpty() || size == 0) {
      return found;
    }
    Piece piece = p.piece(at.getAsLong(), size);
    for (long a = at.getAsLong(); a + 8 <= at.getAsLong() + size; a += 8) {
      long function = piece.getLong(a);
      if (function != 0 && function != -1) {
        found.add(function);
      }
    }
    return found;
  }
}
