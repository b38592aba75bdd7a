package dev.elfwright.livepatch.module;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Relocation;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.constant.SectionIndex;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.elf.constant.SymbolType;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.livepatch.LivepatchRefusedException;
import dev.elfwright.livepatch.kernel.Export;
import dev.elfwright.livepatch.kernel.KernelFiles;
import dev.elfwright.livepatch.kernel.KernelObject;
import dev.elfwright.livepatch.kernel.KernelSymbol;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a patch carries of one source file, made ready to be linked with that of others: every name
 * that it uses of the patched object, and of others beside it, says which symbol it means, for in a
 * patch of several objects a name alone may mean several.
 */
public final class PatchedUnit {
  private final ElfModel object;
  private final ModuleDraft draft;
  private final KernelFiles kernel;
  private final String patched;

  private PatchedUnit(ElfModel object, KernelFiles kernel, String patched) {
    this.object = object;
    this.draft = ModuleDraft.of(object);
    this.kernel = kernel;
    this.patched = patched;
  }

  /** The names that an object file defines for other files. */
  public static Set<String> defined(ElfModel object) {
    Set<String> names = new TreeSet<>();
    for (Symbol s : ModuleDraft.of(object).symbols()) {
      if (!s.isUndefined() && s.binding() != SymbolBinding.LOCAL) {
        names.add(s.name());
      }
    }
    return names;
  }

  /**
   * When a source file wants to be called back.
   *
   * @throws LivepatchRefusedException when it names two functions for one occasion
   */
  public static Set<CallbackKind> callbacks(ElfModel object) {
    ModuleDraft draft = ModuleDraft.of(object);
    Set<CallbackKind> kinds = EnumSet.noneOf(CallbackKind.class);
    for (CallbackKind kind : CallbackKind.values()) {
      for (ModuleDraft.Part part : draft.parts()) {
        if (part.name.equals(kind.section())) {
          part.relocations.forEach(_ -> {
            if (!kinds.add(kind)) {
              throw new LivepatchRefusedException(
                  object.file() + ": names two callbacks " + kind.member());
            }
          });
        }
      }
    }
    return kinds;
  }

  /**
   * Plans the object file.
   *
   * @param object what is carried
   * @param patched the object that the source file belongs to, {@code vmlinux} or a module
   * @param beside names that other source files of the patch define
   * @param replacements a new name, visible to other files, for each function that is to replace
   *     one
   * @param callbacks one for each function that is called back
   * @throws LivepatchRefusedException when a name means nothing, or several things
   */
  public static LayoutPlan plan(
      ElfModel object,
      KernelFiles kernel,
      String patched,
      Set<String> beside,
      Map<String, String> replacements,
      Map<CallbackKind, String> callbacks)
      throws IOException {
    PatchedUnit unit = new PatchedUnit(object, kernel, patched);
    unit.annotate(beside);
    unit.publish(replacements);
    unit.publishCallbacks(callbacks);
    return unit.draft.plan();
  }

  private void annotate(Set<String> beside) throws IOException {
    List<Symbol> symbols = draft.symbols();
    for (int i = 1; i < symbols.size(); i++) {
      Symbol s = symbols.get(i);
      boolean says = s.name().startsWith(Conversion.ANNOTATED);
      if (s.sectionIndex() == SectionIndex.UNDEF && !says && !beside.contains(s.name())) {
        symbols.set(i, named(s, meaning(s.name())));
      }
    }
  }

  private static Symbol named(Symbol s, String name) {
    return new Symbol(
        s.index(), name, s.binding(), s.type(), s.other(), s.sectionIndex(), s.value(), s.size());
  }

  private String meaning(String name) throws IOException {
    Optional<Export> export = kernel.exports().find(name);
    if (export.isPresent()) {
      String exporter = export.get().object();
      requireVersion(export.get());
      // The livepatch may be loaded before the module whose code it carries and what that needs.
      return exporter.equals("vmlinux")
          ? name
          : annotated(patched, new KlpSymbol(exporter, name, 0));
    }
    List<KernelSymbol> own = symbolsOf(patched, name);
    List<KernelSymbol> found = own.isEmpty() ? kernel.image().symbols().named(name) : own;
    String object = own.isEmpty() ? "vmlinux" : patched;
    if (found.size() != 1) {
      throw new LivepatchRefusedException(
          found.isEmpty()
              ? "%s uses %s, which neither is exported nor is in %s"
                  .formatted(this.object.file(), name, patched)
              : "%s uses %s, of which %s has %d"
                  .formatted(this.object.file(), name, object, found.size()));
    }
    return annotated(object, new KlpSymbol(object, name, found.getFirst().sympos()));
  }

  /** The kernel compares no versions where a livepatch refers to a module that comes later. */
  private void requireVersion(Export export) throws IOException {
    Optional<Integer> there =
        export.object().equals("vmlinux")
            ? Optional.empty()
            : kernel.module(export.object()).flatMap(m -> m.exportVersion(export.name()));
    if (there.isPresent() && there.get() != export.crc()) {
      throw new LivepatchRefusedException(
          "%s uses %s, whose version is 0x%08x in Module.symvers and 0x%08x in module %s"
              .formatted(object.file(), export.name(), export.crc(), there.get(), export.object()));
    }
  }

  private List<KernelSymbol> symbolsOf(String object, String name) throws IOException {
    Optional<KernelObject> of = kernel.object(object);
    return of.isPresent() ? of.get().symbols().named(name) : List.of();
  }

  private static String annotated(String waitsFor, KlpSymbol to) {
    return Conversion.ANNOTATED
        + waitsFor
        + to.symbolName().substring(KlpSymbol.PREFIX.length() - 1);
  }

  private void publish(Map<String, String> replacements) {
    List<Symbol> symbols = draft.symbols();
    replacements.forEach((function, name) -> {
      Symbol s =
          symbols.stream()
              .filter(x -> x.name().equals(function) && !x.isUndefined())
              .findFirst()
              .orElseThrow(() ->
                  new LivepatchRefusedException(object.file() + " has no function " + function));
      symbols.add(
          new Symbol(
              0,
              name,
              SymbolBinding.GLOBAL,
              s.type(),
              s.other(),
              s.sectionIndex(),
              s.value(),
              s.size()));
    });
  }

  /** Where the functions are, their sections say; what says it is of no use to the kernel. */
  private void publishCallbacks(Map<CallbackKind, String> names) {
    names.forEach((kind, name) -> {
      for (ModuleDraft.Part part : draft.parts()) {
        if (part.name.equals(kind.section())) {
          part.relocations.forEach(r -> publishCallback(kind, name, r));
        }
      }
    });
    for (ModuleDraft.Part part : draft.parts()) {
      if (part.name.startsWith(CallbackKind.SECTIONS)) {
        draft.dropSymbols(part);
      }
    }
    draft.parts().removeIf(p -> p.name.startsWith(CallbackKind.SECTIONS));
  }

  private void publishCallback(CallbackKind kind, String name, Relocation pointer) {
    Symbol s = draft.symbols().get(pointer.symbol());
    if (s.isUndefined()) {
      throw new LivepatchRefusedException(
          "%s: callback %s is %s, which the patch does not have"
              .formatted(object.file(), kind.member(), s.name()));
    }
    draft
        .symbols()
        .add(
            new Symbol(
                0,
                name,
                SymbolBinding.GLOBAL,
                SymbolType.FUNC,
                0,
                s.sectionIndex(),
                s.value() + pointer.addend(),
                0));
  }
}
