package dev.elfwright.livepatch.module;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.FileHeader;
import dev.elfwright.elf.Relocation;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.constant.FileType;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.livepatch.kernel.Export;
import dev.elfwright.livepatch.kernel.KernelFiles;
import dev.elfwright.livepatch.kernel.KernelModule;
import dev.elfwright.livepatch.kernel.KernelObject;
import dev.elfwright.livepatch.kernel.KernelSymbol;
import dev.elfwright.livepatch.object.Processor;
import dev.elfwright.livepatch.special.SpecialSections;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a kernel will do with a livepatch, step by step as its loader and its livepatch code do it
 * ({@code load_module} in {@code kernel/module/main.c}, {@code klp_init_patch} and {@code
 * klp_module_coming} in {@code kernel/livepatch/core.c}), worked out without loading it.
 */
public final class LoadSimulation {
  /** How bad something is. */
  public enum Severity {
    /** The kernel refuses the module, or calls what it should not. */
    ERROR,
    /** It works, but not always. */
    WARNING
  }

  /** Something that will go wrong, in one line. */
  public record Finding(Severity severity, String message) {}

  /**
   * What happens when an object is there.
   *
   * @param object {@code vmlinux}: while the livepatch is loaded; or a module
   * @param relocations how many references are filled in then
   * @param functions which functions are replaced then
   * @param callbacks which callbacks there are for it
   */
  public record Step(
      String object,
      long relocations,
      List<PatchStructures.Function> functions,
      List<String> callbacks) {}

  private final ElfModel module;
  private final ModuleDraft draft;
  private final KernelFiles kernel;
  private final KernelModule asModule;
  private final List<Finding> findings = new ArrayList<>();
  private final RewrittenSites rewrittenSites;
  private final SequencedMap<String, Step> steps = new LinkedHashMap<>();
  private final Map<String, SealedFunctions> sealed = new HashMap<>();

  private LoadSimulation(KernelModule module, KernelFiles kernel) {
    this.asModule = module;
    this.module = module.elf();
    this.draft = ModuleDraft.of(module.elf());
    this.rewrittenSites = RewrittenSites.of(draft);
    this.kernel = kernel;
  }

  /**
   * Works it out.
   *
   * @throws dev.elfwright.elf.ElfFormatException when a file is malformed
   * @throws IOException when a file of the kernel cannot be read
   */
  public static LoadSimulation of(KernelModule module, KernelFiles kernel) throws IOException {
    LoadSimulation simulation = new LoadSimulation(module, kernel);
    if (simulation.isForThisKernel()) {
      simulation.ordinarySymbols();
      simulation.symbolVersions();
      simulation.relocations();
      simulation.functions();
      simulation.comingBack();
    }
    return simulation;
  }

  /** What will go wrong, in the order in which the kernel comes to it. */
  public List<Finding> findings() {
    return List.copyOf(findings);
  }

  /** What happens when, vmlinux first. */
  public List<Step> steps() {
    return steps.values().stream()
        .sorted(Comparator.comparing((Step s) -> !s.object.equals("vmlinux")))
        .toList();
  }

  private void error(String message) {
    findings.add(new Finding(Severity.ERROR, message));
  }

  private void warning(String message) {
    findings.add(new Finding(Severity.WARNING, message));
  }

  /** {@code elf_validity_check}, {@code check_modinfo}. */
  private boolean isForThisKernel() throws IOException {
    FileHeader own = module.header();
    FileHeader of = kernel.image().elf().header();
    if (own.type() != FileType.REL || own.machine() != of.machine()) {
      error("it is for machine %d, the kernel for %d".formatted(own.machine(), of.machine()));
      return false;
    }
    if (asModule.info().first("livepatch").isEmpty()) {
      error("it is no livepatch: .modinfo has no line livepatch=");
      return false;
    }
    versionMagic(asModule.vermagic().strip(), kernel.image().vermagic().strip());
    return true;
  }

  /** {@code same_magic}: where CRCs tell what fits, the release is not looked at. */
  private void versionMagic(String own, String ofKernel) {
    String said = "version magic '%s', the kernel has '%s'".formatted(own, ofKernel);
    if (!options(own).equals(options(ofKernel))) {
      error(said);
    } else if (!own.equals(ofKernel)) {
      if (asModule.versions().isEmpty()) {
        error(said);
      } else {
        warning(said + "; it has CRCs, so the kernel takes it all the same");
      }
    }
  }

  private static String options(String magic) {
    return magic.substring(Math.max(magic.indexOf(' '), 0));
  }

  /** {@code simplify_symbols}. */
  private void ordinarySymbols() throws IOException {
    boolean gpl = asModule.info().first("license").filter(l -> l.contains("GPL")).isPresent();
    Set<String> namespaces = new TreeSet<>(asModule.info().all("import_ns"));
    for (Symbol s : draft.symbols().subList(1, draft.symbols().size())) {
      if (!s.isUndefined() || s.binding() == SymbolBinding.WEAK) {
        continue;
      }
      Optional<Export> export = kernel.exports().find(s.name());
      if (export.isEmpty()) {
        error("symbol '" + s.name() + "' is not exported");
        continue;
      }
      Export e = export.get();
      if (e.gplOnly() && !gpl) {
        error("symbol " + s.name() + " is for modules under the GPL only");
      }
      if (!e.namespace().isEmpty() && !namespaces.contains(e.namespace())) {
        error(
            "symbol %s is in namespace %s, which is not imported"
                .formatted(s.name(), e.namespace()));
      }
      if (!e.object().equals("vmlinux")) {
        warning(
            "symbol %s is of module %s, which has to be loaded before"
                .formatted(s.name(), e.object()));
      }
    }
  }

  /** {@code check_version}. */
  private void symbolVersions() throws IOException {
    for (Map.Entry<String, Integer> e : asModule.versions().entrySet()) {
      kernel
          .exports()
          .find(e.getKey())
          .filter(x -> x.crc() != e.getValue())
          .ifPresent(x ->
              error(
                  "disagrees about the version of symbol %s: 0x%08x, %s has 0x%08x"
                      .formatted(e.getKey(), e.getValue(), x.object(), x.crc())));
    }
  }

  /** {@code apply_relocations}, {@code klp_apply_object_relocs}. */
  private void relocations() throws IOException {
    for (ModuleDraft.Part part : draft.parts()) {
      if (!part.isLoaded()) {
        continue;
      }
      for (Relocation r : part.relocations) {
        Symbol s = draft.symbols().get(r.symbol());
        if (s.storedSectionIndex() == KlpSymbol.SECTION) {
          error(
              "%s+0x%x refers to %s outside of a section .klp.rela"
                  .formatted(part, r.offset(), s.name()));
        }
        field(part, r);
      }
      for (Map.Entry<String, List<Relocation>> e : part.byObject.entrySet()) {
        LoadOrder.tooLate(part.name, e.getKey())
            .ifPresent(why -> error("section " + part.name + ": " + why));
        for (Relocation r : e.getValue()) {
          klpSymbol(part, e.getKey(), r);
          field(part, r);
          landing(part, r);
          rewritten(part, e.getKey(), r);
        }
        count(e.getKey(), e.getValue().size());
      }
    }
  }

  /** {@code module_finalize} has been there before {@code klp_module_coming}. */
  private void rewritten(ModuleDraft.Part part, String object, Relocation r) {
    if (!object.equals("vmlinux") && module.header().machine() == Machine.X86_64) {
      rewrittenSites
          .at(part, r.offset())
          .ifPresent(what ->
              error(
                  "%s+0x%x: the kernel rewrites %s while the livepatch is loaded, the reference"
                          .formatted(part, r.offset(), what)
                      + " there waits for module "
                      + object));
    }
  }

  /**
   * {@code apply_seal_endbr}: a pointer to a function that the kernel has sealed is one that nobody
   * may call. What other modules can use is never sealed.
   */
  private void landing(ModuleDraft.Part part, Relocation r) throws IOException {
    Optional<KlpSymbol> klp = KlpSymbol.parse(draft.symbols().get(r.symbol()).name());
    if (module.header().machine() != Machine.X86_64
        || !Processor.X86_64.takesAddress((int) r.type())
        || r.addend() != 0
        || klp.isEmpty()
        || isAboutCode(part)) {
      return;
    }
    String name = klp.get().object();
    Optional<KernelObject> object = kernel.object(name);
    Optional<KernelSymbol> function =
        object.flatMap(o -> o.symbols().find(klp.get().name(), klp.get().sympos()));
    if (function.isPresent()
        && sealed
            .computeIfAbsent(name, _ -> SealedFunctions.of(object.orElseThrow()))
            .has(function.get())) {
      error(
          ("%s+0x%x takes the address of %s:%s, whose landing pad the kernel removes"
                  + " (.ibt_endbr_seal): calling it by that address is a fault on processors with"
                  + " IBT; let the address be that of a function of the patch that calls it")
              .formatted(part, r.offset(), name, klp.get().name()));
    }
  }

  /** Tables of places in code, by which nobody goes there. */
  private static boolean isAboutCode(ModuleDraft.Part part) {
    return SpecialSections.find(part.name, "x86_64")
        .filter(s ->
            switch (s.policy()) {
              case ENTRIES, REBUILT, DROPPED, MODINFO -> true;
              case TARGETS, POOL, COPIED, STAYS, FILLED, INITIAL, AUTHOR -> false;
            })
        .isPresent();
  }

  private void count(String object, long relocations) {
    steps.merge(
        object,
        new Step(object, relocations, List.of(), List.of()),
        (a, b) -> new Step(object, a.relocations + b.relocations, a.functions, a.callbacks));
  }

  /** {@code klp_resolve_symbols}. */
  private void klpSymbol(ModuleDraft.Part part, String object, Relocation r) throws IOException {
    Symbol s = draft.symbols().get(r.symbol());
    if (s.storedSectionIndex() != KlpSymbol.SECTION) {
      error(
          "%s+0x%x: symbol %s is not marked as a livepatch symbol"
              .formatted(part, r.offset(), s.name()));
      return;
    }
    Optional<KlpSymbol> parsed = KlpSymbol.parse(s.name());
    if (parsed.isEmpty()) {
      error("symbol %s has no name of the form .klp.sym.OBJECT.NAME,POSITION".formatted(s.name()));
      return;
    }
    KlpSymbol klp = parsed.get();
    if (klp.object().equals("vmlinux") && !object.equals("vmlinux")) {
      error(
          "symbol %s of vmlinux stands in a section for module %s, and kernels refuse that"
              .formatted(klp.name(), object));
    }
    find(klp.object(), klp.name(), klp.sympos());
  }

  private Optional<KernelSymbol> find(String object, String name, int sympos) throws IOException {
    Optional<KernelObject> of = kernel.object(object);
    if (of.isEmpty()) {
      warnOnce("module " + object + " is not among the kernel's; nothing of it is checked");
      return Optional.empty();
    }
    Optional<KernelSymbol> found = of.get().symbols().find(name, sympos);
    if (found.isEmpty()) {
      int count = of.get().symbols().named(name).size();
      error(
          count > 1 && sympos == 0
              ? "%s has %d symbols %s, and no position says which".formatted(object, count, name)
              : "%s has %d symbols %s, none at position %d".formatted(object, count, name, sympos));
    }
    return found;
  }

  private void warnOnce(String message) {
    if (findings.stream().noneMatch(f -> f.message.equals(message))) {
      warning(message);
    }
  }

  /**
   * {@code apply_relocate_add} for x86: which types there are, that a field is zero before, and
   * what fits: kernel and modules are in the upper 2 GiB, so a field without sign cannot hold them.
   */
  private void field(ModuleDraft.Part part, Relocation r) {
    if (module.header().machine() != Machine.X86_64) {
      return;
    }
    int size =
        switch ((int) r.type()) {
          case 0 -> 0;
          case 1, 24 -> 8;
          case 2, 4, 10, 11 -> 4;
          default -> -1;
        };
    String place = "%s+0x%x".formatted(part, r.offset());
    if (size < 0) {
      error(place + ": relocation type " + r.type() + " is unknown to the kernel");
    } else if (part.header.type() == SectionType.NOBITS
        || r.offset() < 0
        || r.offset() + size > part.bytes.byteSize()) {
      error(place + ": the relocation lies outside of the section");
    } else {
      for (int i = 0; i < size; i++) {
        if (part.bytes.get(ValueLayout.JAVA_BYTE, r.offset() + i) != 0) {
          error(place + ": the field is not zero before its relocation, which kernels refuse");
          break;
        }
      }
      Symbol s = draft.symbols().get(r.symbol());
      if (r.type() == 10 && !(s.isReserved() && s.sectionIndex() == Symbol.SECTION_ABSOLUTE)) {
        error(place + ": a field of 32 bits without sign is out of range for " + s.name());
      }
    }
  }

  /** {@code klp_init_object_loaded}, {@code klp_patch_func}. */
  private void functions() throws IOException {
    List<PatchStructures.PatchedObject> objects = PatchStructures.of(module, kernel.image().btf());
    if (objects.isEmpty()) {
      error("no struct klp_patch with an object to patch is found");
    }
    for (PatchStructures.PatchedObject object : objects) {
      Step before =
          steps.getOrDefault(object.name(), new Step(object.name(), 0, List.of(), List.of()));
      steps.put(
          object.name(),
          new Step(object.name(), before.relocations, object.functions(), object.callbacks()));
      for (PatchStructures.Function f : object.functions()) {
        Optional<KernelSymbol> target = find(object.name(), f.name(), f.sympos());
        if (target.isPresent()) {
          traced(object.name(), target.get());
        }
      }
    }
    for (String object : List.copyOf(steps.keySet())) {
      if (!object.equals("vmlinux") && objects.stream().noneMatch(o -> o.name().equals(object))) {
        error("has relocations for module " + object + ", which it does not patch");
      }
    }
  }

  /** Without a call of the tracer at its start, a function cannot be redirected. */
  private void traced(String object, KernelSymbol function) throws IOException {
    if (module.header().machine() != Machine.X86_64) {
      return;
    }
    KernelObject of = kernel.object(object).orElseThrow();
    if (!function.isCode()) {
      error(object + ":" + function.name() + " is no function");
      return;
    }
    if (!TracerCall.isAtStartOf(function, of)) {
      error("%s:%s is not traced, so it cannot be redirected".formatted(object, function.name()));
    }
  }

  /**
   * A module that is unloaded and loaded again finds the fields of the livepatch filled in: x86
   * kernels before Linux 6.3, which do not undo relocations, refuse to load it.
   */
  private void comingBack() throws IOException {
    boolean undoes =
        !kernel.image().symbols().named("clear_relocate_add").isEmpty()
            || module.header().machine() != Machine.X86_64;
    boolean undoesItself =
        draft.symbols().stream()
            .anyMatch(s -> s.name().equals(new KlpSymbol("vmlinux", "text_poke", 0).symbolName()));
    for (Step step : steps.values()) {
      if (!step.object.equals("vmlinux") && step.relocations > 0 && !undoes && !undoesItself) {
        warning(
            "once unloaded, module %s cannot be loaded again while this livepatch is: this kernel"
                    .formatted(step.object)
                + " does not undo the livepatch's relocations for it");
      }
    }
  }
}
