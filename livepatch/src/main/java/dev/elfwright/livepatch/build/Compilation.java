package dev.elfwright.livepatch.build;

import dev.elfwright.livepatch.LivepatchRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;

/** Compiles the files that a patch touches, each in its three states. */
final class Compilation {
  private final LivepatchBuild.Request request;
  private final Kbuild kbuild;
  private final Path work;

  Compilation(LivepatchBuild.Request request, Kbuild kbuild, Path work) {
    this.request = request;
    this.kbuild = kbuild;
    this.work = work;
  }

  /**
   * Compiles.
   *
   * @throws LivepatchRefusedException when the patch does not apply, or a file does not compile
   */
  List<CompiledUnit> units() throws IOException {
    SequencedMap<String, FilePatch.Applied> applied = apply(SourcePatch.read(request.patch()));
    Path original = copy("original", map(applied, FilePatch.Applied::original));
    Path shifted = copy("shifted", map(applied, FilePatch.Applied::shifted));
    Path patched = copy("patched", map(applied, FilePatch.Applied::patched));
    List<Kbuild.Unit> units = kbuild.units(original, List.copyOf(applied.keySet()));
    for (Kbuild.Unit unit : units) {
      for (Path copy : List.of(original, shifted, patched)) {
        kbuild.prepare(unit, original, copy);
      }
    }
    List<CompiledUnit> compiled = new ArrayList<>();
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
            new CompiledUnit(
                units.get(i), get(three.get(0)), get(three.get(1)), get(three.get(2))));
      }
    }
    return compiled;
  }

  private Path copy(String name, Map<String, List<String>> files) throws IOException {
    Path copy = Files.createDirectory(work.resolve(name));
    SourceCopy.make(request.source(), copy, files);
    return copy;
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
}
