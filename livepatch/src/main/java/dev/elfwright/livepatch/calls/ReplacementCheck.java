package dev.elfwright.livepatch.calls;

import dev.elfwright.elf.constant.Machine;
import dev.elfwright.livepatch.calls.Assumption.Kind;
import dev.elfwright.livepatch.calls.StayingCalls.Site;
import dev.elfwright.livepatch.code.CodeImage;
import dev.elfwright.livepatch.kernel.KernelFiles;
import dev.elfwright.livepatch.kernel.KernelImage;
import dev.elfwright.livepatch.kernel.KernelModule;
import dev.elfwright.livepatch.kernel.KernelObject;
import dev.elfwright.livepatch.kernel.KernelSymbol;
import dev.elfwright.livepatch.module.PatchStructures;
import dev.elfwright.livepatch.object.CompilerNames;
import dev.elfwright.machine.x86.Instruction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Shows that callers which stay may be given a livepatch's functions in the place of the old ones:
 * each new body is held against the old one by what compilers conclude from bodies. Only callers in
 * the same object are looked at, by their direct calls; what goes through a pointer keeps to the
 * calling convention. Of calls that a compiler has left out nothing is left to be found: they are
 * why {@link Kind#NO_EFFECTS} is told wherever there are callers at all.
 */
public final class ReplacementCheck {
  private final String object;
  private final CodeMap code;
  private final List<CodeImage.Part> parts;
  private final CallCheck calls;
  private final Conventions conventions;
  private final Bodies bodies;
  private final Map<Long, Replacement> replaced;
  private final List<Assumption> found = new ArrayList<>();

  private ReplacementCheck(PlacedCode code, KernelObject object, Map<Long, Replacement> replaced) {
    this.object = object.name();
    this.code = code.map();
    this.parts = code.parts(object.name());
    this.calls = CallCheck.of(code, object);
    this.conventions = calls.conventions();
    this.bodies = new Bodies(this.code, conventions);
    this.replaced = replaced;
  }

  /**
   * Checks a livepatch that the kernel would load. There is nothing to say of processors other than
   * x86-64, whose code is not followed.
   *
   * @return what does not hold, in the order of the livepatch's functions
   * @throws dev.elfwright.elf.ElfFormatException when something is malformed
   * @throws IOException when a file of the kernel cannot be read
   */
  public static List<Assumption> of(KernelModule livepatch, KernelFiles kernel) throws IOException {
    KernelImage image = kernel.image();
    if (image.elf().header().machine() != Machine.X86_64) {
      return List.of();
    }
    List<PatchStructures.PatchedObject> patched = PatchStructures.of(livepatch.elf(), image.btf());
    PlacedCode code = new PlacedCode(image);
    Map<String, KernelObject> objects = new LinkedHashMap<>();
    for (PatchStructures.PatchedObject p : patched) {
      Optional<KernelObject> there = kernel.object(p.name());
      if (there.isPresent() && objects.putIfAbsent(p.name(), there.get()) == null) {
        if (there.get() instanceof KernelModule module) {
          code.add(module);
        }
      }
    }
    code.add(livepatch);
    List<Assumption> found = new ArrayList<>();
    for (PatchStructures.PatchedObject p : patched) {
      KernelObject there = objects.get(p.name());
      if (there != null) {
        Map<Long, Replacement> replaced = replaced(code, livepatch, there, p.functions());
        found.addAll(new ReplacementCheck(code, there, replaced).check());
      }
    }
    return List.copyOf(found);
  }

  /** The functions that are replaced, by their addresses. */
  private static Map<Long, Replacement> replaced(
      PlacedCode code,
      KernelModule livepatch,
      KernelObject object,
      List<PatchStructures.Function> functions) {
    Map<Long, Replacement> replaced = new LinkedHashMap<>();
    for (PatchStructures.Function f : functions) {
      Optional<KernelSymbol> old = object.symbols().find(f.name(), f.sympos());
      long made = code.address(livepatch.name(), f.section(), f.offset());
      if (old.isPresent() && made != 0) {
        long at = code.address(object.name(), old.get());
        replaced.put(at, new Replacement(f.name(), at, made));
      }
    }
    return replaced;
  }

  /** Checks pairs of functions of an object and of one that is to replace them. */
  static List<Assumption> of(
      KernelImage kernel, KernelModule object, KernelModule livepatch, Set<String> functions) {
    PlacedCode code = new PlacedCode(kernel);
    code.add(object);
    code.add(livepatch);
    Map<Long, Replacement> replaced = new LinkedHashMap<>();
    for (String name : functions) {
      KernelSymbol old = object.symbols().find(name, 0).orElseThrow();
      KernelSymbol made =
          livepatch
              .symbols()
              .find(name, 0)
              .or(() -> livepatch.symbols().find(CompilerNames.sourceName(name), 0))
              .orElseThrow();
      long at = code.address(object.name(), old);
      replaced.put(at, new Replacement(name, at, code.address(livepatch.name(), made)));
    }
    return new ReplacementCheck(code, object, replaced).check();
  }

  private List<Assumption> check() {
    Map<Long, List<Site>> sites = StayingCalls.of(code, parts, replaced.keySet());
    Set<String> names = new HashSet<>();
    Set<Long> callers = new TreeSet<>();
    for (Replacement r : replaced.values()) {
      List<Site> staying = sites.getOrDefault(r.old(), List.of());
      if (!staying.isEmpty()) {
        returns(r, staying);
        parameters(r, staying);
        effects(r, staying);
        names.addAll(code.names(r.old()));
        staying.forEach(s -> callers.add(s.caller()));
      }
    }
    callers.forEach(c -> calls.function(c, names));
    calls.report().findings().forEach(this::registers);
    return found;
  }

  private void add(Kind kind, boolean isBroken, Replacement r, Site site, String what) {
    String caller = code.names(site.caller()).getFirst();
    long offset = site.at() - site.caller();
    found.add(
        new Assumption(
            kind,
            isBroken,
            object,
            r.name(),
            caller,
            offset,
            "%s:%s: %s+0x%x calls it and stays, and %s"
                .formatted(object, r.name(), caller, offset, what)));
  }

  /** Behind the call of a function that never returns a compiler puts whatever comes next. */
  private void returns(Replacement r, List<Site> staying) {
    if (bodies.returns(r.old()) || !bodies.returns(r.made())) {
      return;
    }
    for (Site site : staying) {
      if (site.flow() == Instruction.Flow.CALL && hasNothingBehind(site)) {
        add(
            Kind.NEVER_RETURNS,
            true,
            r,
            site,
            "has no code behind the call, for the old one never returns; the new one does");
        return;
      }
    }
    staying.stream()
        .filter(s -> s.flow() == Instruction.Flow.CALL)
        .findFirst()
        .ifPresent(s ->
            add(
                Kind.NEVER_RETURNS,
                false,
                r,
                s,
                "may have no code for its return, for the old one never returns; the new one"
                    + " does"));
  }

  private boolean hasNothingBehind(Site site) {
    boolean isOtherFunction = !code.names(site.next()).isEmpty();
    return isOtherFunction
        || code.at(site.next())
            .map(i -> i.flow() == Instruction.Flow.STOP && !code.isWarning(site.next()))
            .orElse(true);
  }

  private void parameters(Replacement r, List<Site> staying) {
    int declared =
        CompilerNames.isClone(r.name())
            ? 0
            : conventions.prototype(r.old()).map(Prototypes.Prototype::arguments).orElse(0);
    int more = bodies.certainlyReads(r.made()) & ~bodies.mayRead(r.old()) & ~declared;
    for (Site site : staying) {
      int absent = more & ~ValuesBefore.passed(site.caller(), site.at(), code, conventions);
      if (absent != 0) {
        add(
            Kind.PARAMETERS,
            true,
            r,
            site,
            "passes nothing in %s, which the new one reads and the old one does not"
                .formatted(Instruction.names(absent)));
        return;
      }
    }
    boolean isSameClone = code.names(r.made()).stream().anyMatch(CompilerNames::isClone);
    if (CompilerNames.isClone(r.name()) && !isSameClone) {
      add(
          Kind.PARAMETERS,
          false,
          r,
          staying.getFirst(),
          "passes what a clone of the compiler's takes; the new one is none");
    } else if (more != 0 && (CompilerNames.isClone(r.name()) || declared != 0)) {
      add(
          Kind.PARAMETERS,
          false,
          r,
          staying.getFirst(),
          "need not pass anything in %s, which the new one reads and the old one does not"
              .formatted(Instruction.names(more)));
    }
  }

  private void effects(Replacement r, List<Site> staying) {
    Instruction.Reach before = bodies.reach(r.old());
    Instruction.Reach after = bodies.reach(r.made());
    if (before != Instruction.Reach.CHANGES
        && after.compareTo(before) > 0
        && bodies.returns(r.old())) {
      add(
          Kind.NO_EFFECTS,
          false,
          r,
          staying.getFirst(),
          "compilers leave out, merge and move calls of what %s, as the old one does; the new one %s"
              .formatted(
                  before == Instruction.Reach.NOTHING ? "only computes" : "changes nothing",
                  after == Instruction.Reach.READS ? "reads memory" : "does more"));
    }
  }

  private void registers(CallReport.Site site) {
    Replacement r = code.at(site.address()).flatMap(this::calledBy).orElse(null);
    if (r != null) {
      long next = site.address() + code.at(site.address()).orElseThrow().length();
      add(
          Kind.REGISTERS,
          true,
          r,
          new Site(site.address() - site.offset(), site.address(), next, Instruction.Flow.CALL),
          "relies on its keeping %s, which a new one need not"
              .formatted(String.join(", ", site.registers())));
    }
  }

  private Optional<Replacement> calledBy(Instruction call) {
    return call.target().isPresent()
        ? Optional.ofNullable(replaced.get(call.target().getAsLong()))
        : Optional.empty();
  }
}
