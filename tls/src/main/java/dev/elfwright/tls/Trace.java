package dev.elfwright.tls;

import dev.elfwright.link.graph.LoadedObject;
import dev.elfwright.link.graph.Namespace;
import dev.elfwright.link.graph.Opening;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a process asks of its block when every dlopen succeeds: enough to ask again under other
 * tunables or with other code, without any file being read.
 *
 * @param start the start
 * @param steps the dlopens in order
 * @param options what it was made with
 */
record Trace(ProcessStart start, List<Step> steps, TlsOptions options) {
  /** Loads everything; empty when something is missing. */
  static Optional<Trace> of(java.nio.file.Path program, TlsOptions options) throws IOException {
    ProcessStart start = ProcessStart.of(program, options, new TlsFiles());
    Namespace namespace = start.namespace();
    LoadedObject caller = namespace.start().map(g -> g.program()).orElse(null);
    List<Step> steps = new ArrayList<>();
    for (String name : options.opens()) {
      Opening opening = namespace.open(name, caller);
      if (!opening.missing().isEmpty()) {
        return Optional.empty();
      }
      steps.add(Step.of(namespace.start(), opening, start.sort(options.tunables())));
    }
    return Optional.of(new Trace(start, steps, options));
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
    for (Step step : steps) {
      Optional<Refusal> refusal = space.apply(step.with(change));
      if (refusal.isPresent()) {
        return refusal;
      }
      TlsProcess.touched(step, options.used()).forEach(space::touch);
    }
    return Optional.empty();
  }

  /** Whether descriptors are among the claims: they take more when there is more. */
  boolean hasDescriptors() {
    return steps.stream()
        .flatMap(s -> s.claims().stream())
        .anyMatch(c -> c.access() == TlsAccess.DESCRIPTOR);
  }
}
