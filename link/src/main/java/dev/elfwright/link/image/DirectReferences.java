package dev.elfwright.link.image;

import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.constant.SymbolType;
import dev.elfwright.link.input.Fixup;
import dev.elfwright.link.input.ObjectInput;
import dev.elfwright.machine.relocation.Role;
import dev.elfwright.machine.relocation.Term;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a program's code addresses as if it were its own though a library defines it: compilers do
 * so unless they are told {@code -fPIC}. A variable then moves into the program: the loader copies
 * its first contents (R_*_COPY), and the library uses the copy too, for it finds the program's
 * symbol first. A function gets the address of its entry in the program's linkage table, in all
 * files.
 */
final class DirectReferences {
  private final NeededLibraries libraries;
  private final ImageMachine machine;
  private final Map<String, ImportedSymbol> imported = new HashMap<>();
  private final Map<String, ImportedSymbol> symbols = new LinkedHashMap<>();
  private final Map<String, Spot> copies = new HashMap<>();
  private final Map<Meaning, Spot> sources = new LinkedHashMap<>();
  private final Set<Meaning> functions = new LinkedHashSet<>();

  DirectReferences(
      ImageOptions options,
      NeededLibraries libraries,
      List<ObjectInput> inputs,
      Globals globals,
      Sections sections) {
    this.libraries = libraries;
    this.machine = options.machine();
    if (options.kind() == ImageKind.LIBRARY || !options.kind().isDynamic()) {
      return;
    }
    globals.imported().forEach(i -> imported.put(i.name(), i));
    for (ObjectInput input : inputs) {
      for (Fixup f : input.fixups()) {
        Spot start = sections.of(input, f.section().index());
        if (start != null
            && start.section().region != null
            && globals.of(input, f.symbol()) instanceof Meaning.Imported m
            && isDirect(f, start.section())) {
          add(m, sections);
        }
      }
    }
  }

  private boolean isDirect(Fixup f, OutputSection in) {
    Set<Term> terms = f.kind().formula().terms();
    boolean loaderMay = f.kind().role() == Role.ABSOLUTE && (in.flags & SectionFlag.WRITE) != 0;
    return terms.contains(Term.S)
        && !terms.contains(Term.PAIR)
        && !machine.isCall(f.kind())
        && !loaderMay;
  }

  private void add(Meaning.Imported m, Sections sections) {
    ImportedSymbol symbol = imported.get(m.name());
    if (symbol == null || symbols.containsKey(m.name())) {
      return;
    }
    Variable variable = symbol.variable();
    if (variable != null) {
      Spot at = sections.addCopy(m.name(), variable);
      sources.put(m, at);
      for (ImportedSymbol name : libraries.namesOf(symbol, variable)) {
        copies.put(name.name(), at);
        symbols.put(name.name(), name);
      }
    } else if (symbol.type() == SymbolType.FUNC) {
      functions.add(m);
      symbols.put(m.name(), symbol);
    }
  }

  /** Whether the program itself says where it is. */
  boolean contains(Meaning m) {
    return m instanceof Meaning.Imported(String name) && symbols.containsKey(name);
  }

  /** The copy that a name stands for; null when there is none. */
  @Nullable Spot copyOf(Meaning m) {
    return m instanceof Meaning.Imported(String name) ? copies.get(name) : null;
  }

  /** What other files must find in the program, by its name. */
  @Nullable ImportedSymbol symbolOf(Meaning m) {
    return m instanceof Meaning.Imported(String name) ? symbols.get(name) : null;
  }

  /** What other files must find in the program: functions, and all names of all copies. */
  Collection<ImportedSymbol> symbols() {
    return symbols.values();
  }

  /** Functions that have their address in the program's linkage table. */
  Set<Meaning> functions() {
    return functions;
  }

  /** Where the loader shall copy what. */
  Map<Meaning, Spot> sources() {
    return sources;
  }
}
