package dev.elfwright.tls;

import dev.elfwright.link.graph.SearchEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Finds what makes every dlopen of a process succeed. Nothing is named that was not simulated. */
final class Cures {
  private static final String FLAG = "-ftls-model=global-dynamic";
  private static final UnaryOperator<Claim> UNCHANGED = claim -> claim;

  /** Beyond this, the smallest value is looked for by halving also where that may miss it. */
  private static final long TRIED_ONE_BY_ONE = 1 << 18;

  private static final int MOST_REORDERED = 8;

  private final Path program;
  private final TlsOptions options;
  private final Trace trace;

  private Cures(Path program, TlsOptions options, Trace trace) {
    this.program = program;
    this.options = options;
    this.trace = trace;
  }

  /** All cures that there are; none when a library is missing. */
  static List<Cure> of(Path program, TlsOptions options) throws IOException {
    Optional<Trace> trace = Trace.of(program, options);
    if (trace.isEmpty()) {
      return List.of();
    }
    Cures cures = new Cures(program, options, trace.get());
    if (cures.fits(options.tunables().optional())) {
      return List.of();
    }
    List<Cure> found = new ArrayList<>();
    cures.tunable().ifPresent(found::add);
    cures.preload().ifPresent(found::add);
    cures.loadOrder().ifPresent(found::add);
    cures.rebuild().ifPresent(found::add);
    return found;
  }

  private boolean fits(long optional) {
    return trace.firstRefusal(options.tunables().withOptional(optional), UNCHANGED).isEmpty();
  }

  private Optional<Cure> tunable() {
    if (!trace.start().reserve().hasTunables()) {
      return Optional.empty();
    }
    long high = 1;
    while (!fits(high)) {
      high *= 2;
      if (high > Tunables.MOST_OPTIONAL) {
        return Optional.empty();
      }
    }
    return Optional.of(new Cure.Tunable(smallest(high)));
  }

  /**
   * More room never hurts, unless there are descriptors, which take of it: then every smaller value
   * is tried too.
   */
  private long smallest(long fitting) {
    if (trace.hasDescriptors() && fitting <= TRIED_ONE_BY_ONE) {
      for (long value = 0; value < fitting; value++) {
        if (fits(value)) {
          return value;
        }
      }
      return fitting;
    }
    long low = 0;
    long high = fitting;
    while (low < high) {
      long middle = (low + high) / 2;
      if (fits(middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return high;
  }

  /** Preloads whatever fails next until nothing does, then leaves out what is not needed. */
  private Optional<Cure> preload() throws IOException {
    if (trace.start().kind() != ProcessKind.DYNAMICALLY_LINKED) {
      return Optional.empty();
    }
    List<Path> libraries = new ArrayList<>();
    Trace process = trace;
    Optional<Refusal> refusal;
    while ((refusal = process.firstRefusal(options.tunables(), UNCHANGED)).isPresent()) {
      Path library = refusal.get().library().toAbsolutePath();
      if (libraries.contains(library) || !library.toString().matches("[^: ]+")) {
        return Optional.empty();
      }
      libraries.add(library);
      Optional<Trace> next = Trace.of(program, preloading(libraries));
      if (next.isEmpty()) {
        return Optional.empty();
      }
      process = next.get();
    }
    for (Path library : List.copyOf(libraries)) {
      List<Path> fewer = libraries.stream().filter(l -> l != library).toList();
      if (succeeds(preloading(fewer))) {
        libraries.remove(library);
      }
    }
    return libraries.isEmpty() ? Optional.empty() : Optional.of(new Cure.Preload(libraries));
  }

  private TlsOptions preloading(List<Path> libraries) {
    SearchEnvironment environment = options.environment();
    List<String> names = new ArrayList<>();
    libraries.forEach(l -> names.add(l.toString()));
    names.addAll(environment.preload());
    return options.withEnvironment(environment.withPreload(names));
  }

  private boolean succeeds(TlsOptions other) throws IOException {
    return Trace.of(program, other)
        .filter(t -> t.firstRefusal(other.tunables(), UNCHANGED).isEmpty())
        .isPresent();
  }

  /** Whether it is enough that one dlopen comes earlier; not tried where there are many. */
  private Optional<Cure> loadOrder() throws IOException {
    for (Move move : moves(options.calls())) {
      if (succeeds(options.withCalls(move.order()))) {
        return Optional.of(new Cure.LoadOrder(move.first(), move.before()));
      }
    }
    return Optional.empty();
  }

  /**
   * Where all dlopens succeed, whether one of them would not if one came earlier; not tried where
   * there are many.
   */
  static Optional<OrderRisk> orderRisk(Path program, TlsOptions options) throws IOException {
    for (Move move : moves(options.calls())) {
      TlsOptions other = options.withCalls(move.order());
      Optional<Refusal> refusal =
          Trace.of(program, other).flatMap(t -> t.firstRefusal(other.tunables(), UNCHANGED));
      if (refusal.isPresent()) {
        List<String> order = move.order().stream().map(LibraryCall::name).toList();
        return Optional.of(new OrderRisk(move.first(), move.before(), order, refusal.get()));
      }
    }
    return Optional.empty();
  }

  /** An order of dlopens in which one comes earlier. */
  private record Move(String first, String before, List<LibraryCall> order) {}

  /** None where something is closed: what may come before that, only the program knows. */
  private static List<Move> moves(List<LibraryCall> calls) {
    List<Move> moves = new ArrayList<>();
    if (calls.size() > MOST_REORDERED
        || calls.stream().anyMatch(LibraryCall.Close.class::isInstance)) {
      return moves;
    }
    for (int from = 1; from < calls.size(); from++) {
      for (int to = 0; to < from; to++) {
        List<LibraryCall> order = new ArrayList<>(calls);
        order.add(to, order.remove(from));
        moves.add(new Move(calls.get(from).name(), calls.get(to).name(), order));
      }
    }
    return moves;
  }

  /** Rebuilds whoever asks for what fails next. */
  private Optional<Cure> rebuild() {
    List<Path> libraries = new ArrayList<>();
    Optional<Refusal> refusal;
    while ((refusal = trace.firstRefusal(options.tunables(), rebuilt(libraries))).isPresent()) {
      Optional<Path> asks = refusal.get().askedBy();
      if (asks.isEmpty() || libraries.contains(asks.get())) {
        return Optional.empty();
      }
      libraries.add(asks.get());
    }
    for (Path library : List.copyOf(libraries)) {
      List<Path> fewer = libraries.stream().filter(l -> l != library).toList();
      if (trace.firstRefusal(options.tunables(), rebuilt(fewer)).isEmpty()) {
        libraries.remove(library);
      }
    }
    return libraries.isEmpty() ? Optional.empty() : Optional.of(new Cure.Rebuild(libraries, FLAG));
  }

  private static UnaryOperator<Claim> rebuilt(List<Path> libraries) {
    return claim -> libraries.contains(claim.from().path()) ? claim.as(TlsAccess.DYNAMIC) : claim;
  }
}
