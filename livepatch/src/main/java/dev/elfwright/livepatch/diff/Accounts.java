package dev.elfwright.livepatch.diff;

import dev.elfwright.livepatch.object.ObjectSection;
import dev.elfwright.livepatch.object.Piece;
import dev.elfwright.livepatch.object.Relocations;
import dev.elfwright.livepatch.special.Policy;
import dev.elfwright.livepatch.special.SpecialSection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives account of every byte in which two objects differ: it is carried, or proven irrelevant with
 * a reason, or it is a defect of the comparison, which is an error. The proof does not rely on how
 * the selection was made: each piece of the patched object is asked again.
 */
final class Accounts {
  private final ObjectPair pair;
  private final Selection selection;
  private final Map<Piece, Piece> ownerOf = new HashMap<>();
  private final Map<Piece, List<Piece>> usersOf = new HashMap<>();
  private final Map<String, List<Piece>> originalContent = new HashMap<>();
  private final List<Irrelevant> irrelevant = new ArrayList<>();
  private final List<String> unexplained = new ArrayList<>();

  Accounts(ObjectPair pair, Selection selection) {
    this.pair = pair;
    this.selection = selection;
    for (Piece p : pair.original().pieces()) {
      if (!p.isNamed()) {
        originalContent.computeIfAbsent(p.section().name(), _ -> new ArrayList<>()).add(p);
      }
    }
    for (Piece p : pair.patched().pieces()) {
      p.entries().forEach(e -> ownerOf.put(e, p));
      Relocations r = p.section().relocations();
      for (int i = p.firstRelocation(); i < p.endOfRelocations(); i++) {
        if (r.isInside(i) && r.target(i) != p) {
          usersOf.computeIfAbsent(r.target(i), _ -> new ArrayList<>()).add(p);
        }
      }
    }
    pair.patched().sections().forEach(this::account);
    pair.original().pieces().forEach(this::accountRemoved);
  }

  List<Irrelevant> irrelevant() {
    return irrelevant;
  }

  /** What nobody can explain; empty unless the comparison has a defect or the object is strange. */
  List<String> unexplained() {
    return unexplained;
  }

  private void account(ObjectSection section) {
    SpecialSection special = section.special();
    if (special != null) {
      String reason =
          switch (special.policy()) {
            case DROPPED, MODINFO -> special.meaning();
            case REBUILT -> special.meaning() + "; made anew for what is carried";
            case AUTHOR -> "it is for the tool";
            case ENTRIES, TARGETS, POOL, COPIED, STAYS, FILLED, INITIAL -> null;
          };
      if (reason != null) {
        if (!isSameSection(section)) {
          irrelevant.add(new Irrelevant(section.name(), section.size(), reason));
        }
        return;
      }
    }
    section.pieces().forEach(this::account);
  }

  private boolean isSameSection(ObjectSection section) {
    return pair.original().sections().stream()
        .anyMatch(s ->
            s.name().equals(section.name())
                && Arrays.equals(s.bytes(), section.bytes())
                && s.relocations().count() == section.relocations().count());
  }

  private void account(Piece piece) {
    if (selection.contains(piece) || piece.size() == 0) {
      return;
    }
    if (pair.comparison().isProvenSame(piece)) {
      pair.comparison()
          .linesOf(piece)
          .forEach(l -> irrelevant.add(new Irrelevant(piece.name(), piece.size(), l.text())));
      return;
    }
    String reason = reason(piece, new HashSet<>());
    if (reason == null) {
      unexplained.add(
          "%s: 0x%x bytes differ, and nothing tells what they are for"
              .formatted(piece, piece.size()));
    } else if (!reason.isEmpty()) {
      irrelevant.add(new Irrelevant(piece.name(), piece.size(), reason));
    }
  }

  /** Why it need not be carried; empty when the original has the same; null when unknown. */
  private @Nullable String reason(Piece piece, Set<Piece> asked) {
    if (selection.contains(piece) || pair.comparison().isProvenSame(piece)) {
      return null;
    }
    if (pair.isLeftOut(piece)) {
      return "the patch's author leaves it out";
    }
    if (piece.isNamed()) {
      return namedReason(piece);
    }
    if (isInOriginal(piece)) {
      return "";
    }
    if (isZero(piece)) {
      return "padding";
    }
    if (!asked.add(piece)) {
      return "it is used by nothing that is carried";
    }
    Piece owner = ownerOf.get(piece);
    List<Piece> users = owner != null ? List.of(owner) : usersOf.getOrDefault(piece, List.of());
    return users.isEmpty() || !users.stream().allMatch(u -> isUnneeded(u, asked))
        ? null
        : "only %s uses it".formatted(users.getFirst());
  }

  private boolean isUnneeded(Piece user, Set<Piece> asked) {
    SpecialSection special = user.section().special();
    if (special != null
        && (special.policy() == Policy.DROPPED
            || special.policy() == Policy.REBUILT
            || special.policy() == Policy.AUTHOR
            || special.policy() == Policy.MODINFO)) {
      return true;
    }
    return !selection.contains(user)
        && !pair.comparison().isProvenSame(user)
        && reason(user, asked) != null;
  }

  private @Nullable String namedReason(Piece piece) {
    if (pair.before(piece) == null) {
      return "it is new, and nothing that is carried uses it";
    }
    boolean unused = !usersOf.containsKey(piece) && piece.kind() == Piece.Kind.CONSTANT;
    return unused ? "nothing uses it" : null;
  }

  /** Content that nothing refers to is the same when its section had the same before. */
  private boolean isInOriginal(Piece piece) {
    return originalContent.getOrDefault(piece.section().name(), List.of()).stream()
        .anyMatch(o -> isSame(o, piece));
  }

  private static boolean isSame(Piece o, Piece p) {
    if (o.size() != p.size() || o.section().hasBytes() != p.section().hasBytes()) {
      return false;
    }
    boolean bytes =
        !o.section().hasBytes()
            || Arrays.equals(
                o.section().bytes(),
                (int) o.start(),
                (int) o.end(),
                p.section().bytes(),
                (int) p.start(),
                (int) p.end());
    return bytes && references(o).equals(references(p));
  }

  private static List<String> references(Piece piece) {
    Relocations r = piece.section().relocations();
    var all = new ArrayList<String>();
    for (int i = piece.firstRelocation(); i < piece.endOfRelocations(); i++) {
      String name = r.isInside(i) ? r.target(i).name() : r.symbol(i).name();
      long addend = r.isInside(i) ? r.targetOffset(i) : r.addend(i);
      all.add((r.offset(i) - piece.start()) + " " + r.type(i) + " " + name + " " + addend);
    }
    return all;
  }

  private static boolean isZero(Piece piece) {
    if (piece.firstRelocation() != piece.endOfRelocations()) {
      return false;
    }
    byte[] bytes = piece.section().bytes();
    for (long i = piece.start(); i < piece.end() && i < bytes.length; i++) {
      if (bytes[(int) i] != 0) {
        return false;
      }
    }
    return true;
  }

  private void accountRemoved(Piece piece) {
    if (piece.isNamed() && pair.twins().inPatched(piece) == null && piece.size() > 0) {
      irrelevant.add(
          new Irrelevant(
              piece.name(), piece.size(), "it was removed; the running kernel keeps it, unused"));
    }
  }
}
