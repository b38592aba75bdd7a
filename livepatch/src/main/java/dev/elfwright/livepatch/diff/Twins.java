package dev.elfwright.livepatch.diff;

import dev.elfwright.livepatch.object.CompiledObject;
import dev.elfwright.livepatch.object.CompilerNames;
import dev.elfwright.livepatch.object.Piece;
import dev.elfwright.livepatch.object.Relocations;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which named piece of the original is which of the patched object.
 *
 * <p>A name without a number says it. The numbers in {@code counter.3} or {@code f.isra.0} say
 * nothing: they change when a line is added. Such pieces are told by their use: what twins use at
 * the same place in the row of their uses of that name is the same thing, whatever its number is.
 * Twins found so are users themselves, until no more are found.
 */
final class Twins {
  private final @Nullable Piece[] ofOriginal;
  private final @Nullable Piece[] ofPatched;
  private final ArrayDeque<Piece> newTwins = new ArrayDeque<>();
  private final Map<Piece, Map<String, List<Piece>>> uses = new HashMap<>();

  private Twins(CompiledObject original, CompiledObject patched) {
    ofOriginal = new Piece[original.pieces().size()];
    ofPatched = new Piece[patched.pieces().size()];
    Map<String, List<Piece>> before = byName(original);
    Map<String, List<Piece>> after = byName(patched);
    before.forEach((key, pieces) -> {
      List<Piece> others = after.get(key);
      if (others != null && !isNumbered(pieces) && !isNumbered(others)) {
        pairInOrder(pieces, others);
      }
    });
    followUses();
    before.forEach((key, pieces) -> pairUnused(pieces, after.getOrDefault(key, List.of())));
    followUses();
  }

  static Twins find(CompiledObject original, CompiledObject patched) {
    return new Twins(original, patched);
  }

  /** The twin in the patched object, or null when the piece was removed. */
  @Nullable Piece inPatched(Piece original) {
    return ofOriginal[original.id()];
  }

  /** The twin in the original object, or null when the piece is new. */
  @Nullable Piece inOriginal(Piece patched) {
    return ofPatched[patched.id()];
  }

  private static Map<String, List<Piece>> byName(CompiledObject object) {
    var all = new LinkedHashMap<String, List<Piece>>();
    for (Piece p : object.pieces()) {
      if (p.isNamed()) {
        all.computeIfAbsent(key(p), _ -> new ArrayList<>()).add(p);
      }
    }
    return all;
  }

  private static String key(Piece piece) {
    String what = piece.kind() == Piece.Kind.FUNCTION ? "()" : "";
    return CompilerNames.withoutNumbers(piece.name()) + what;
  }

  private static boolean isNumbered(List<Piece> pieces) {
    return pieces.stream().anyMatch(Twins::isNumbered);
  }

  private static boolean isNumbered(Piece piece) {
    return !CompilerNames.withoutNumbers(piece.name()).equals(piece.name());
  }

  private void pair(Piece original, Piece patched) {
    ofOriginal[original.id()] = patched;
    ofPatched[patched.id()] = original;
    newTwins.add(original);
  }

  /** Several local functions of one name, in an object linked from several: by their order. */
  private void pairInOrder(List<Piece> originals, List<Piece> patched) {
    if (originals.size() == patched.size()) {
      for (int i = 0; i < originals.size(); i++) {
        pair(originals.get(i), patched.get(i));
      }
      return;
    }
    pairAlike(originals, patched);
  }

  private void followUses() {
    while (!newTwins.isEmpty()) {
      Piece original = newTwins.remove();
      Piece patched = ofOriginal[original.id()];
      if (patched != null) {
        Map<String, List<Piece>> before = usesOf(original);
        Map<String, List<Piece>> after = usesOf(patched);
        before.forEach((key, used) -> pairUsed(used, after.getOrDefault(key, List.of())));
      }
    }
  }

  private void pairUsed(List<Piece> originals, List<Piece> patched) {
    List<Piece> before = originals.stream().filter(p -> ofOriginal[p.id()] == null).toList();
    List<Piece> after = patched.stream().filter(p -> ofPatched[p.id()] == null).toList();
    boolean sameRow = before.size() == after.size();
    for (int i = 0; sameRow && i < before.size(); i++) {
      sameRow = couldBe(before.get(i), after.get(i));
    }
    if (sameRow) {
      for (int i = 0; i < before.size(); i++) {
        pair(before.get(i), after.get(i));
      }
    } else {
      pairAlike(before, after);
    }
  }

  /** The state of a variable can be kept in one of its size only. */
  private static boolean couldBe(Piece original, Piece patched) {
    return original.kind() == patched.kind()
        && (original.kind() != Piece.Kind.VARIABLE || original.size() == patched.size());
  }

  /** Where some were added or removed: first those of the same bytes, then those of one size. */
  private void pairAlike(List<Piece> originals, Collection<Piece> patched) {
    Set<Piece> left = new LinkedHashSet<>(patched);
    for (boolean sameBytes : new boolean[] {true, false}) {
      for (Piece o : originals) {
        if (ofOriginal[o.id()] != null) {
          continue;
        }
        for (Piece p : left) {
          if (couldBe(o, p) && o.size() == p.size() && (!sameBytes || sameBytes(o, p))) {
            pair(o, p);
            left.remove(p);
            break;
          }
        }
      }
    }
  }

  private static boolean sameBytes(Piece o, Piece p) {
    boolean inFile = o.section().hasBytes();
    return inFile == p.section().hasBytes()
        && (!inFile
            || Arrays.equals(
                o.section().bytes(),
                (int) o.start(),
                (int) o.end(),
                p.section().bytes(),
                (int) p.start(),
                (int) p.end()));
  }

  /** What nothing uses on either side has only its name left. */
  private void pairUnused(List<Piece> originals, List<Piece> patched) {
    List<Piece> before =
        originals.stream().filter(p -> ofOriginal[p.id()] == null && !isUsed(p)).toList();
    List<Piece> after =
        patched.stream().filter(p -> ofPatched[p.id()] == null && !isUsed(p)).toList();
    if (!before.isEmpty() && before.size() == after.size()) {
      for (int i = 0; i < before.size(); i++) {
        if (couldBe(before.get(i), after.get(i))) {
          pair(before.get(i), after.get(i));
        }
      }
    }
  }

  private final Set<Piece> used = new HashSet<>();

  private boolean isUsed(Piece piece) {
    return used.contains(piece);
  }

  /**
   * The numbered pieces that a piece uses, by their name without number, in the order of their
   * first use: directly, or through content that belongs to it, such as its cold part, or entries.
   */
  private Map<String, List<Piece>> usesOf(Piece piece) {
    return uses.computeIfAbsent(
        piece,
        p -> {
          var found = new LinkedHashMap<String, List<Piece>>();
          collect(p, found, new HashSet<>());
          return found;
        });
  }

  private void collect(Piece root, Map<String, List<Piece>> found, Set<Piece> seen) {
    var todo = new ArrayDeque<Piece>();
    todo.add(root);
    seen.add(root);
    while (!todo.isEmpty()) {
      Piece piece = todo.removeFirst();
      Relocations r = piece.section().relocations();
      for (int i = piece.firstRelocation(); i < piece.endOfRelocations(); i++) {
        if (!r.isInside(i)) {
          continue;
        }
        Piece target = r.target(i);
        if (target.kind() == Piece.Kind.CONTENT && seen.add(target)) {
          todo.add(target);
        } else if (target.isNamed() && isNumbered(target) && target != root && seen.add(target)) {
          found.computeIfAbsent(key(target), _ -> new ArrayList<>()).add(target);
          used.add(target);
        }
      }
      piece.entries().stream().filter(seen::add).forEach(todo::add);
    }
  }
}
