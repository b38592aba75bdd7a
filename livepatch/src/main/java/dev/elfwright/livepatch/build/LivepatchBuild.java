package dev.elfwright.livepatch.build;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.SymbolTable;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.SymbolType;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.livepatch.LivepatchRefusedException;
import dev.elfwright.livepatch.calls.Assumption;
import dev.elfwright.livepatch.calls.ReplacementCheck;
import dev.elfwright.livepatch.diff.Carried;
import dev.elfwright.livepatch.diff.ObjectDiff;
import dev.elfwright.livepatch.kernel.KernelFiles;
import dev.elfwright.livepatch.kernel.KernelModule;
import dev.elfwright.livepatch.kernel.KernelObject;
import dev.elfwright.livepatch.kernel.KernelSymbol;
import dev.elfwright.livepatch.module.Conversion;
import dev.elfwright.livepatch.module.LoadSimulation;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Makes a livepatch of a source patch. Needed are the kernel as it was shipped, its headers
 * package, the source of the files that the patch changes with their folders, and the compiler that
 * made the kernel; not needed are a build of the kernel, debugging information, or the running of
 * either.
 */
public final class LivepatchBuild implements AutoCloseable {
  /**
   * What is to be built.
   *
   * @param patch the source patch, in the unified format
   * @param source the kernel's source, as the package {@code linux-source} has it
   * @param name the name of the module
   * @param replace whether it takes the place of all livepatches that are loaded
   * @param states what it takes into its care
   * @param structures those whose change is meant, as none of their objects outlives a call
   */
  public record Request(
      Path patch,
      KernelFiles kernel,
      Path source,
      String name,
      boolean replace,
      List<State> states,
      Set<String> structures) {
    /** Copies the collections. */
    public Request {
      states = List.copyOf(states);
      structures = Set.copyOf(structures);
    }

    /** A module that goes beside those that are loaded, without states or changed structures. */
    public static Request of(Path patch, KernelFiles kernel, Path source, String name) {
      return new Request(patch, kernel, source, name, false, List.of(), Set.of());
    }
  }

  /**
   * What the module replaces.
   *
   * @param object {@code vmlinux} or a module
   * @param function the kernel's name for it
   * @param sympos its position there
   * @param source the file that it is of
   * @param why what of it has changed
   */
  public record Replacement(
      String object, String function, int sympos, String source, String why) {}

  private final Request request;
  private final Kbuild kbuild;
  private final Path work;
  private final Map<String, Shipped> shipped = new HashMap<>();
  private final List<String> notes = new ArrayList<>();
  private List<Replacement> replacements = List.of();
  private final List<ElfModel> open = new ArrayList<>();

  private LivepatchBuild(Request request, Optional<Path> cache) throws IOException {
    this.request = request;
    Path headers =
        request
            .kernel()
            .headers()
            .orElseThrow(() ->
                new LivepatchRefusedException(
                    request.kernel().vmlinuz()
                        + ": its headers are not installed, a package linux-headers-RELEASE"));
    this.work = Files.createTempDirectory("elfwright-livepatch-").toRealPath();
    this.kbuild =
        new Kbuild(
            ObjectTree.make(
                headers.toAbsolutePath(), Files.createDirectory(work.resolve("objects"))),
            OptionAnswers.in(cache.orElse(work), work),
            AuthorHeaders.write(Files.createDirectory(work.resolve("include"))));
  }

  /**
   * Builds, and keeps nothing for the next build.
   *
   * @throws LivepatchRefusedException when the patch cannot be carried into that kernel, or the
   *     source is not that of the kernel
   * @throws IOException when a file cannot be read, or a tool is not there
   */
  public static LivepatchBuild of(Request request) throws IOException {
    return of(request, Optional.empty());
  }

  /**
   * Builds, and keeps what the compiler said of its options for the next build: asking it takes
   * about as long as compiling a file.
   *
   * @param cache a folder for that, made when it is not there; without one that can be written to,
   *     nothing is kept
   * @throws LivepatchRefusedException when the patch cannot be carried into that kernel, or the
   *     source is not that of the kernel
   * @throws IOException when a file cannot be read, or a tool is not there
   */
  public static LivepatchBuild of(Request request, Path cache) throws IOException {
    return of(request, Optional.of(cache));
  }

  private static LivepatchBuild of(Request request, Optional<Path> cache) throws IOException {
    LivepatchBuild build = new LivepatchBuild(request, cache);
    try {
      List<ChangedUnit> changed = build.changed();
      if (changed.isEmpty()) {
        throw new LivepatchRefusedException(
            request.patch() + ": nothing that runs has changed, but for numbers of lines");
      }
      build.replacements =
          ModuleLink.link(
              request,
              changed,
              build.kbuild,
              build.work.resolve("original"),
              Files.createDirectory(build.work.resolve("module")));
      return build;
    } catch (IOException | RuntimeException e) {
      build.close();
      throw e;
    }
  }

  /** The kernel is read while compilers run, and files are compared while others are compiled. */
  private List<ChangedUnit> changed() throws IOException {
    List<ChangedUnit> changed = new ArrayList<>();
    SequencedMap<CompiledUnit, Compilation.Unit> compiled = new LinkedHashMap<>();
    try (Compilation compilation = new Compilation(request, kbuild, work)) {
      Future<List<Compilation.Unit>> units = compilation.start();
      requireMachine();
      for (Compilation.Unit unit : Compilation.get(units)) {
        Optional<CompiledUnit> done = unit.compiled();
        if (done.isPresent()) {
          compiled.put(done.get(), unit);
          compare(done.get(), unit).ifPresent(changed::add);
        }
      }
      notes.addAll(compilation.notes());
      new ExportVersions(request.kernel(), compiled).requireSame();
    }
    return changed;
  }

  /** What the author should know and that keeps nobody from using the module, a line each. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** What the module replaces. */
  public List<Replacement> replacements() {
    return replacements;
  }

  /**
   * Writes the module.
   *
   * @throws LivepatchRefusedException when the kernel would not load it
   */
  public void write(Path target) throws IOException {
    Path folder = work.resolve("module");
    Path made = folder.resolve("made.ko");
    try (ElfModel linked = Elf.open(folder.resolve(request.name() + ".ko"))) {
      LayoutPlan plan = Conversion.of(linked, request.kernel(), List.of()).plan();
      ElfWriter.write(plan, made, PosixFilePermissions.fromString("rw-r--r--"));
      verify(made);
      ElfWriter.write(plan, target, PosixFilePermissions.fromString("rw-r--r--"));
    }
  }

  private void verify(Path made) throws IOException {
    if (!(KernelObject.open(made) instanceof KernelModule module)) {
      throw new IllegalStateException(made + ": a kernel");
    }
    ExportVersions.requireKernels(module, request.kernel().image().exports());
    LoadSimulation.of(module, request.kernel()).findings().stream()
        .filter(f -> f.severity() == LoadSimulation.Severity.ERROR)
        .findFirst()
        .ifPresent(f -> {
          throw new LivepatchRefusedException(request.patch() + ": " + f.message());
        });
    // What callers only may rely on is settled: the patch was compiled with them, and those that
    // became other code by it are replaced.
    ReplacementCheck.of(module, request.kernel()).stream()
        .filter(Assumption::isBroken)
        .findFirst()
        .ifPresent(a -> {
          throw new LivepatchRefusedException(request.patch() + ": " + a.message());
        });
  }

  private void requireMachine() throws IOException {
    int machine = request.kernel().image().elf().header().machine();
    if (machine != Machine.X86_64) {
      throw new LivepatchRefusedException(
          request.kernel().vmlinuz() + ": for " + Machine.name(machine) + ", expected x86-64");
    }
  }

  private ElfModel open(Path file) throws IOException {
    ElfModel model = Elf.open(file);
    open.add(model);
    return model;
  }

  private KernelObject object(String name) throws IOException {
    return request
        .kernel()
        .object(name)
        .orElseThrow(() ->
            new LivepatchRefusedException(
                request.patch() + ": changes module " + name + ", which the kernel does not have"));
  }

  private Optional<ChangedUnit> compare(CompiledUnit compiled, Compilation.Unit unit)
      throws IOException {
    ObjectDiff diff = ObjectDiff.between(open(compiled.apart()), open(compiled.patched()));
    if (diff.isEmpty() && diff.refusals().isEmpty()) {
      return Optional.empty();
    }
    ElfModel original = open(compiled.original());
    if (compiled.isIncluder() && !isInKernel(compiled.unit(), original)) {
      notes.add(compiled.unit().path() + ": left out, for the kernel has none of its functions");
      return Optional.empty();
    }
    KernelObject kernel = object(compiled.unit().object());
    Map<String, Long> places = places(compiled, unit, original, kernel);
    requireStructures(compiled);
    if (!diff.refusals().isEmpty()) {
      throw new LivepatchRefusedException(
          compiled.unit().path() + ": " + diff.refusals().getFirst());
    }
    tell(compiled, diff);
    Map<String, Integer> positions = new HashMap<>();
    places.forEach((name, place) ->
        symbolAt(kernel, name, place).ifPresent(s -> positions.put(name, s.sympos())));
    MemorySegment carried = ElfWriter.toMemory(diff.plan(kernel, positions));
    Map<String, KernelSymbol> functions = new LinkedHashMap<>();
    for (Carried c : diff.functions()) {
      if (c.change() == Carried.Change.CHANGED) {
        functions.put(c.name(), target(compiled, kernel, places, c.name()));
      }
    }
    return Optional.of(
        new ChangedUnit(
            compiled.unit(), diff, Elf.parse(compiled.unit().path(), carried), functions));
  }

  /** Where the file is in the kernel. Before anybody is told that it is not, no step is spared. */
  private Map<String, Long> places(
      CompiledUnit compiled, Compilation.Unit unit, ElfModel original, KernelObject kernel)
      throws IOException {
    Shipped bytes = shipped.get(kernel.name());
    if (bytes == null) {
      bytes = Shipped.of(kernel);
      shipped.put(kernel.name(), bytes);
    }
    String path = compiled.unit().path();
    try {
      return IdentityGate.check(path, original, kernel, bytes);
    } catch (LivepatchRefusedException e) {
      return IdentityGate.check(path, open(unit.compileWhole()), kernel, bytes);
    }
  }

  private void tell(CompiledUnit compiled, ObjectDiff diff) throws IOException {
    String file = compiled.unit().path();
    for (Carried c : diff.functions()) {
      if (c.change() == Carried.Change.COPIED) {
        notes.add(
            "%s: %s is replaced with all that go to it; tasks in it are waited for only where one of those is on their stack"
                .formatted(file, c.name()));
      }
    }
    if (open(compiled.patched()).section(".kpatch.force").isPresent()) {
      notes.add(
          "%s: KPATCH_FORCE_UNSAFE is not heeded: livepatch waits for all tasks, unless 1 is written to /sys/kernel/livepatch/%s/force"
              .formatted(file, request.name()));
    }
  }

  private void requireStructures(CompiledUnit compiled) throws IOException {
    for (Structures.Changed c :
        Structures.changed(open(compiled.apart()), open(compiled.patched()))) {
      if (!request.structures().contains(c.name())) {
        throw new LivepatchRefusedException(
            "%s: struct %s has changed (%s): the running kernel has objects of the old one"
                .formatted(compiled.unit().path(), c.name(), c.difference()));
      }
    }
  }

  /** Files that include a header may be of another configuration. */
  private boolean isInKernel(Kbuild.Unit unit, ElfModel original) throws IOException {
    Optional<KernelObject> kernel = request.kernel().object(unit.object());
    return kernel.isPresent()
        && original.symbols().stream()
            .flatMap(SymbolTable::symbols)
            .anyMatch(s ->
                s.type() == SymbolType.FUNC
                    && !s.isUndefined()
                    && !kernel.get().symbols().named(s.name()).isEmpty());
  }

  /** The symbol at the place where the kernel has this very function. */
  private static KernelSymbol target(
      CompiledUnit compiled, KernelObject kernel, Map<String, Long> places, String function) {
    return Optional.ofNullable(places.get(function))
        .flatMap(place -> symbolAt(kernel, function, place))
        .orElseThrow(() ->
            new LivepatchRefusedException(
                "%s: %s has no symbol for function %s"
                    .formatted(compiled.unit().path(), kernel.name(), function)));
  }

  private static Optional<KernelSymbol> symbolAt(KernelObject kernel, String name, long place) {
    return kernel.symbols().named(name).stream()
        .filter(s -> ((long) s.section() << Shipped.SECTION_SHIFT) + s.address() == place)
        .findFirst();
  }

  /** Removes what was made on the way. */
  @Override
  public void close() throws IOException {
    open.forEach(ElfModel::close);
    try (Stream<Path> all = Files.walk(work)) {
      for (Path p : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(p);
      }
    }
  }
}
