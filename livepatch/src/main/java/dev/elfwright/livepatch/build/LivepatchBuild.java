package dev.elfwright.livepatch.build;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.livepatch.LivepatchRefusedException;
import dev.elfwright.livepatch.diff.Carried;
import dev.elfwright.livepatch.diff.ObjectDiff;
import dev.elfwright.livepatch.kernel.KernelFiles;
import dev.elfwright.livepatch.kernel.KernelObject;
import dev.elfwright.livepatch.kernel.KernelSymbol;
import dev.elfwright.livepatch.module.Conversion;
import dev.elfwright.livepatch.module.PatchedUnit;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
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
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
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
   */
  public record Request(
      Path patch, KernelFiles kernel, Path source, String name, boolean replace) {}

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

  /** A source file in its three states, compiled. */
  private record Compiled(Kbuild.Unit unit, Path original, Path shifted, Path patched) {}

  /** A source file whose patch has something to carry. */
  private record Changed(
      Compiled compiled, ObjectDiff diff, ElfModel object, Map<String, KernelSymbol> functions) {}

  private final Request request;
  private final Kbuild kbuild;
  private final Path work;
  private final Map<String, Shipped> shipped = new HashMap<>();
  private final List<Replacement> replacements = new ArrayList<>();
  private final List<ElfModel> open = new ArrayList<>();

  private LivepatchBuild(Request request) throws IOException {
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
                headers.toAbsolutePath(), Files.createDirectory(work.resolve("objects"))));
  }

  /**
   * Builds.
   *
   * @throws LivepatchRefusedException when the patch cannot be carried into that kernel, or the
   *     source is not that of the kernel
   * @throws IOException when a file cannot be read, or a tool is not there
   */
  public static LivepatchBuild of(Request request) throws IOException {
    LivepatchBuild build = new LivepatchBuild(request);
    try {
      build.requireMachine();
      List<Compiled> units = build.compile(SourcePatch.read(request.patch()));
      List<Changed> changed = new ArrayList<>();
      for (Compiled unit : units) {
        build.compare(unit).ifPresent(changed::add);
      }
      if (changed.isEmpty()) {
        throw new LivepatchRefusedException(
            request.patch() + ": nothing that runs has changed, but for numbers of lines");
      }
      build.link(changed);
      return build;
    } catch (IOException | RuntimeException e) {
      build.close();
      throw e;
    }
  }

  /** What the module replaces. */
  public List<Replacement> replacements() {
    return List.copyOf(replacements);
  }

  /** Writes the module. */
  public void write(Path target) throws IOException {
    try (ElfModel linked = Elf.open(work.resolve("module").resolve(request.name() + ".ko"))) {
      Conversion conversion = Conversion.of(linked, request.kernel(), List.of());
      ElfWriter.write(conversion.plan(), target, PosixFilePermissions.fromString("rw-r--r--"));
    }
  }

  private void requireMachine() throws IOException {
    int machine = request.kernel().image().elf().header().machine();
    if (machine != Machine.X86_64) {
      throw new LivepatchRefusedException(
          request.kernel().vmlinuz() + ": for machine " + machine + ", expected x86-64");
    }
  }

  // Compiling.

  private List<Compiled> compile(List<FilePatch> files) throws IOException {
    Path original = Files.createDirectory(work.resolve("original"));
    Path shifted = Files.createDirectory(work.resolve("shifted"));
    Path patched = Files.createDirectory(work.resolve("patched"));
    SequencedMap<String, FilePatch.Applied> applied = apply(files);
    SourceCopy.make(request.source(), original, map(applied, FilePatch.Applied::original));
    SourceCopy.make(request.source(), shifted, map(applied, FilePatch.Applied::shifted));
    SourceCopy.make(request.source(), patched, map(applied, FilePatch.Applied::patched));
    List<Kbuild.Unit> units = kbuild.units(original, List.copyOf(applied.keySet()));
    for (Kbuild.Unit unit : units) {
      for (Path copy : List.of(original, shifted, patched)) {
        kbuild.prepare(unit, original, copy);
      }
    }
    List<Compiled> compiled = new ArrayList<>();
    try (ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      List<List<Future<Path>>> running = new ArrayList<>();
      for (Kbuild.Unit unit : units) {
        running.add(
            Stream.<Callable<Path>>of(
                    () -> kbuild.compile(unit, original),
                    () -> kbuild.compileApart(unit, original, shifted),
                    () -> kbuild.compileApart(unit, original, patched))
                .map(threads::submit)
                .toList());
      }
      for (int i = 0; i < units.size(); i++) {
        List<Future<Path>> three = running.get(i);
        compiled.add(
            new Compiled(units.get(i), get(three.get(0)), get(three.get(1)), get(three.get(2))));
      }
    }
    return compiled;
  }

  private static <T> T get(Future<T> future) throws IOException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException io -> throw io;
        case RuntimeException runtime -> throw runtime;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  private SequencedMap<String, FilePatch.Applied> apply(List<FilePatch> files) throws IOException {
    SequencedMap<String, FilePatch.Applied> applied = new LinkedHashMap<>();
    for (FilePatch file : files) {
      if (!file.path().endsWith(".c")) {
        throw new LivepatchRefusedException(
            request.patch() + ": changes " + file.path() + ", and only .c files can be");
      }
      Path path = request.source().resolve(file.path());
      if (!Files.isRegularFile(path)) {
        throw new LivepatchRefusedException(
            request.patch() + ": the source has no file " + file.path());
      }
      String text = Files.readString(path, StandardCharsets.ISO_8859_1);
      applied.put(file.path(), file.apply(List.of(text.split("\n", -1))));
    }
    return applied;
  }

  private static Map<String, List<String>> map(
      Map<String, FilePatch.Applied> applied, Function<FilePatch.Applied, List<String>> state) {
    Map<String, List<String>> files = new LinkedHashMap<>();
    applied.forEach((path, a) -> files.put(path, state.apply(a)));
    return files;
  }

  // Comparing.

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

  private Optional<Changed> compare(Compiled compiled) throws IOException {
    KernelObject kernel = object(compiled.unit.object());
    Shipped bytes = shipped.get(kernel.name());
    if (bytes == null) {
      bytes = Shipped.of(kernel);
      shipped.put(kernel.name(), bytes);
    }
    Map<String, Long> places =
        IdentityGate.check(compiled.unit.path(), open(compiled.original), kernel, bytes);
    ObjectDiff diff = ObjectDiff.between(open(compiled.shifted), open(compiled.patched));
    if (!diff.refusals().isEmpty()) {
      throw new LivepatchRefusedException(compiled.unit.path() + ": " + diff.refusals().getFirst());
    }
    if (diff.isEmpty()) {
      return Optional.empty();
    }
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
        new Changed(compiled, diff, Elf.parse(compiled.unit.path(), carried), functions));
  }

  /** The symbol at the place where the kernel has this very function. */
  private static KernelSymbol target(
      Compiled compiled, KernelObject kernel, Map<String, Long> places, String function) {
    return Optional.ofNullable(places.get(function))
        .flatMap(place -> symbolAt(kernel, function, place))
        .orElseThrow(() ->
            new LivepatchRefusedException(
                "%s: %s has no symbol for function %s"
                    .formatted(compiled.unit.path(), kernel.name(), function)));
  }

  private static Optional<KernelSymbol> symbolAt(KernelObject kernel, String name, long place) {
    return kernel.symbols().named(name).stream()
        .filter(s -> ((long) s.section() << Shipped.SECTION_SHIFT) + s.address() == place)
        .findFirst();
  }

  // Linking.

  private void link(List<Changed> changed) throws IOException {
    Path folder = Files.createDirectory(work.resolve("module"));
    SequencedMap<String, List<PatchSource.Replaced>> byObject = new LinkedHashMap<>();
    List<String> objects = new ArrayList<>(List.of("patch.o"));
    for (int i = 0; i < changed.size(); i++) {
      Changed unit = changed.get(i);
      Map<String, String> names = new LinkedHashMap<>();
      for (Map.Entry<String, KernelSymbol> f : unit.functions.entrySet()) {
        String name = "livepatch_%d_%d".formatted(i, names.size());
        names.put(f.getKey(), name);
        String object = unit.compiled.unit().object();
        byObject
            .computeIfAbsent(object, _ -> new ArrayList<>())
            .add(new PatchSource.Replaced(f.getKey(), f.getValue().sympos(), name));
        replacements.add(
            new Replacement(
                object,
                f.getKey(),
                f.getValue().sympos(),
                unit.compiled.unit().path(),
                why(unit.diff, f.getKey())));
      }
      LayoutPlan plan =
          PatchedUnit.plan(
              unit.object,
              request.kernel(),
              unit.compiled.unit().object(),
              definedBeside(changed, unit),
              names);
      // kbuild copies NAME_shipped to NAME: what is not made of source here.
      ElfWriter.write(
          plan,
          folder.resolve("unit" + i + ".o_shipped"),
          PosixFilePermissions.fromString("rw-r--r--"));
      // modpost asks for the command that made each object, to sum up its sources.
      Files.writeString(folder.resolve(".unit" + i + ".o.cmd"), "cmd_unit" + i + ".o := cp\n");
      objects.add("unit" + i + ".o");
    }
    if (byObject.isEmpty()) {
      throw new LivepatchRefusedException(
          request.patch() + ": adds functions, and none that runs calls them");
    }
    boolean clears = !byObject.keySet().equals(Set.of("vmlinux")) && leavesRelocations();
    Files.writeString(
        folder.resolve("patch.c"), PatchSource.of(byObject, request.replace(), clears));
    Files.writeString(
        folder.resolve("Makefile"),
        "obj-m := %1$s.o%n%1$s-y := %2$s%n".formatted(request.name(), String.join(" ", objects)));
    kbuild.module(folder);
  }

  /** Linux 6.3 has learnt to undo them. */
  private boolean leavesRelocations() throws IOException {
    return request.kernel().image().symbols().named("clear_relocate_add").isEmpty();
  }

  private static Set<String> definedBeside(List<Changed> changed, Changed self) {
    Set<String> names = new TreeSet<>();
    for (Changed other : changed) {
      if (other != self && other.compiled.unit().object().equals(self.compiled.unit().object())) {
        names.addAll(PatchedUnit.defined(other.object));
      }
    }
    return names;
  }

  private static String why(ObjectDiff diff, String function) {
    return diff.functions().stream()
        .filter(c -> c.name().equals(function))
        .map(Carried::why)
        .findFirst()
        .orElse("");
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
