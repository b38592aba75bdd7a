package dev.elfwright.abi.diff;

import dev.elfwright.abi.library.ExportedSymbol;
import dev.elfwright.abi.library.LibraryAbi;
import dev.elfwright.abi.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Compares the types of symbols that both builds have, and all that these lead to. */
final class TypeComparison {
  private final LibraryAbi library;
  private final TypePairs pairs;
  private final Reach reach;
  private final List<Change> changes = new ArrayList<>();

  TypeComparison(LibraryAbi before, LibraryAbi after) {
    this.library = before;
    this.pairs = new TypePairs(before.types(), after.types());
    this.reach = new Reach(before);
  }

  List<Change> changes(List<SymbolComparison.Pair> symbols) {
    for (SymbolComparison.Pair symbol : symbols) {
      if (symbol.before().hasType() && symbol.after().hasType()) {
        compare(symbol.before(), symbol.after());
      }
    }
    for (Optional<TypePairs.Pair> next = pairs.next(); next.isPresent(); next = pairs.next()) {
      compareTypes(next.get());
    }
    return changes;
  }

  private void compareTypes(TypePairs.Pair pair) {
    Type old = pairs.before.get(pair.before());
    Type now = pairs.after.get(pair.after());
    if (old instanceof Type.Aggregate a && now instanceof Type.Aggregate b) {
      changes.addAll(new AggregateComparison(pairs, reach, pair, a, b).changes());
    } else if (old instanceof Type.Enumeration e
        && now instanceof Type.Enumeration f
        && !e.equals(f)) {
      changes.addAll(
          new EnumerationComparison(e, f, pair.name(), reach.symbolsTo(pair.before())).changes());
    }
  }

  private void compare(ExportedSymbol old, ExportedSymbol now) {
    int before = pairs.before.plain(old.type());
    int after = pairs.after.plain(now.type());
    if (pairs.before.get(before) instanceof Type.Function f
        && pairs.after.get(after) instanceof Type.Function g) {
      compareFunctions(old, f, g);
      return;
    }
    addLikeness(
        old,
        pairs.compare(old.type(), now.type()),
        Rule.DATA_TYPE,
        () ->
            "is %s, was %s"
                .formatted(pairs.after.spell(now.type()), pairs.before.spell(old.type())),
        // More elements are told by the size.
        isLongerArray(before, after));
  }

  private boolean isLongerArray(int before, int after) {
    return pairs.before.get(before) instanceof Type.Array a
        && pairs.after.get(after) instanceof Type.Array b
        && a.counts().size() == b.counts().size()
        && a.counts().subList(1, a.counts().size()).equals(b.counts().subList(1, b.counts().size()))
        && pairs.compare(a.element(), b.element()) != Likeness.DIFFERENT;
  }

  private void compareFunctions(ExportedSymbol symbol, Type.Function f, Type.Function g) {
    if (f.isVariadic() != g.isVariadic()) {
      add(
          Rule.FUNC_VARIADIC,
          symbol,
          g.isVariadic() ? "takes more parameters than it names" : "is no longer variadic");
    }
    if (f.parameters().size() != g.parameters().size()) {
      add(
          Rule.FUNC_PARAM_COUNT,
          symbol,
          "takes %d parameters, took %d".formatted(g.parameters().size(), f.parameters().size()));
    }
    for (int i = 0; i < Math.min(f.parameters().size(), g.parameters().size()); i++) {
      comparePassed(
          symbol,
          f.parameters().get(i),
          g.parameters().get(i),
          Rule.FUNC_PARAM_TYPE,
          "parameter " + (i + 1));
    }
    if (f.result() == Type.VOID && g.result() != Type.VOID && isInRegisters(g.result())) {
      add(Rule.FUNC_RESULT_ADDED, symbol, "returns " + pairs.after.spell(g.result()));
    } else {
      comparePassed(symbol, f.result(), g.result(), Rule.FUNC_RESULT_TYPE, "result");
    }
  }

  /** A result in memory is written to where the caller says, which passes an address for it. */
  private boolean isInRegisters(int type) {
    return pairs.after.size(type) <= 16;
  }

  private void comparePassed(ExportedSymbol symbol, int old, int now, Rule rule, String what) {
    Likeness likeness = pairs.compare(old, now);
    addLikeness(
        symbol,
        likeness,
        rule,
        () -> "%s is %s, was %s".formatted(what, pairs.after.spell(now), pairs.before.spell(old)),
        false);
    if (likeness != Likeness.DIFFERENT
        && pairs.before.get(pairs.before.plain(old)) instanceof Type.Aggregate) {
      String before = PassingClass.of(pairs.before, old, library.machine());
      String after = PassingClass.of(pairs.after, now, library.machine());
      if (!before.equals(after)) {
        add(
            Rule.EXT_BYVALUE_CLASS,
            symbol,
            "%s %s is passed by %s, was by %s"
                .formatted(what, pairs.after.spell(now), after, before));
      }
    }
  }

  private void addLikeness(
      ExportedSymbol symbol,
      Likeness likeness,
      Rule rule,
      Supplier<String> message,
      boolean isToldElsewhere) {
    switch (likeness) {
      case SAME -> {}
      case NAME -> add(Rule.TYPE_NAME, symbol, message.get());
      case SIGN -> add(Rule.TYPE_SIGN, symbol, message.get());
      case DIFFERENT -> {
        if (!isToldElsewhere) {
          add(rule, symbol, message.get());
        }
      }
    }
  }

  private void add(Rule rule, ExportedSymbol symbol, String message) {
    changes.add(
        Change.of(
            rule,
            symbol.fullName(),
            message,
            rule.severity().isBreaking()
                ? new Victims.Users(Set.of(symbol.name()))
                : new Victims.Nobody()));
  }
}
