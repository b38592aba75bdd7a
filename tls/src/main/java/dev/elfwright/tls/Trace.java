package dev.elfwright.tls;

import dev.elfwright.link.graph.LoadedObject;
import dev.elfwright.link.graph.Opening;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What a process asks of its block when every dlopen succeeds: enough to ask again under other
 * tunables or with other code, without any file being read.
 *
 * @param start the start
 * @param events the dlopens and dlcloses in order
 * @param options what it was made with
 */
record Trace(ProcessStart start, List<Event> events, TlsOptions options) {
  /** What happens to the block. */
  private sealed interface Event {
    /** A dlopen claims pieces of it. */
    record Opened(Step step) implements Event {}

    /** A dlclose gives back what these had, in this order. */
    record Closed(List<LoadedObject> gone) implements Event {}
  }

  /** Loads everything; empty when something is missing. */
  static Optional<Trace> of(java.nio.file.Path program, TlsOptions options) throws IOException {
    ProcessStart start = ProcessStart.of(program, options, new TlsFiles());
    OpenLibraries libraries = new OpenLibraries(start, options.tunables());
    List<Event> events = new ArrayList<>();
    for (LibraryCall call : options.calls()) {
      switch (call) {
        case LibraryCall.Open open -> {
          Opening opening = libraries.load(open.name());
          if (!opening.missing().isEmpty()) {
            return Optional.empty();
          }
          Step step = libraries.relocate(opening);
          libraries.keep(open, opening, step);
          events.add(new Event.Opened(step));
        }
        case LibraryCall.Close close -> events.add(new Event.Closed(libraries.close(close)));
      }
    }
    return Optional.of(new Trace(start, events, options));
  }

  /** The first dlopen that fails under these tunables, with claims changed. */
  Optional<Refusal> firstRefusal(Tunables tunables, UnaryOperator<Claim> change) {
    StaticSpace space = StaticSpace.of(start, tunables);
    for (Step step : start.early()) {
      Optional<Refusal> refusal = space.apply(step);
      if (refusal.isPresent() && step == start.early().getLast()) {
        return refusal;
      }
      TlsProcess.touched(step, options.used()).forEach(space::touch);
    }
    for (Event event : events) {
      switch (event) {
        case Event.Opened(Step step) -> {
          Optional<Refusal> refusal = space.apply(step.with(change));
          if (refusal.isPresent()) {
            return refusal;
          }
          TlsProcess.touched(step, options.used()).forEach(space::touch);
        }
        case Event.Closed(List<LoadedObject> gone) -> space.release(gone);
      }
    }
    return Optional.empty();
  }

  /** Whether descriptors are among the claims: they take more when there is more. */
  boolean hasDescriptors() {
    return events.stream()
        .flatMap(e -> e instanceof Event.Opened(Step step) ? step.claims().stream() : Stream.of())
        .anyMatch(c -> c.access() == TlsAccess.DESCRIPTOR);
  }
}
