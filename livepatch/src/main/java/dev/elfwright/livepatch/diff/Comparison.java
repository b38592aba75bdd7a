package dev.elfwright.livepatch.diff;

import dev.elfwright.livepatch.object.CompiledObject;
import dev.elfwright.livepatch.object.ObjectSection;
import dev.elfwright.livepatch.object.ObjectSymbol;
import dev.elfwright.livepatch.object.Piece;
import dev.elfwright.livepatch.object.Relocations;
import dev.elfwright.livepatch.special.Policy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares twins by what they say: bytes, and what their relocations lead to.
 *
 * <p>References to functions and variables are equal when these are twins. References to content
 * are equal when the contents are, and so on through all they refer to; the two may lie anywhere
 * and be called anything. Circles are equal unless a difference is found in them: all pairs are
 * compared on their own first, and then each difference is carried back to all that refer to it.
 */
final class Comparison {
  /** Two pieces that should say the same. */
  private static final class Pair {
    private final Piece original;
    private final Piece patched;
    private final List<Pair> users = new ArrayList<>();
    private final List<LineNumber> lines = new ArrayList<>();
    private @Nullable Difference difference;

    Pair(Piece original, Piece patched) {
      this.original = original;
      this.patched = patched;
    }
  }

  private final Twins twins;
  private final LineNumbers lineNumbers;
  private final Map<Long, Pair> pairs = new LinkedHashMap<>();
  private final ArrayDeque<Pair> todo = new ArrayDeque<>();
  private final Map<Piece, Pair> byPatched = new HashMap<>();
  private final Set<Piece> reached = new HashSet<>();

  private Comparison(CompiledObject original, CompiledObject patched, Twins twins) {
    this.twins = twins;
    this.lineNumbers = new LineNumbers(patched.processor());
    for (Piece p : patched.pieces()) {
      Piece o = twins.inOriginal(p);
      if (o != null) {
        byPatched.put(p, pair(o, p, null));
      }
    }
    while (!todo.isEmpty()) {
      compare(todo.remove());
    }
    rejectContradictingLines();
    carryBack();
  }

  static Comparison of(CompiledObject original, CompiledObject patched, Twins twins) {
    return new Comparison(original, patched, twins);
  }

  /** Why a patched piece is not the same as its twin, or null when it is. */
  @Nullable Difference differenceOf(Piece patched) {
    Pair pair = byPatched.get(patched);
    return pair == null ? null : pair.difference;
  }

  /** The line numbers in which a piece that is otherwise the same differs. */
  List<LineNumber> linesOf(Piece patched) {
    Pair pair = byPatched.get(patched);
    return pair == null || pair.difference != null ? List.of() : pair.lines;
  }

  /** Whether content of the patched object was found to say the same as some of the original. */
  boolean isProvenSame(Piece patched) {
    return reached.contains(patched);
  }

  private Pair pair(Piece original, Piece patched, @Nullable Pair user) {
    long key = (long) original.id() << 32 | patched.id();
    Pair pair = pairs.get(key);
    if (pair == null) {
      pair = new Pair(original, patched);
      pairs.put(key, pair);
      todo.add(pair);
    }
    if (user != null) {
      pair.users.add(user);
    }
    return pair;
  }

  private void compare(Pair pair) {
    pair.difference = ownDifference(pair);
  }

  private @Nullable Difference ownDifference(Pair pair) {
    String text = symbolDifference(pair);
    if (text == null) {
      text = sizeDifference(pair);
    }
    if (text == null) {
      text = referenceDifference(pair);
    }
    if (text == null) {
      text = byteDifference(pair);
    }
    if (text == null) {
      text = entryDifference(pair);
    }
    return text == null ? null : new Difference(pair.patched, text, firstDifference(pair), null);
  }

  /** The first byte or reference in which two stretches of code differ, -1 for none. */
  private static long firstDifference(Pair pair) {
    Piece o = pair.original;
    Piece p = pair.patched;
    if (!p.isCode() || !o.section().hasBytes() || !p.section().hasBytes()) {
      return -1;
    }
    long bytes =
        Arrays.mismatch(
            o.section().bytes(),
            (int) o.start(),
            (int) o.end(),
            p.section().bytes(),
            (int) p.start(),
            (int) p.end());
    long first = bytes < 0 ? p.size() : bytes;
    Relocations before = o.section().relocations();
    Relocations after = p.section().relocations();
    int i = o.firstRelocation();
    int j = p.firstRelocation();
    for (; i < o.endOfRelocations() && j < p.endOfRelocations(); i++, j++) {
      long at = after.offset(j) - p.start();
      boolean same =
          before.offset(i) - o.start() == at
              && before.type(i) == after.type(j)
              && name(before, i).equals(name(after, j));
      if (!same) {
        return Math.min(first, at);
      }
    }
    return first == p.size() ? -1 : first;
  }

  // Symbols and sizes.

  private static @Nullable String symbolDifference(Pair pair) {
    ObjectSymbol o = pair.original.symbol();
    ObjectSymbol p = pair.patched.symbol();
    if (pair.original.kind() != pair.patched.kind()) {
      return "it was a %s and is a %s".formatted(word(pair.original), word(pair.patched));
    }
    if (o == null || p == null || !pair.patched.isNamed()) {
      return null;
    }
    if (o.isWeak() != p.isWeak()) {
      return o.isWeak()
          ? "it was weak, so that another definition could take its place, and is no longer"
          : "it has become weak, so that another definition can take its place";
    }
    boolean data = pair.patched.kind() != Piece.Kind.FUNCTION;
    long before = pair.original.section().header().alignment();
    long after = pair.patched.section().header().alignment();
    if (data && after > before && pair.patched.start() == 0 && pair.original.start() == 0) {
      return "its alignment was %d and is %d".formatted(before, after);
    }
    return null;
  }

  private static String word(Piece piece) {
    return piece.kind().name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable String sizeDifference(Pair pair) {
    long o = pair.original.contentSize();
    long p = pair.patched.contentSize();
    if (o == p || isString(pair.patched) || paddingOnly(pair)) {
      return null;
    }
    return "its size was %d and is %d bytes".formatted(o, p);
  }

  private static boolean isString(Piece piece) {
    return piece.section().isStrings();
  }

  /** Content without symbol ends where the next begins: zeros at its end may be alignment. */
  private static boolean paddingOnly(Pair pair) {
    Piece o = pair.original;
    Piece p = pair.patched;
    if (p.kind() != Piece.Kind.CONTENT || !p.symbols().isEmpty() || !o.symbols().isEmpty()) {
      return false;
    }
    long common = Math.min(o.size(), p.size());
    return isPadding(o, common) && isPadding(p, common);
  }

  private static boolean isPadding(Piece piece, long from) {
    if (piece.size() - from >= 64 || !piece.section().hasBytes()) {
      return piece.size() == from;
    }
    Relocations r = piece.section().relocations();
    if (r.from(piece.start() + from) != piece.endOfRelocations()) {
      return false;
    }
    for (long i = piece.start() + from; i < piece.end(); i++) {
      if (piece.section().bytes()[(int) i] != 0) {
        return false;
      }
    }
    return true;
  }

  // References.

  private @Nullable String referenceDifference(Pair pair) {
    Relocations o = pair.original.section().relocations();
    Relocations p = pair.patched.section().relocations();
    int i = pair.original.firstRelocation();
    int j = pair.patched.firstRelocation();
    int endO = pair.original.endOfRelocations();
    int endP = pair.patched.endOfRelocations();
    for (; i < endO && j < endP; i++, j++) {
      long at = p.offset(j) - pair.patched.start();
      if (o.offset(i) - pair.original.start() != at || o.type(i) != p.type(j)) {
        return "its code or data differs before the reference to %s at +0x%x"
            .formatted(name(p, j), at);
      }
      String text = targetDifference(pair, o, i, p, j);
      if (text != null) {
        return "%s at +0x%x".formatted(text, at);
      }
    }
    if (i < endO || j < endP) {
      return j < endP
          ? "it refers to %s at +0x%x".formatted(name(p, j), p.offset(j) - pair.patched.start())
          : "it no longer refers to %s".formatted(name(o, i));
    }
    return null;
  }

  private static String name(Relocations r, int i) {
    return r.isInside(i) ? r.target(i).name() : r.symbol(i).name();
  }

  private @Nullable String targetDifference(Pair pair, Relocations o, int i, Relocations p, int j) {
    if (!o.isInside(i) || !p.isInside(j)) {
      boolean same =
          !o.isInside(i)
              && !p.isInside(j)
              && o.symbol(i).name().equals(p.symbol(j).name())
              && o.addend(i) == p.addend(j);
      return same ? null : "it referred to %s and refers to %s".formatted(name(o, i), name(p, j));
    }
    Piece before = o.target(i);
    Piece after = p.target(j);
    long offsetBefore = o.targetOffset(i);
    long offsetAfter = p.targetOffset(j);
    if (isString(before) && isString(after)) {
      return stringDifference(pair, before, offsetBefore, after, offsetAfter);
    }
    if (after.isNamed() || before.isNamed()) {
      if (twins.inOriginal(after) != before) {
        return "it referred to %s and refers to %s".formatted(before, after);
      }
      if (offsetBefore != offsetAfter && before != pair.original) {
        return "it referred to %s+0x%x and refers to %s+0x%x"
            .formatted(before, offsetBefore, after, offsetAfter);
      }
      if (offsetBefore != offsetAfter) {
        return "its own offset 0x%x has become 0x%x".formatted(offsetBefore, offsetAfter);
      }
      if (after.kind() == Piece.Kind.CONSTANT && after != pair.patched) {
        Pair _ = pair(before, after, pair);
      }
      return null;
    }
    if (offsetBefore != offsetAfter) {
      return "it referred to %s+0x%x and refers to %s+0x%x"
          .formatted(before, offsetBefore, after, offsetAfter);
    }
    Pair _ = pair(before, after, pair);
    return null;
  }

  private @Nullable String stringDifference(
      Pair pair, Piece before, long offsetBefore, Piece after, long offsetAfter) {
    String old = text(before, offsetBefore);
    String now = text(after, offsetAfter);
    if (old.equals(now)) {
      reached.add(after);
      return null;
    }
    LineNumber line = LineNumbers.inText(old, now);
    if (line != null) {
      pair.lines.add(line);
      reached.add(after);
      return null;
    }
    return "the string \"%s\" was \"%s\"".formatted(shown(now), shown(old));
  }

  private static String text(Piece piece, long offset) {
    ObjectSection s = piece.section();
    int from = (int) Math.clamp(piece.start() + offset, 0, s.bytes().length);
    int to = (int) Math.max(from, piece.end() - 1);
    return new String(s.bytes(), from, to - from, StandardCharsets.ISO_8859_1);
  }

  private static String shown(String text) {
    String one = text.replace("\n", "\\n");
    StringBuilder out = new StringBuilder();
    one.chars().limit(60).forEach(c -> out.append(c < 32 || c > 126 ? '.' : (char) c));
    return out + (one.length() > 60 ? "..." : "");
  }

  // Bytes.

  private @Nullable String byteDifference(Pair pair) {
    Piece o = pair.original;
    Piece p = pair.patched;
    if (isString(p) && isString(o)) {
      return null;
    }
    if (o.section().hasBytes() != p.section().hasBytes()) {
      return isZero(o) && isZero(p) ? null : "its first value is no longer the same";
    }
    if (!p.section().hasBytes()) {
      return null;
    }
    int size = (int) Math.min(o.contentSize(), p.contentSize());
    byte[] before =
        Arrays.copyOfRange(o.section().bytes(), (int) o.start(), (int) o.start() + size);
    byte[] after = Arrays.copyOfRange(p.section().bytes(), (int) p.start(), (int) p.start() + size);
    if (Arrays.equals(before, after)) {
      return null;
    }
    if (lineNumbers.explain(o, before, p, after, pair.lines)) {
      return null;
    }
    int at = Arrays.mismatch(before, after);
    return p.isCode()
        ? "its code differs at +0x%x".formatted(at)
        : "its bytes differ at +0x%x".formatted(at);
  }

  private static boolean isZero(Piece piece) {
    if (!piece.section().hasBytes()) {
      return true;
    }
    for (long i = piece.start(); i < piece.end(); i++) {
      if (piece.section().bytes()[(int) i] != 0) {
        return false;
      }
    }
    return piece.firstRelocation() == piece.endOfRelocations();
  }

  // Entries of special sections.

  private @Nullable String entryDifference(Pair pair) {
    Map<String, List<Piece>> before = compared(pair.original);
    Map<String, List<Piece>> after = compared(pair.patched);
    for (String section : before.keySet()) {
      if (!after.containsKey(section)) {
        return "it has no entry in %s any more".formatted(section);
      }
    }
    for (Map.Entry<String, List<Piece>> e : after.entrySet()) {
      List<Piece> others = before.getOrDefault(e.getKey(), List.of());
      if (others.size() != e.getValue().size()) {
        return "it had %d and has %d entries in %s"
            .formatted(others.size(), e.getValue().size(), e.getKey());
      }
      for (int i = 0; i < others.size(); i++) {
        Pair _ = pair(others.get(i), e.getValue().get(i), pair);
      }
    }
    return null;
  }

  private static Map<String, List<Piece>> compared(Piece piece) {
    var bySection = new LinkedHashMap<String, List<Piece>>();
    for (Piece entry : piece.entries()) {
      if (entry.section().has(Policy.ENTRIES)) {
        bySection.computeIfAbsent(entry.section().name(), _ -> new ArrayList<>()).add(entry);
      }
    }
    bySection.values().forEach(l -> l.sort(Comparator.comparingLong(Comparison::place)));
    return bySection;
  }

  /** Where the code lies that an entry is for. */
  private static long place(Piece entry) {
    Relocations r = entry.section().relocations();
    int key = Objects.requireNonNull(entry.section().special()).key();
    int i = r.from(entry.start() + key);
    return i < r.count() && r.isInside(i) ? r.targetOffset(i) : Long.MAX_VALUE;
  }

  // What follows from it.

  /**
   * Lines that a patch adds move the lines behind them and none before: what is said of the lines
   * of one object must be in order. Otherwise these numbers are no lines, or lines were swapped.
   */
  private void rejectContradictingLines() {
    List<LineNumber> all =
        pairs.values().stream()
            .filter(p -> p.difference == null)
            .flatMap(p -> p.lines.stream())
            .sorted(Comparator.comparingLong(LineNumber::before))
            .toList();
    boolean inOrder = true;
    for (int i = 1; i < all.size(); i++) {
      LineNumber a = all.get(i - 1);
      LineNumber b = all.get(i);
      inOrder &= a.before() == b.before() ? a.after() == b.after() : a.after() < b.after();
    }
    if (!inOrder) {
      for (Pair p : pairs.values()) {
        if (p.difference == null && !p.lines.isEmpty()) {
          p.difference = new Difference(p.patched, p.lines.getFirst().text(), -1, null);
        }
      }
    }
  }

  private void carryBack() {
    ArrayDeque<Pair> different = new ArrayDeque<>();
    pairs.values().stream().filter(p -> p.difference != null).forEach(different::add);
    while (!different.isEmpty()) {
      Pair pair = different.remove();
      for (Pair user : pair.users) {
        if (user.difference == null) {
          user.difference =
              new Difference(
                  user.patched,
                  "%s differs".formatted(pair.patched),
                  -1,
                  Objects.requireNonNull(pair.difference));
          different.add(user);
        }
      }
    }
    for (Pair pair : pairs.values()) {
      if (pair.difference == null) {
        reached.add(pair.patched);
      }
    }
  }
}
