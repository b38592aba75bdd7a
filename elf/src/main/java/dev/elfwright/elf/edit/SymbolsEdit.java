package dev.elfwright.elf.edit;

import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.constant.SymbolBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Changes to the symbol table that debuggers and linkers read (SHT_SYMTAB). Relocations, groups and
 * sh_info follow when symbols change their place. What the loader reads is the matter of {@link
 * DynamicEdit}.
 */
public final class SymbolsEdit {
  /** One change to each symbol; null stands for a symbol that is removed. */
  interface Change {
    @Nullable Symbol apply(Symbol symbol);
  }

  private final Draft draft;
  private final List<Change> changes = new ArrayList<>();
  private final List<NewSymbol> added = new ArrayList<>();
  private @Nullable Predicate<Symbol> unneeded;

  /**
   * A symbol to add.
   *
   * @param symbol the symbol; its index and section index are not looked at
   * @param section the name of its section, empty for an undefined symbol, {@code *ABS*} for an
   *     absolute one
   */
  public record NewSymbol(Symbol symbol, String section) {}

  SymbolsEdit(Draft draft) {
    this.draft = draft;
  }

  boolean isTouched() {
    return !changes.isEmpty() || !added.isEmpty() || unneeded != null;
  }

  List<NewSymbol> added() {
    return added;
  }

  /** Whether a symbol goes though nothing is known of who needs it. */
  boolean removes(Symbol symbol) {
    Symbol now = changed(symbol);
    return now == null || mayGo(now);
  }

  @Nullable Symbol changed(Symbol symbol) {
    Symbol now = symbol;
    for (Change change : changes) {
      if (now == null) {
        return null;
      }
      now = change.apply(now);
    }
    return now;
  }

  boolean mayGo(Symbol symbol) {
    return unneeded != null && unneeded.test(symbol);
  }

  /** Changes each symbol. Index, section index and value are kept as the operator gives them. */
  public SymbolsEdit map(UnaryOperator<Symbol> change) {
    changes.add(change::apply);
    return this;
  }

  private SymbolsEdit map(Predicate<Symbol> which, UnaryOperator<Symbol> change) {
    return map(s -> which.test(s) ? change.apply(s) : s);
  }

  /** Makes local symbols that are defined here global. */
  public SymbolsEdit globalize(Predicate<Symbol> which) {
    return map(s -> !s.isUndefined() && which.test(s), s -> withBinding(s, SymbolBinding.GLOBAL));
  }

  /** Makes symbols that are defined here local. */
  public SymbolsEdit localize(Predicate<Symbol> which) {
    return map(
        s -> !s.isUndefined() && s.sectionIndex() != Symbol.SECTION_COMMON && which.test(s),
        s -> withBinding(s, SymbolBinding.LOCAL));
  }

  /** Makes global symbols weak, undefined ones too. */
  public SymbolsEdit weaken(Predicate<Symbol> which) {
    return map(
        s ->
            (s.binding() == SymbolBinding.GLOBAL || s.binding() == SymbolBinding.GNU_UNIQUE)
                && which.test(s),
        s -> withBinding(s, SymbolBinding.WEAK));
  }

  /**
   * Sets the visibility.
   *
   * @param visibility such as {@link Symbol#VISIBILITY_HIDDEN}
   */
  public SymbolsEdit visibility(Predicate<Symbol> which, int visibility) {
    return map(
        which,
        s ->
            new Symbol(
                s.index(),
                s.name(),
                s.binding(),
                s.type(),
                s.other() & ~3 | visibility & 3,
                s.sectionIndex(),
                s.value(),
                s.size()));
  }

  /** Renames symbols, defined and undefined ones. Those of sections have no names of their own. */
  public SymbolsEdit rename(Predicate<Symbol> which, UnaryOperator<String> names) {
    return map(s -> Symbols.isNamed(s) && which.test(s), s -> withName(s, names.apply(s.name())));
  }

  /** Puts a prefix before the names of all symbols but those of sections. */
  public SymbolsEdit prefix(String prefix) {
    return rename(_ -> true, prefix::concat);
  }

  /** Renames symbols, defined and undefined ones. */
  public SymbolsEdit redefine(Map<String, String> names) {
    return rename(_ -> true, name -> names.getOrDefault(name, name));
  }

  /**
   * Removes symbols.
   *
   * <p>The transformation is refused when a relocation that stays names one of them.
   */
  public SymbolsEdit removeIf(Predicate<Symbol> which) {
    changes.add(s -> which.test(s) ? null : s);
    return this;
  }

  /** Removes those of these symbols that no relocation and no group names. */
  public SymbolsEdit removeUnneeded(Predicate<Symbol> which) {
    Predicate<Symbol> before = unneeded;
    unneeded = before == null ? which : before.or(which);
    return this;
  }

  /** Adds a symbol, and a symbol table to a file that has none. */
  public SymbolsEdit add(NewSymbol symbol) {
    SymbolTables.require(draft);
    added.add(symbol);
    return this;
  }

  private static Symbol withBinding(Symbol s, int binding) {
    return new Symbol(
        s.index(), s.name(), binding, s.type(), s.other(), s.sectionIndex(), s.value(), s.size());
  }

  private static Symbol withName(Symbol s, String name) {
    return new Symbol(
        s.index(), name, s.binding(), s.type(), s.other(), s.sectionIndex(), s.value(), s.size());
  }
}
