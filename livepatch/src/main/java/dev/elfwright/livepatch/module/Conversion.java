package dev.elfwright.livepatch.module;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Relocation;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.livepatch.LivepatchRefusedException;
import dev.elfwright.livepatch.kernel.KernelFiles;
import dev.elfwright.livepatch.kernel.KernelObject;
import dev.elfwright.livepatch.kernel.KernelSymbol;
import dev.elfwright.livepatch.kernel.ModuleInfo;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes of a livepatch that was written by hand and linked with references to symbols that nobody
 * exports one that the kernel can load. What a reference means is said in one of three ways:
 *
 * <ul>
 *   <li>a symbol {@code .klp.sym.rela.PATCHED.OBJECT.NAME,POSITION}: NAME of OBJECT, to be filled
 *       in when PATCHED is there (the macro KLP_RELOC_SYMBOL_POS of Linux patches);
 *   <li>an entry of {@code .klp.module_relocs.OBJECT}: a pointer to the symbol and its position in
 *       four bytes (struct klp_module_reloc);
 *   <li>nothing: then the name must be that of one symbol of the kernel, or of one of the modules
 *       that were named, and of no second one.
 * </ul>
 */
public final class Conversion {
  static final String ANNOTATED = ".klp.sym.rela.";
  private static final String RELOCATION_LISTS = ".klp.module_relocs.";

  /**
   * One reference that the kernel's livepatch code will fill in.
   *
   * @param symbol the name that the module had for it
   * @param to what it means
   * @param patched the object whose presence the kernel waits for
   */
  public record Reference(String symbol, KlpSymbol to, String patched) {}

  private final ElfModel module;
  private final ModuleDraft draft;
  private final KernelFiles kernel;
  private final List<String> modules;
  private final Map<Integer, Reference> references = new HashMap<>();

  private Conversion(ElfModel module, KernelFiles kernel, List<String> modules) {
    this.module = module;
    this.draft = ModuleDraft.of(module);
    this.kernel = kernel;
    this.modules = modules;
  }

  /**
   * Converts.
   *
   * @param module the livepatch
   * @param modules modules in which symbols without an annotation are looked for after the kernel
   * @throws LivepatchRefusedException when a reference means nothing, or could mean several things,
   *     or would be filled in too late
   */
  public static Conversion of(ElfModel module, KernelFiles kernel, List<String> modules)
      throws IOException {
    Conversion conversion = new Conversion(module, kernel, modules);
    conversion.requireLivepatch();
    conversion.takeRelocationLists();
    conversion.decide();
    conversion.moveRelocations();
    conversion.renameSymbols();
    return conversion;
  }

  /** What was converted, in the order of the symbol table. */
  public List<Reference> references() {
    return references.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .toList();
  }

  /** The converted module. */
  public LayoutPlan plan() {
    return draft.plan();
  }

  private LivepatchRefusedException refused(String message) {
    return new LivepatchRefusedException(module.file() + ": " + message);
  }

  private void requireLivepatch() throws IOException {
    int machine = kernel.image().elf().header().machine();
    if (module.header().machine() != machine) {
      throw refused(
          "for %s, the kernel for %s"
              .formatted(Machine.name(module.header().machine()), Machine.name(machine)));
    }
    if (ModuleInfo.of(module).first("livepatch").isEmpty()) {
      throw refused("no livepatch: .modinfo has no line livepatch=");
    }
  }

  /** Reads the lists and takes them out: the kernel has no use for them. */
  private void takeRelocationLists() throws IOException {
    for (Iterator<ModuleDraft.Part> parts = draft.parts().iterator(); parts.hasNext(); ) {
      ModuleDraft.Part part = parts.next();
      if (part.name.startsWith(RELOCATION_LISTS)) {
        String object = part.name.substring(RELOCATION_LISTS.length());
        for (Relocation r : part.relocations) {
          takeEntry(part, object, r);
        }
        parts.remove();
        draft.dropSymbols(part);
      }
    }
  }

  private void takeEntry(ModuleDraft.Part list, String object, Relocation pointer)
      throws IOException {
    Symbol symbol = draft.symbols().get(pointer.symbol());
    if (!symbol.isUndefined()) {
      throw refused(list.name + " names " + symbol.name() + ", which the module itself defines");
    }
    ElfBytes in = new ElfBytes(module.file(), list.bytes, module.header().is64(), isBigEndian());
    long position = pointer.offset() + in.wordSize();
    in.require(position, 4, list.name);
    KlpSymbol to = new KlpSymbol(object, symbol.name(), in.i32(position));
    put(pointer.symbol(), new Reference(symbol.name(), checked(to), object));
  }

  private boolean isBigEndian() {
    return module.header().order() == ByteOrder.BIG_ENDIAN;
  }

  private void decide() throws IOException {
    for (int i = 1; i < draft.symbols().size(); i++) {
      Symbol s = draft.symbols().get(i);
      if (s.isUndefined() && !s.name().isEmpty() && !references.containsKey(i)) {
        decide(i, s);
      }
    }
  }

  private void decide(int index, Symbol symbol) throws IOException {
    String name = symbol.name();
    if (name.startsWith(ANNOTATED)) {
      int dot = name.indexOf('.', ANNOTATED.length());
      KlpSymbol to =
          (dot < 0 ? Optional.<KlpSymbol>empty() : KlpSymbol.parseAfter(name, dot + 1))
              .orElseThrow(() ->
                  refused(
                      "symbol "
                          + name
                          + ", expected "
                          + ANNOTATED
                          + "PATCHED.OBJECT.NAME,POSITION"));
      put(index, new Reference(name, checked(to), name.substring(ANNOTATED.length(), dot)));
    } else if (kernel.exports().find(name).isEmpty()) {
      KlpSymbol to = onlyOne(name);
      put(index, new Reference(name, to, to.object()));
    }
  }

  private void put(int symbol, Reference reference) {
    Reference before = references.put(symbol, reference);
    if (before != null && !before.equals(reference)) {
      throw refused(
          "symbol %s is said to be both %s and %s"
              .formatted(reference.symbol, before.to, reference.to));
    }
    boolean ofVmlinux = reference.to.object().equals("vmlinux");
    if (ofVmlinux && !reference.patched.equals("vmlinux")) {
      throw refused(
          "%s waits for module %s, and kernels refuse symbols of vmlinux there"
              .formatted(reference.symbol, reference.patched));
    }
  }

  /** A symbol that is named with its position must be there, where its object can be looked at. */
  private KlpSymbol checked(KlpSymbol to) throws IOException {
    if (to.object().length() > KlpSymbol.LONGEST_OBJECT
        || to.name().length() > KlpSymbol.LONGEST_NAME) {
      throw refused(to + " has a longer name than the kernel reads");
    }
    Optional<KernelObject> object = kernel.object(to.object());
    if (object.isPresent() && object.get().symbols().find(to.name(), to.sympos()).isEmpty()) {
      int count = object.get().symbols().named(to.name()).size();
      throw refused(
          "%s has %d symbols %s, none at position %d"
              .formatted(to.object(), count, to.name(), to.sympos()));
    }
    return to;
  }

  /** What a name without an annotation means. */
  private KlpSymbol onlyOne(String name) throws IOException {
    List<String> objects = new ArrayList<>(List.of("vmlinux"));
    objects.addAll(modules);
    List<KlpSymbol> found = new ArrayList<>();
    for (String object : objects) {
      KernelObject o =
          kernel.object(object).orElseThrow(() -> refused("no module " + object + " is there"));
      for (KernelSymbol s : o.symbols().named(name)) {
        found.add(new KlpSymbol(object, name, s.sympos()));
      }
    }
    if (found.isEmpty()) {
      throw refused(
          "symbol %s is neither exported nor in %s".formatted(name, String.join(", ", objects)));
    } else if (found.size() > 1) {
      throw refused(
          "symbol %s could be any of %s; say which"
              .formatted(
                  name, found.stream().map(KlpSymbol::toString).collect(Collectors.joining(" "))));
    }
    return found.getFirst();
  }

  /** Each relocation goes to the object that it waits for. */
  private void moveRelocations() {
    for (ModuleDraft.Part part : draft.parts()) {
      List<Relocation> kept = new ArrayList<>();
      for (Relocation r : part.relocations) {
        Reference to = references.get(r.symbol());
        if (to == null || !part.isLoaded()) {
          kept.add(r);
          continue;
        }
        LoadOrder.tooLate(part.name, to.patched)
            .ifPresent(why -> {
              throw refused("section " + part.name + " refers to " + to.to + ": " + why);
            });
        part.byObject.computeIfAbsent(to.patched, _ -> new ArrayList<>()).add(r);
      }
      part.relocations.clear();
      part.relocations.addAll(kept);
    }
  }

  private void renameSymbols() {
    Set<Integer> used = new HashSet<>();
    for (ModuleDraft.Part part : draft.parts()) {
      part.byObject.values().forEach(list -> list.forEach(r -> used.add(r.symbol())));
    }
    references.keySet().retainAll(used);
    references.forEach((index, reference) -> {
      Symbol s = draft.symbols().get(index);
      draft
          .symbols()
          .set(
              index,
              new Symbol(
                  index,
                  reference.to.symbolName(),
                  SymbolBinding.GLOBAL,
                  s.type(),
                  s.other(),
                  KlpSymbol.SECTION,
                  0,
                  0));
    });
  }
}
