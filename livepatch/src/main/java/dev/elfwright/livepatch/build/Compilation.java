package dev.elfwright.livepatch.build;

import dev.elfwright.livepatch.LivepatchRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compiles the files that a patch changes, and those that include headers which it changes, each in
 * its two states. Compilers run while the caller looks at what is done.
 */
final class Compilation implements AutoCloseable {
  /** What GCC says of a file that another one includes and that is not there. */
  private static final Pattern MISSING =
      Pattern.compile("(/[^ :]+):[0-9]+:[0-9]+: fatal error: ([^ :]+): No such file");

  private final LivepatchBuild.Request request;
  private final Kbuild kbuild;
  private final Path work;
  private final List<String> notes = new ArrayList<>();
  private final ExecutorService beside = Executors.newSingleThreadExecutor();
  private final ExecutorService compilers =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

  Compilation(LivepatchBuild.Request request, Kbuild kbuild, Path work) {
    this.request = request;
    this.kbuild = kbuild;
    this.work = work;
  }

  /** The source as it was. */
  private Path original() {
    return work.resolve("original");
  }

  /** The source with the patch. */
  private Path patched() {
    return work.resolve("patched");
  }

  /** What the user should know of files that were left out. */
  List<String> notes() {
    return notes;
  }

  /** A file that is being compiled. */
  final class Unit {
    private final Kbuild build;
    private final Kbuild.Unit how;
    private final boolean isIncluder;
    private final Future<Kbuild.Original> before;
    private final Future<Patched> after;

    private Unit(Kbuild build, Kbuild.Unit how, boolean isIncluder) {
      this.build = build;
      this.how = how;
      this.isIncluder = isIncluder;
      this.before = compilers.submit(() -> build.compileOriginal(how, original()));
      this.after = compilers.submit(this::compilePatched);
    }

    private Patched compilePatched() throws IOException {
      Path object = build.compileApart(how, original(), patched());
      return new Patched(
          object,
          ExportedTypes.isIn(object)
              ? ExportedTypes.of(build, how, original(), patched())
              : ExportedTypes.NONE);
    }

    /**
     * What has become of it, once it is compiled; nothing where it is not of this configuration.
     *
     * @throws LivepatchRefusedException when it does not compile
     */
    Optional<CompiledUnit> compiled() throws IOException {
      Kbuild.Original original;
      try {
        original = get(before);
      } catch (LivepatchRefusedException e) {
        if (!isIncluder) {
          throw e;
        }
        requireFolderOf(String.valueOf(e.getMessage()));
        notes.add(
            how.path() + ": left out, for it is not of this configuration: " + e.getMessage());
        return Optional.empty();
      }
      Patched patched = get(after);
      return Optional.of(
          new CompiledUnit(
              how,
              isIncluder,
              original.whole(),
              original.apart(),
              patched.object,
              patched.exports));
    }

    /**
     * A file that cannot be compiled because a folder of the source is not there may well be of
     * this configuration.
     */
    private void requireFolderOf(String failure) {
      Matcher missing = MISSING.matcher(failure);
      if (!missing.find()) {
        return;
      }
      Path included = Path.of(missing.group(1)).resolveSibling(missing.group(2)).normalize();
      if (!included.startsWith(original())) {
        return;
      }
      Path folder = original().relativize(included).getName(0);
      if (!Files.exists(request.source().resolve(folder))) {
        throw new LivepatchRefusedException(
            "%s: %s includes a header that it changes, and a file of folder %s, which the source does not have"
                .formatted(request.patch(), how.path(), folder));
      }
    }

    /** The original again, by the steps of the kernel's build. */
    Path compileWhole() throws IOException {
      return build.compileWhole(how, original());
    }

    /** What the original exports. */
    ExportedTypes originalExports() throws IOException {
      return ExportedTypes.of(build, how, original(), original());
    }
  }

  private record Patched(Path object, ExportedTypes exports) {}

  /**
   * Starts to compile.
   *
   * @return the files; an error is thrown when a patch does not apply, or the build has no command
   *     for a file
   */
  Future<List<Unit>> start() {
    return beside.submit(this::units);
  }

  private List<Unit> units() throws IOException {
    ChangedFiles files = ChangedFiles.of(request.patch(), request.source());
    Set<String> includers = files.includers(request.patch(), request.source(), work);
    Path original = copy(original(), files.state(FilePatch.Applied::original), includers);
    Path patched = copy(patched(), files.state(FilePatch.Applied::patched), includers);
    SequencedSet<String> paths = new LinkedHashSet<>(files.units());
    paths.addAll(includers);
    Kbuild build = files.changesSearched() ? kbuild.withHeadersOf(original) : kbuild;
    List<Kbuild.Unit> units = build.units(original, List.copyOf(paths), includers);
    for (Kbuild.Unit unit : units) {
      for (Path copy : List.of(original, patched)) {
        build.prepare(unit, original, copy);
      }
    }
    return units.stream().map(u -> new Unit(build, u, includers.contains(u.path()))).toList();
  }

  /** Ends the compilers that still run. */
  @Override
  public void close() {
    beside.shutdownNow();
    compilers.shutdownNow();
    beside.close();
    compilers.close();
  }

  private Path copy(Path copy, Map<String, List<String>> files, Set<String> includers)
      throws IOException {
    SourceCopy.make(request.source(), Files.createDirectory(copy), files);
    // The folder of what is compiled must not be the source's own.
    for (String path : includers) {
      SourceCopy.folders(request.source(), copy, Path.of(path));
    }
    return copy;
  }

  /** What a task came to, or what it failed by. */
  static <T> T get(Future<T> future) throws IOException {
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
}
