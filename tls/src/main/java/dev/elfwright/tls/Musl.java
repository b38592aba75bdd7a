package dev.elfwright.tls;

import dev.elfwright.elf.constant.SymbolBinding;
import dev.elfwright.link.graph.LoadedObject;
import dev.elfwright.link.graph.Namespace;
import dev.elfwright.link.graph.Opening;
import dev.elfwright.tls.TlsModule.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * musl: dlopen gives every thread new memory for a library's segment, so there is no limit, but
 * only to code that asks where it is. A variable of a library that comes later cannot be reached by
 * the initial-exec model at all (musl ldso/dynlink.c, do_relocs).
 */
final class Musl {
  private Musl() {}

  static TlsLayout layout(Path program, TlsOptions options) throws IOException {
    Namespace namespace = Namespace.of(program, options.environment());
    List<LoadedObject> start = namespace.start().orElseThrow().objects();
    List<CallResult> calls = new ArrayList<>();
    for (LibraryCall call : options.calls()) {
      calls.add(
          switch (call) {
            case LibraryCall.Open(String name, _) ->
                open(name, namespace.open(name, start.getFirst()));
            // musl's dlclose takes nothing out (ldso/dynlink.c).
            case LibraryCall.Close(String name) -> new CloseResult(name, List.of(), 0);
          });
    }
    return new TlsLayout(
        program,
        ProcessKind.MUSL,
        Optional.empty(),
        Optional.empty(),
        0,
        0,
        0,
        0,
        modules(start, new Place.FromStart()),
        List.of(),
        Optional.empty(),
        calls,
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private static OpenResult open(String name, Opening opening) {
    Optional<Refusal> refusal =
        opening.root().isEmpty()
            ? Optional.of(Refusal.missing(opening.missing().getFirst(), 0))
            : opening.added().stream().flatMap(o -> refusal(o).stream()).findFirst();
    Place place = refusal.isPresent() ? new Place.Nowhere() : new Place.OnDemand();
    return new OpenResult(name, modules(opening.added(), place), refusal, 0);
  }

  private static List<TlsModule> modules(List<LoadedObject> objects, Place place) {
    List<TlsModule> modules = new ArrayList<>();
    for (LoadedObject o : objects) {
      List<TlsAccess> accesses =
          TlsReference.of(o).stream().map(TlsReference::access).distinct().sorted().toList();
      TlsSegment.of(o.model())
          .ifPresent(s -> modules.add(new TlsModule(o.path(), s, accesses, place)));
    }
    return modules;
  }

  /** A library that reaches a variable of its own by the initial-exec model. */
  private static Optional<Refusal> refusal(LoadedObject object) {
    Optional<TlsSegment> segment = TlsSegment.of(object.model());
    return TlsReference.of(object).stream()
        .filter(r -> r.access() == TlsAccess.STATIC && isOwn(object, r.symbol()))
        .findFirst()
        .filter(_ -> segment.isPresent())
        .map(r -> {
          String symbol = r.symbol() == 0 ? "" : object.dynamic().symbols().name(r.symbol());
          return new Refusal(
              Rule.MUSL,
              object.path(),
              segment,
              Optional.of(object.path()),
              symbol,
              0,
              "its initial-exec variables need a place from the program's start, and musl gives"
                  + " none later");
        });
  }

  private static boolean isOwn(LoadedObject object, int symbol) {
    return symbol == 0
        || !object.dynamic().symbols().isUndefined(symbol)
        || object.dynamic().symbols().binding(symbol) == SymbolBinding.LOCAL;
  }
}
