package dev.elfwright.abi.diff;

import dev.elfwright.abi.type.Type;
import dev.elfwright.abi.type.TypeTable;
import dev.elfwright.dwarf.constant.Encoding;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares types of two tables. Named structs, unions and enumerations of one name count as the
 * same here; each pair of them is put into a queue, to be compared once on its own. So the work
 * grows with the number of pairs, whatever leads to them.
 */
final class TypePairs {
  /**
   * Pointers to pointers, and functions that take functions: deeper, no difference is looked for.
   */
  private static final int DEEPEST = 64;

  /**
   * Two types to be compared on their own.
   *
   * @param name what they are called
   */
  record Pair(int before, int after, String name) {}

  private record Key(int before, int after) {}

  final TypeTable before;
  final TypeTable after;
  private final Map<Key, Likeness> known = new HashMap<>();
  private final Set<Key> queued = new HashSet<>();
  private final Deque<Pair> queue = new ArrayDeque<>();

  TypePairs(TypeTable before, TypeTable after) {
    this.before = before;
    this.after = after;
  }

  /** The next pair that has not been compared on its own. */
  Optional<Pair> next() {
    return Optional.ofNullable(queue.poll());
  }

  /** How alike two types are; what they lead to is put into the queue. */
  Likeness compare(int o, int n) {
    return compare(o, n, 0);
  }

  private Likeness compare(int o, int n, int depth) {
    if (depth > DEEPEST) {
      return Likeness.SAME;
    }
    Likeness asked = known.get(new Key(o, n));
    if (asked != null) {
      return asked;
    }
    int oldPlain = before.plain(o);
    int newPlain = after.plain(n);
    Key key = new Key(oldPlain, newPlain);
    Likeness found = known.get(key);
    if (found == null) {
      // What leads back here is equal if everything else is.
      known.put(key, Likeness.SAME);
      found = comparePlain(oldPlain, newPlain, depth, nameOf(o, oldPlain));
      known.put(key, found);
    }
    if (o != oldPlain || n != newPlain) {
      found =
          found == Likeness.SAME && !before.spell(o).equals(after.spell(n)) ? Likeness.NAME : found;
      known.put(new Key(o, n), found);
    }
    return found;
  }

  /** A struct without a name goes by that of its typedef. */
  private String nameOf(int type, int plain) {
    int at = type;
    String name = "";
    for (int step = 0; step < DEEPEST && at != plain; step++) {
      switch (before.get(at)) {
        case Type.Typedef(String typedef, int of) -> {
          name = typedef;
          at = of;
        }
        case Type.Qualified(_, int of) -> at = of;
        default -> at = plain;
      }
    }
    return name;
  }

  private Likeness comparePlain(int o, int n, int depth, String name) {
    Type old = before.get(o);
    Type now = after.get(n);
    return switch (old) {
      case Type.Nothing _ -> now instanceof Type.Nothing ? Likeness.SAME : Likeness.DIFFERENT;
      case Type.Base b -> {
        boolean isSameName = now instanceof Type.Base c && b.name().equals(c.name());
        yield compareNumber(b.size(), b.encoding(), now)
            .and(isSameName ? Likeness.SAME : Likeness.NAME);
      }
      case Type.Enumeration e -> {
        if (now instanceof Type.Enumeration f) {
          enqueue(o, n, e.name().isEmpty() ? name : e.name());
          yield e.size() == f.size() ? Likeness.SAME : Likeness.DIFFERENT;
        }
        yield now instanceof Type.Opaque b
            ? compareDeclared(b, e)
            : compareNumber(e.size(), Encoding.SIGNED, now).and(Likeness.NAME);
      }
      case Type.Pointer p ->
          now instanceof Type.Pointer q ? comparePointers(p, q, depth) : Likeness.DIFFERENT;
      case Type.MemberPointer p ->
          now instanceof Type.MemberPointer q
              ? compare(p.to(), q.to(), depth + 1)
              : Likeness.DIFFERENT;
      case Type.Array a ->
          now instanceof Type.Array b
                  && a.counts().equals(b.counts())
                  && a.isVector() == b.isVector()
              ? compare(a.element(), b.element(), depth + 1)
              : Likeness.DIFFERENT;
      case Type.Function f ->
          now instanceof Type.Function g ? compareFunctions(f, g, depth) : Likeness.DIFFERENT;
      case Type.Aggregate a -> compareAggregates(o, n, a, now, name);
      case Type.Opaque a -> compareDeclared(a, now);
      case Type.Qualified _, Type.Typedef _ -> Likeness.SAME; // a circle of names
    };
  }

  private static Likeness compareNumber(long size, int encoding, Type now) {
    return switch (now) {
      case Type.Base b when b.size() == size -> {
        if (kind(encoding) != kind(b.encoding())) {
          yield Likeness.DIFFERENT;
        }
        yield isUnsigned(encoding) == isUnsigned(b.encoding()) ? Likeness.SAME : Likeness.SIGN;
      }
      case Type.Enumeration e when e.size() == size ->
          kind(encoding) == Encoding.SIGNED ? Likeness.NAME : Likeness.DIFFERENT;
      default -> Likeness.DIFFERENT;
    };
  }

  private static boolean isUnsigned(int encoding) {
    return switch (encoding) {
      case Encoding.UNSIGNED, Encoding.UNSIGNED_CHAR, Encoding.BOOLEAN, Encoding.UTF -> true;
      default -> false;
    };
  }

  /** Numbers that are read alike but for their sign. */
  private static int kind(int encoding) {
    return switch (encoding) {
      case Encoding.SIGNED,
          Encoding.SIGNED_CHAR,
          Encoding.UNSIGNED,
          Encoding.UNSIGNED_CHAR,
          Encoding.BOOLEAN,
          Encoding.UTF ->
          Encoding.SIGNED;
      default -> encoding;
    };
  }

  /** void and characters stand for any bytes. */
  private Likeness comparePointers(Type.Pointer p, Type.Pointer q, int depth) {
    if (p.size() != q.size()) {
      return Likeness.DIFFERENT;
    }
    if (isBytes(before, p.to()) || isBytes(after, q.to())) {
      return before.spell(p.to()).equals(after.spell(q.to())) ? Likeness.SAME : Likeness.NAME;
    }
    Likeness target = compare(p.to(), q.to(), depth + 1);
    return p.kind() == q.kind() ? target : target.and(Likeness.NAME);
  }

  private static boolean isBytes(TypeTable types, int type) {
    return switch (types.get(types.plain(type))) {
      case Type.Nothing _ -> true;
      case Type.Base b -> b.size() == 1;
      default -> false;
    };
  }

  private Likeness compareFunctions(Type.Function f, Type.Function g, int depth) {
    if (f.parameters().size() != g.parameters().size() || f.isVariadic() != g.isVariadic()) {
      return Likeness.DIFFERENT;
    }
    Likeness result = compare(f.result(), g.result(), depth + 1);
    for (int i = 0; i < f.parameters().size(); i++) {
      result = result.and(compare(f.parameters().get(i), g.parameters().get(i), depth + 1));
    }
    return result;
  }

  private Likeness compareAggregates(int o, int n, Type.Aggregate a, Type now, String typedef) {
    return switch (now) {
      case Type.Aggregate b -> {
        if (a.kind() != b.kind()) {
          yield Likeness.DIFFERENT;
        }
        if (a.name().equals(b.name())) {
          enqueue(o, n, a.name().isEmpty() ? typedef : a.name());
          yield Likeness.SAME;
        }
        yield a.size() == b.size() && looksAlike(a, b) ? Likeness.NAME : Likeness.DIFFERENT;
      }
      case Type.Opaque b -> compareDeclared(b, a);
      default -> Likeness.DIFFERENT;
    };
  }

  /** Of structs with different names: members at the same places, spelled alike. */
  private boolean looksAlike(Type.Aggregate a, Type.Aggregate b) {
    List<Type.Member> ours = a.members();
    List<Type.Member> theirs = b.members();
    if (ours.size() != theirs.size()) {
      return false;
    }
    for (int i = 0; i < ours.size(); i++) {
      Type.Member m = ours.get(i);
      Type.Member t = theirs.get(i);
      if (m.bitOffset() != t.bitOffset()
          || m.bitSize() != t.bitSize()
          || before.size(m.type()) != after.size(t.type())) {
        return false;
      }
    }
    return true;
  }

  /** Where one side knows the name only, the name is all there is to compare. */
  private static Likeness compareDeclared(Type.Opaque declared, Type other) {
    return other
        .declaration()
        .filter(o -> o.kind() == declared.kind())
        .map(o -> o.name().equals(declared.name()) ? Likeness.SAME : Likeness.NAME)
        .orElse(Likeness.DIFFERENT);
  }

  private void enqueue(int o, int n, String name) {
    if (queued.add(new Key(o, n))) {
      queue.add(new Pair(o, n, name));
    }
  }
}
