package dev.elfwright.link.image;

import dev.elfwright.elf.Section;
import dev.elfwright.elf.SectionGroup;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.constant.SymbolType;
import dev.elfwright.link.input.ObjectInput;
import dev.elfwright.link.refusal.ObjectLinkException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the names in all objects mean. A definition goes before a common variable, that before a
 * weak definition, and all of them before what a library defines; of several COMDAT groups the
 * first stays (gABI, "Symbol Table" and "Section Groups").
 */
final class Globals {
  private record Dropped(ObjectInput input, int section) {}

  private final String image;
  private final ImageKind kind;
  private final NeededLibraries libraries;
  private final Map<String, Meaning.Defined> defined = new LinkedHashMap<>();
  private final Map<String, ImportedSymbol> imported = new LinkedHashMap<>();
  private final Set<String> groups = new HashSet<>();
  private final Set<Dropped> dropped = new HashSet<>();
  private final Map<ObjectInput, Meaning[]> meanings = new HashMap<>();

  Globals(String image, ImageKind kind, NeededLibraries libraries, List<ObjectInput> inputs) {
    this.image = image;
    this.kind = kind;
    this.libraries = libraries;
    inputs.forEach(this::drop);
    inputs.forEach(this::define);
    inputs.forEach(input -> meanings.put(input, meanings(input)));
  }

  private void drop(ObjectInput input) {
    for (Section s : input.model().sections()) {
      if (s.content() instanceof SectionGroup g && g.isComdat() && !groups.add(g.signature())) {
        g.members().forEach(m -> dropped.add(new Dropped(input, m)));
      }
    }
  }

  private void define(ObjectInput input) {
    for (Symbol s : input.symbols().asList()) {
      boolean inDropped = !s.isReserved() && isDropped(input, s.sectionIndex());
      if (s.binding() != SymbolBinding.LOCAL && !s.isUndefined() && !inDropped) {
        if (s.name().indexOf('@') >= 0) {
          throw input.refuse("'%s' names its version itself".formatted(s.name()));
        }
        defined.merge(s.name(), new Meaning.Defined(input, s), this::stronger);
      }
    }
  }

  private Meaning.Defined stronger(Meaning.Defined a, Meaning.Defined b) {
    int difference = strength(a) - strength(b);
    if (difference == 0 && strength(a) == 2) {
      throw b.input()
          .refuse(
              "'%s' is defined in %s too".formatted(b.symbol().name(), a.input().model().file()));
    }
    boolean larger =
        strength(a) == 1 && Long.compareUnsigned(b.symbol().size(), a.symbol().size()) > 0;
    return difference > 0 || (difference == 0 && !larger) ? a : b;
  }

  private static int strength(Meaning.Defined d) {
    return d.symbol().binding() == SymbolBinding.WEAK ? 0 : d.input().isCommon(d.symbol()) ? 1 : 2;
  }

  private Meaning[] meanings(ObjectInput input) {
    Meaning[] all = new Meaning[input.symbols().count()];
    for (Symbol s : input.symbols().asList()) {
      all[s.index()] = s.index() == 0 ? new Meaning.Nothing() : meaning(input, s);
    }
    return all;
  }

  private Meaning meaning(ObjectInput input, Symbol s) {
    if (s.binding() == SymbolBinding.LOCAL) {
      return s.isUndefined() ? new Meaning.Nothing() : new Meaning.Defined(input, s);
    }
    Meaning.Defined own = defined.get(s.name());
    if (own != null) {
      return own;
    }
    return Landmarks.contains(s.name()) ? new Meaning.Landmark(s.name()) : imported(input, s);
  }

  private Meaning imported(ObjectInput input, Symbol s) {
    ImportedSymbol found = libraries.find(s.name());
    boolean weak = s.binding() == SymbolBinding.WEAK;
    if (!kind.isDynamic() || (found == null && !weak)) {
      if (weak) {
        return new Meaning.Nothing();
      }
      throw input.refuse("symbol '%s' is defined nowhere".formatted(s.name()));
    }
    ImportedSymbol symbol =
        found == null
            ? new ImportedSymbol(s.name(), null, null, SymbolBinding.WEAK, SymbolType.NOTYPE, null)
            : new ImportedSymbol(
                s.name(),
                found.library(),
                found.version(),
                s.binding(),
                found.type(),
                found.variable());
    imported.merge(s.name(), symbol, (a, b) -> a.binding() == SymbolBinding.GLOBAL ? a : b);
    return new Meaning.Imported(s.name());
  }

  boolean isDropped(ObjectInput input, int section) {
    return dropped.contains(new Dropped(input, section));
  }

  Meaning of(ObjectInput input, int symbol) {
    Meaning[] all = meanings.get(input);
    if (all == null) {
      throw new IllegalArgumentException(input.model().file() + " is no input");
    }
    return all[symbol];
  }

  /** A definition by its name. */
  Meaning.Defined find(String name) {
    Meaning.Defined found = defined.get(name);
    if (found == null) {
      throw new ObjectLinkException("%s: symbol '%s' is not defined".formatted(image, name));
    }
    return found;
  }

  boolean defines(String name) {
    return defined.containsKey(name);
  }

  Collection<Meaning.Defined> defined() {
    return defined.values();
  }

  Collection<ImportedSymbol> imported() {
    return imported.values();
  }
}
