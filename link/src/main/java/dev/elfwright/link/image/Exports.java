package dev.elfwright.link.image;

import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.constant.SymbolBinding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which definitions other files see. */
final class Exports {
  private final ImageOptions options;
  private final Set<Meaning.Defined> exported = new HashSet<>();
  private final List<Meaning.Defined> inOrder = new ArrayList<>();

  Exports(ImageOptions options, Globals globals) {
    this.options = options;
    options.exported().forEach(name -> add(globals.find(name)));
    options.versions().values().forEach(names -> names.forEach(n -> add(globals.find(n))));
    if (options.kind() == ImageKind.LIBRARY) {
      globals.defined().forEach(this::add);
    }
  }

  private void add(Meaning.Defined d) {
    int visibility = d.symbol().visibility();
    boolean visible =
        visibility == Symbol.VISIBILITY_DEFAULT || visibility == Symbol.VISIBILITY_PROTECTED;
    if (visible && d.symbol().binding() != SymbolBinding.LOCAL && exported.add(d)) {
      inOrder.add(d);
    }
  }

  List<Meaning.Defined> inOrder() {
    return inOrder;
  }

  /** Whether another file's definition may go before this one (interposition). */
  boolean canBeReplaced(Meaning.Defined d) {
    return options.kind() == ImageKind.LIBRARY
        && !options.isSymbolic()
        && d.symbol().visibility() == Symbol.VISIBILITY_DEFAULT
        && exported.contains(d);
  }
}
