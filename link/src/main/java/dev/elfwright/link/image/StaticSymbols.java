package dev.elfwright.link.image;

import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.constant.SymbolType;
import dev.elfwright.link.input.ObjectInput;
import java.util.ArrayList;
import java.util.List;

/**
 * The symbols for debuggers (.symtab): the local ones of all objects with the entries of the
 * procedure linkage table, then the global ones.
 */
final class StaticSymbols {
  private final List<Symbol> symbols = new ArrayList<>();
  private final int firstGlobal;

  StaticSymbols(List<ObjectInput> inputs, Globals globals, Linkage linkage, Addresses addresses) {
    symbols.add(new Symbol(0, "", 0, 0, 0, 0, 0, 0));
    inputs.forEach(input -> addLocal(input, globals, addresses));
    for (Meaning m : linkage.calls()) {
      Spot at = linkage.entry(m);
      symbols.add(
          new Symbol(
              0,
              m.name() + "@plt",
              SymbolBinding.LOCAL,
              SymbolType.FUNC,
              0,
              at.section().index,
              at.address(),
              at.section().entrySize));
    }
    List<Symbol> global = new ArrayList<>();
    for (Meaning.Defined d : globals.defined()) {
      if (!addresses.isKept(d)) {
        continue;
      }
      boolean hidden = d.symbol().visibility() == Symbol.VISIBILITY_HIDDEN;
      (hidden ? symbols : global).add(hidden ? local(addresses.symbol(d)) : addresses.symbol(d));
    }
    firstGlobal = symbols.size();
    symbols.addAll(global);
    for (ImportedSymbol i : globals.imported()) {
      Meaning m = new Meaning.Imported(i.name());
      symbols.add(
          linkage.direct().contains(m)
              ? addresses.symbol(m)
              : new Symbol(0, i.name(), i.binding(), i.type(), 0, 0, 0, 0));
    }
  }

  /** What is hidden is local once it is linked (gABI, "Symbol Visibility"). */
  private static Symbol local(Symbol s) {
    return new Symbol(
        0,
        s.name(),
        SymbolBinding.LOCAL,
        s.type(),
        s.other(),
        s.sectionIndex(),
        s.isReserved(),
        s.value(),
        s.size());
  }

  private void addLocal(ObjectInput input, Globals globals, Addresses addresses) {
    for (Symbol s : input.symbols().asList()) {
      boolean named =
          s.type() != SymbolType.SECTION && !s.name().isEmpty() && !s.name().startsWith(".L");
      if (s.binding() == SymbolBinding.LOCAL
          && named
          && globals.of(input, s.index()) instanceof Meaning.Defined d
          && addresses.isKept(d)) {
        symbols.add(addresses.symbol(d));
      }
    }
  }

  List<Symbol> all() {
    return symbols;
  }

  int firstGlobal() {
    return firstGlobal;
  }
}
