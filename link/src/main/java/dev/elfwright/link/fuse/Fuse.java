package dev.elfwright.link.fuse;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.link.graph.LoadGraph;
import dev.elfwright.link.graph.LoadedObject;
import dev.elfwright.link.graph.NotDynamicException;
import dev.elfwright.link.scope.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes one program of a program and its libraries. */
public final class Fuse {
  private final Path program;
  private final FuseOptions options;

  private Fuse(Path program, FuseOptions options) {
    this.program = program;
    this.options = options;
  }

  /**
   * Fuses {@code program} and writes the result to {@code out}, beside it first and then renamed.
   *
   * @throws FuseRefusal when the program cannot be fused
   * @throws ElfFormatException when an input is malformed
   * @throws IOException when an input cannot be read or the output cannot be written
   */
  public static FuseResult fuse(Path program, Path out, FuseOptions options)
      throws IOException, FuseRefusal {
    return new Fuse(program, options).run(out);
  }

  /**
   * Fuses again what a fused file was made of, if something changed since.
   *
   * @return empty when nothing changed
   * @throws FuseRefusal when {@code fused} is no fused file, or its program can no longer be fused
   * @throws IOException as in {@link #fuse}
   */
  public static Optional<FuseResult> refresh(Path fused, FuseProgress progress)
      throws IOException, FuseRefusal {
    FusedLink link = FusedLink.read(fused);
    return link.changed().isEmpty()
        ? Optional.empty()
        : Optional.of(fuse(link.program(), fused, link.options().withProgress(progress)));
  }

  /**
   * Fuses again what a fused file was made of, at a new base address.
   *
   * @throws FuseRefusal when {@code fused} is no fused file, or its program can no longer be fused
   * @throws IOException as in {@link #fuse}
   */
  public static FuseResult rebase(Path fused, FuseProgress progress)
      throws IOException, FuseRefusal {
    FusedLink link = FusedLink.read(fused);
    return fuse(link.program(), fused, link.options().withProgress(progress));
  }

  private FuseResult run(Path out) throws IOException, FuseRefusal {
    if (Files.exists(out) && Files.isSameFile(program, out)) {
      throw new FuseRefusal(out + ": is the program itself; the guard needs the original");
    }
    Instant since = Instant.now();
    step("finding libraries", 0);
    LoadGraph graph = loadGraph();
    Selection selection = Selection.of(graph, options);
    List<Input> inputs = options.guard() == Guard.FILES ? Input.of(graph, since, out) : List.of();

    step("placing", 1);
    StarterObject starter = StarterObject.load();
    ImageLayout layout = ImageLayout.of(selection, options);
    Optional<TlsBlock> tls = TlsBlock.merge(layout.parts());
    Tail tail = new Tail(layout, starter, tls);
    layout.parts().parallelStream().forEach(PieceCutter::cut);

    Ahead<List<DynamicSymbol>> exports =
        Ahead.of(
            () -> options.obeys(Rule.EXPORTS) ? Exports.of(selection, layout.parts()) : List.of());

    step("binding symbols", 2);
    Scope scope = Scope.of(graph);
    Wrappers wrappers = Wrappers.of(selection.libc(), tail, options);
    SymbolTargets targets = new SymbolTargets(scope, layout.parts(), wrappers, options);

    step("relocating", 3);
    Relinker.Place place =
        new Relinker.Place(
            tls, tail.tlsImage(), tail.function("elfwright_tls_fixed"), layout.fixed());
    Map<Part, Relinker> relinkers = relocate(layout, targets, place);
    FusedImage image =
        new FusedImage(
            program, options, selection, layout, tls, tail, relinkers, wrappers, inputs, exports);
    image.redirectCalls();
    image.copyData();

    step("laying out", 4);
    LayoutPlan plan = image.plan();
    // Reads names once more; what is malformed there must be refused before anything is written.
    FuseResult result = image.result(plan);

    step("writing", 5);
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(program);
    ElfWriter.write(plan, out, mode);
    return result;
  }

  private void step(String what, int done) {
    options.progress().at(what, done, 6);
  }

  private LoadGraph loadGraph() throws IOException, FuseRefusal {
    try {
      return LoadGraph.of(program, options.environment());
    } catch (NotDynamicException e) {
      throw new FuseRefusal(program + ": is statically linked, there is nothing to fuse");
    }
  }

  private Map<Part, Relinker> relocate(
      ImageLayout layout, SymbolTargets targets, Relinker.Place place) {
    Map<Part, Relinker> made = new ConcurrentHashMap<>();
    layout.parts().parallelStream()
        .forEach(p -> made.put(p, Relinker.relink(p, targets, place, options)));
    return made;
  }

  static Map<LoadedObject, Part> byObject(List<Part> parts) {
    Map<LoadedObject, Part> map = new IdentityHashMap<>();
    parts.forEach(p -> map.put(p.object(), p));
    return map;
  }
}
