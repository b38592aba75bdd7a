package dev.elfwright.livepatch.build;

import dev.elfwright.livepatch.LivepatchRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Compiles the files that a patch changes, and those that include headers which it changes, each in
 * its three states.
 */
final class Compilation {
  private final LivepatchBuild.Request request;
  private final Kbuild kbuild;
  private final Path work;
  private final List<String> notes = new ArrayList<>();

  Compilation(LivepatchBuild.Request request, Kbuild kbuild, Path work) {
    this.request = request;
    this.kbuild = kbuild;
    this.work = work;
  }

  /** The source as it was. */
  Path original() {
    return work.resolve("original");
  }

  /** The source with the patch. */
  Path patched() {
    return work.resolve("patched");
  }

  /** What the user should know of files that were left out. */
  List<String> notes() {
    return notes;
  }

  /**
   * Compiles.
   *
   * @throws LivepatchRefusedException when the patch does not apply, or a file that it changes does
   *     not compile
   */
  List<CompiledUnit> units() throws IOException {
    ChangedFiles files = ChangedFiles.of(request.patch(), request.source());
    Set<String> includers = files.includers(request.patch(), request.source());
    Path original = copy(original(), files.state(FilePatch.Applied::original), includers);
    Path shifted =
        copy(work.resolve("shifted"), files.state(FilePatch.Applied::shifted), includers);
    Path patched = copy(patched(), files.state(FilePatch.Applied::patched), includers);
    SequencedSet<String> paths = new LinkedHashSet<>(files.units());
    paths.addAll(includers);
    Kbuild build = files.changesSearched() ? kbuild.withHeadersOf(original) : kbuild;
    List<Kbuild.Unit> units = build.units(original, List.copyOf(paths), includers);
    for (Kbuild.Unit unit : units) {
      for (Path copy : List.of(original, shifted, patched)) {
        build.prepare(unit, original, copy);
      }
    }
    try (ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      List<List<Future<Path>>> running = new ArrayList<>();
      for (Kbuild.Unit unit : units) {
        running.add(
            Stream.<Callable<Path>>of(
                    () -> build.compile(unit, original),
                    () -> build.compileApart(unit, original, shifted),
                    () -> build.compileApart(unit, original, patched))
                .map(threads::submit)
                .toList());
      }
      return compiled(units, running, includers);
    }
  }

  private List<CompiledUnit> compiled(
      List<Kbuild.Unit> units, List<List<Future<Path>>> running, Set<String> includers)
      throws IOException {
    List<CompiledUnit> compiled = new ArrayList<>();
    for (int i = 0; i < units.size(); i++) {
      Kbuild.Unit unit = units.get(i);
      List<Future<Path>> three = running.get(i);
      boolean isIncluder = includers.contains(unit.path());
      Path original;
      try {
        original = get(three.get(0));
      } catch (LivepatchRefusedException e) {
        if (!isIncluder) {
          throw e;
        }
        notes.add(
            unit.path() + ": left out, for it is not of this configuration: " + e.getMessage());
        continue;
      }
      compiled.add(
          new CompiledUnit(unit, isIncluder, original, get(three.get(1)), get(three.get(2))));
    }
    return compiled;
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
