package dev.elfwright.abi.diff;

import dev.elfwright.abi.type.Layout;
import dev.elfwright.abi.type.Type;
import dev.elfwright.abi.type.TypeTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares a struct, class or union with its successor, member by member. */
final class AggregateComparison {
  private final TypePairs pairs;
  private final Reach reach;
  private final TypePairs.Pair pair;
  private final Type.Aggregate old;
  private final Type.Aggregate now;
  private final List<FlatMember> members;
  private final List<FlatMember> successors;
  private final Set<FlatMember> matched = new HashSet<>();
  private final List<Change> changes = new ArrayList<>();
  private boolean isMoved;
  private @Nullable Set<String> symbols; // null until one is asked for

  AggregateComparison(
      TypePairs pairs, Reach reach, TypePairs.Pair pair, Type.Aggregate old, Type.Aggregate now) {
    this.pairs = pairs;
    this.reach = reach;
    this.pair = pair;
    this.old = old;
    this.now = now;
    this.members = FlatMember.of(old, pairs.before);
    this.successors = FlatMember.of(now, pairs.after);
  }

  List<Change> changes() {
    compareClass();
    compareMembers();
    compareNewMembers();
    compareSize();
    return changes;
  }

  private void compareClass() {
    if (old.passing() != now.passing() && reach.has(pair.before(), Reach.Way.VALUE)) {
      add(
          Rule.CLASS_PASSING,
          now.passing() == Type.Passing.BY_REFERENCE
              ? "is no longer trivially copied"
              : "is trivially copied now");
    }
    if (!bases(old, pairs.before).equals(bases(now, pairs.after))) {
      isMoved = true;
      add(
          Rule.CLASS_BASE,
          "base classes were %s, are %s"
              .formatted(bases(old, pairs.before), bases(now, pairs.after)));
    }
    for (int i = 0; i < Math.min(old.bases().size(), now.bases().size()); i++) {
      pairs.compare(old.bases().get(i).type(), now.bases().get(i).type());
    }
    if (!old.virtuals().equals(now.virtuals())) {
      compareVirtuals();
    }
  }

  private static List<String> bases(Type.Aggregate a, TypeTable types) {
    return a.bases().stream()
        .map(b ->
            types.spell(b.type()).replaceFirst("^(struct|union) ", "")
                + (b.offset() < 0 ? " (virtual)" : " at " + b.offset()))
        .toList();
  }

  /** Destructors have slots that not every compiler tells; then their order counts. */
  private void compareVirtuals() {
    Map<String, Long> slots = new HashMap<>();
    now.virtuals().forEach(f -> slots.put(f.name(), f.slot()));
    for (Type.VirtualFunction f : old.virtuals()) {
      Long slot = slots.remove(f.name());
      if (slot == null) {
        add(Rule.CLASS_VTABLE, "virtual %s is gone".formatted(f.name()));
      } else if (slot != f.slot()) {
        add(
            Rule.CLASS_VTABLE,
            "virtual %s moved from slot %d to %d".formatted(f.name(), f.slot(), slot));
      }
    }
    slots.forEach((name, slot) -> {
      // An override takes its base's slot and adds none.
      if (slot >= lowestSlotOfItsOwn()) {
        add(Rule.CLASS_VTABLE, "virtual %s is new in slot %d".formatted(name, slot));
      }
    });
    if (changes.isEmpty()) {
      boolean isReordered =
          !old.virtuals().stream()
              .map(Type.VirtualFunction::name)
              .toList()
              .equals(
                  now.virtuals().stream()
                      .map(Type.VirtualFunction::name)
                      .filter(n -> !slots.containsKey(n))
                      .toList());
      if (isReordered) {
        add(Rule.CLASS_VTABLE, "virtual functions are in another order");
      }
    }
  }

  private long lowestSlotOfItsOwn() {
    return old.bases().isEmpty()
        ? Long.MIN_VALUE
        : old.virtuals().stream()
            .mapToLong(Type.VirtualFunction::slot)
            .filter(s -> s >= 0)
            .max()
            .orElse(Long.MIN_VALUE);
  }

  private void compareMembers() {
    Map<String, FlatMember> byName = new HashMap<>();
    successors.forEach(m -> byName.putIfAbsent(m.name(), m));
    for (FlatMember m : members) {
      FlatMember n = m.name().isEmpty() ? null : byName.get(m.name());
      if (n != null) {
        matched.add(n);
      }
    }
    for (FlatMember m : members) {
      FlatMember n = m.name().isEmpty() ? null : byName.get(m.name());
      if (n != null) {
        compareMember(m, n);
      } else {
        compareLost(m);
      }
    }
  }

  private void compareMember(FlatMember m, FlatMember n) {
    Likeness likeness = pairs.compare(m.type(), n.type());
    boolean isSplit = m.isReserved() && isWithin(n, m) && isFilled(m, n);
    if (isSplit && (m.bitOffset() != n.bitOffset() || m.bits() != n.bits())) {
      add(Rule.EXT_RESERVED_SPLIT, "part of %s got a use".formatted(m.name()));
      return;
    }
    if (m.isBitField() || n.isBitField()) {
      if (m.bitOffset() != n.bitOffset() || m.bits() != n.bits()) {
        isMoved = true;
        add(Rule.TYPE_BITFIELD, "%s has %s, had %s".formatted(m.name(), n.place(), m.place()));
      }
      return;
    }
    if (m.bitOffset() != n.bitOffset()) {
      isMoved = true;
      add(
          Rule.TYPE_MEMBER_MOVED,
          "%s moved from %s to %s".formatted(m.name(), m.place(), n.place()));
    }
    addTypeChange(m, n, likeness);
  }

  private void addTypeChange(FlatMember m, FlatMember n, Likeness likeness) {
    if (likeness == Likeness.SAME) {
      return;
    }
    String message =
        "%s is %s, was %s"
            .formatted(m.name(), pairs.after.spell(n.type()), pairs.before.spell(m.type()));
    switch (likeness) {
      case SAME -> {}
      case NAME -> {
        if (!message.contains("{...}")) {
          add(Rule.TYPE_NAME, message);
        }
      }
      case SIGN -> add(Rule.TYPE_SIGN, message);
      case DIFFERENT -> add(Rule.TYPE_MEMBER_TYPE, message);
    }
  }

  private static boolean isWithin(FlatMember inner, FlatMember outer) {
    return inner.bitOffset() >= outer.bitOffset() && inner.end() <= outer.end();
  }

  /** Whether what a reserved member no longer covers is covered by members that are new. */
  private boolean isFilled(FlatMember reserved, FlatMember rest) {
    return successors.stream()
        .filter(n -> !n.equals(rest) && !matched.contains(n) && n.overlaps(reserved))
        .allMatch(n -> isWithin(n, reserved));
  }

  private void compareLost(FlatMember m) {
    Optional<FlatMember> inPlace =
        successors.stream()
            .filter(n -> !matched.contains(n))
            .filter(n -> n.bitOffset() == m.bitOffset() && n.bits() == m.bits())
            .findFirst();
    if (m.isReserved()) {
      List<FlatMember> inside =
          successors.stream().filter(n -> !matched.contains(n) && n.overlaps(m)).toList();
      if (!inside.isEmpty() && inside.stream().allMatch(n -> isWithin(n, m))) {
        matched.addAll(inside);
        add(
            Rule.EXT_RESERVED_SPLIT,
            "%s became %s"
                .formatted(
                    m.name(), String.join(", ", inside.stream().map(FlatMember::name).toList())));
        return;
      }
    }
    if (inPlace.isPresent()
        && pairs.compare(m.type(), inPlace.get().type()) != Likeness.DIFFERENT) {
      matched.add(inPlace.get());
      if (!m.name().equals(inPlace.get().name())) {
        add(Rule.TYPE_MEMBER_NAME, "%s is called %s".formatted(m.name(), inPlace.get().name()));
      }
      return;
    }
    isMoved = true;
    add(
        Rule.TYPE_MEMBER_REMOVED,
        "%s at %s is gone".formatted(m.name().isEmpty() ? "a member" : m.name(), m.place()));
  }

  private void compareNewMembers() {
    for (FlatMember n : successors) {
      if (matched.contains(n) || n.bitOffset() >= 8 * old.size()) {
        continue;
      }
      if (old.kind() == Type.AggregateKind.UNION) {
        add(Rule.UNION_MEMBER_ADDED, "member %s added".formatted(n.name()));
      } else if (members.stream().anyMatch(m -> m.isReserved() && isWithin(n, m))) {
        // Told where the reserved member is.
        continue;
      } else if (!isMoved && members.stream().anyMatch(m -> m.overlaps(n))) {
        add(
            sharesItsPlaceOnly(n) ? Rule.UNION_MEMBER_ADDED : Rule.TYPE_MEMBER_TYPE,
            "member %s added at %s, in place of others".formatted(n.name(), n.place()));
      } else if (old.size() > 0 && !isMoved) {
        add(
            Rule.EXT_TAIL_NO_PADDING_REUSE,
            "member %s added at %s, where padding was".formatted(n.name(), n.place()));
      }
    }
  }

  /** In a union without a name, say: whatever was there before is there still. */
  private boolean sharesItsPlaceOnly(FlatMember added) {
    return members.stream()
        .filter(m -> m.overlaps(added))
        .allMatch(m -> successors.stream().anyMatch(n -> n.name().equals(m.name())));
  }

  private void compareSize() {
    boolean isHandedOutOnly = isHandedOut() && !isPlaced();
    long oldAlignment = pairs.before.alignment(pair.before());
    long newAlignment = pairs.after.alignment(pair.after());
    if (newAlignment > oldAlignment && !isHandedOutOnly) {
      add(Rule.EXT_ALIGN_STABLE, "aligned to %d, was %d".formatted(newAlignment, oldAlignment));
    }
    if (now.size() == old.size()) {
      return;
    }
    String message = "%d bytes, were %d".formatted(now.size(), old.size());
    if (now.size() < old.size() || isMoved || old.size() == 0) {
      add(Rule.TYPE_SIZE, message);
    } else if (reach.has(pair.before(), Reach.Way.EMBEDDED)
        || reach.has(pair.before(), Reach.Way.VALUE)) {
      add(Rule.EXT_EMBED, message + "; it is passed by value or lies in other types");
    } else if (!members.isEmpty() && members.getFirst().isSizeOrVersion()) {
      add(Rule.EXT_SIZE_FIRST, message + "; %s comes first".formatted(members.getFirst().name()));
    } else if (isHandedOut() || isVariableOnly()) {
      add(Rule.EXT_APPEND_ONLY, message);
    } else {
      add(Rule.TYPE_SIZE, message + "; programs make objects of it");
    }
  }

  private boolean isHandedOut() {
    return reach.has(pair.before(), Reach.Way.OUT);
  }

  private boolean isPlaced() {
    return reach.has(pair.before(), Reach.Way.EMBEDDED)
        || reach.has(pair.before(), Reach.Way.VALUE);
  }

  /** Only the library defines it; what copies of it have room for, is another rule. */
  private boolean isVariableOnly() {
    return reach.has(pair.before(), Reach.Way.VARIABLE) && !reach.has(pair.before(), Reach.Way.IN);
  }

  private void add(Rule rule, String message) {
    if (symbols == null) {
      symbols = reach.symbolsTo(pair.before());
    }
    Type.Aggregate oldNamed = named(old);
    Type.Aggregate newNamed = named(now);
    String word = old.kind() == Type.AggregateKind.UNION ? "union " : "struct ";
    changes.add(
        new Change(
            rule,
            word + (pair.name().isEmpty() ? "without a name" : pair.name()),
            message,
            symbols,
            rule.severity().isBreaking()
                ? new Victims.TypeUsers(lastPart(pair.name()), symbols)
                : new Victims.Nobody(),
            Optional.of(
                new Change.Layouts(
                    Layout.of(oldNamed, pairs.before), Layout.of(newNamed, pairs.after)))));
  }

  /** A struct without a name is shown by that of its typedef. */
  private Type.Aggregate named(Type.Aggregate a) {
    return a.name().isEmpty()
        ? new Type.Aggregate(
            a.kind(),
            pair.name(),
            a.size(),
            a.alignment(),
            a.passing(),
            a.bases(),
            a.members(),
            a.virtuals())
        : a;
  }

  private static String lastPart(String name) {
    int template = name.indexOf('<');
    String plain = template < 0 ? name : name.substring(0, template);
    int scope = plain.lastIndexOf("::");
    return scope < 0 ? name : name.substring(scope + 2);
  }
}
