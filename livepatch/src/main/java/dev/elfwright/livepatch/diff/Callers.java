package dev.elfwright.livepatch.diff;

import dev.elfwright.livepatch.object.CompiledObject;
import dev.elfwright.livepatch.object.ObjectSymbol;
import dev.elfwright.livepatch.object.Piece;
import dev.elfwright.livepatch.object.Relocations;
import dev.elfwright.livepatch.special.Policy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who goes to a function of an object, and who keeps its address.
 *
 * <p>A function that the tracer cannot take over, as the bodies of system calls are ({@code inline}
 * means notrace in the kernel), changes for the running kernel when all that go to it are replaced.
 * That holds only where all of them are known: nobody may keep its address, and no other file may
 * see it.
 */
final class Callers {
  private final CompiledObject object;
  private final Map<Piece, List<Piece>> users = new HashMap<>();

  Callers(CompiledObject object) {
    this.object = object;
    for (Piece p : object.pieces()) {
      p.entries().forEach(e -> users.computeIfAbsent(e, _ -> new ArrayList<>()).add(p));
      Relocations r = p.section().relocations();
      for (int i = p.firstRelocation(); i < p.endOfRelocations(); i++) {
        if (r.isInside(i) && r.target(i) != p) {
          users.computeIfAbsent(r.target(i), _ -> new ArrayList<>()).add(p);
        }
      }
    }
  }

  /** The functions that go to it, by themselves or in code that belongs to them. */
  Set<Piece> of(Piece function) {
    Set<Piece> callers = new LinkedHashSet<>();
    Set<Piece> asked = new HashSet<>(Set.of(function));
    List<Piece> todo = new ArrayList<>(users.getOrDefault(function, List.of()));
    while (!todo.isEmpty()) {
      Piece user = todo.removeLast();
      if (!asked.add(user) || user.section().has(Policy.INITIAL)) {
        continue;
      }
      if (user.kind() == Piece.Kind.FUNCTION) {
        callers.add(user);
      } else if (!isForTools(user)) {
        todo.addAll(users.getOrDefault(user, List.of()));
      }
    }
    return callers;
  }

  /** What keeps the address of a function, or null. */
  @Nullable Piece keeper(Piece function) {
    ObjectSymbol symbol = function.symbol();
    long start = symbol == null ? function.start() : symbol.value().value();
    for (Piece user : users.getOrDefault(function, List.of())) {
      Relocations r = user.section().relocations();
      for (int i = user.firstRelocation(); i < user.endOfRelocations(); i++) {
        if (r.isInside(i)
            && r.target(i) == function
            && function.start() + r.targetOffset(i) == start
            && !isForTools(user)
            && (!user.isCode() || object.processor().takesAddress(r.type(i)))) {
          return user;
        }
      }
    }
    return null;
  }

  /** Tables that are about code and do not run it. */
  private static boolean isForTools(Piece user) {
    return user.kind() == Piece.Kind.ENTRY
        || user.section().has(Policy.DROPPED)
        || user.section().has(Policy.REBUILT)
        || user.section().has(Policy.AUTHOR)
        || user.section().has(Policy.STAYS);
  }
}
