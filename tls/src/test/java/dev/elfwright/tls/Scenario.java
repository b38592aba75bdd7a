package dev.elfwright.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One process: what the real loader makes of it, and what is predicted. */
record Scenario(
    Path program,
    List<LibraryCall> calls,
    String tunables,
    List<String> preload,
    List<String> audit) {
  private static final Pattern ERROR =
      Pattern.compile("(?:.*: )?([^: ]+): cannot allocate memory in static TLS block");

  static Scenario random(Pool pool, RandomGenerator random) {
    List<Path> programs = pool.programs();
    List<LibraryCall> calls = new ArrayList<>();
    for (int n = random.nextInt(1, 7); n > 0; n--) {
      calls.add(
          new LibraryCall.Open(
              pick(pool, random),
              random.nextInt(6) == 0
                  ? LibraryCall.SymbolScope.GLOBAL
                  : LibraryCall.SymbolScope.LOCAL));
      if (random.nextInt(4) == 0) {
        calls.add(new LibraryCall.Close(calls.get(random.nextInt(calls.size())).name()));
      }
    }
    List<String> preload = new ArrayList<>();
    if (random.nextInt(5) == 0) {
      preload.add(pick(pool, random));
    }
    return new Scenario(
        programs.get(random.nextInt(programs.size())),
        calls,
        tunables(random),
        preload,
        random.nextInt(8) == 0 ? List.of(pool.auditor().toString()) : List.of());
  }

  private static String pick(Pool pool, RandomGenerator random) {
    return pool.libraries().get(random.nextInt(pool.libraries().size())).toString();
  }

  private static String tunables(RandomGenerator random) {
    List<String> settings = new ArrayList<>();
    if (random.nextInt(3) == 0) {
      settings.add("glibc.rtld.optional_static_tls=" + random.nextInt(3000));
    }
    if (random.nextInt(4) == 0) {
      settings.add("glibc.rtld.nns=" + random.nextInt(0, 12));
    }
    if (random.nextInt(4) == 0) {
      settings.add("glibc.rtld.dynamic_sort=1");
    }
    return String.join(":", settings);
  }

  /** The dlopens of the same in another order; there are no others where none is closed. */
  Scenario reordered(List<String> names) {
    List<LibraryCall> rest = new ArrayList<>(calls);
    List<LibraryCall> order = new ArrayList<>();
    for (String name : names) {
      LibraryCall next = rest.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
      rest.remove(next);
      order.add(next);
    }
    return new Scenario(program, order, tunables, preload, audit);
  }

  private static String argument(LibraryCall call) {
    return switch (call) {
      case LibraryCall.Open(String name, LibraryCall.SymbolScope scope) ->
          (scope == LibraryCall.SymbolScope.GLOBAL ? "+" : "=") + name;
      case LibraryCall.Close(String name) -> "-" + name;
    };
  }

  /** What is compared: a line for each dlopen, then an offset for each. */
  List<String> real(Pool pool) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(pool.emulator());
    command.add(program.toString());
    calls.forEach(call -> command.add(argument(call)));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(k -> k.startsWith("LD_"));
    environment.put("LC_ALL", "C");
    pool.glibc().addTo(environment);
    environment.put("GLIBC_TUNABLES", tunables);
    if (!preload.isEmpty()) {
      environment.put("LD_PRELOAD", String.join(":", preload));
    }
    if (!audit.isEmpty()) {
      environment.put("LD_AUDIT", String.join(":", audit));
    }
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    List<String> lines = new ArrayList<>();
    for (String line : text.lines().toList()) {
      Matcher m = ERROR.matcher(line);
      lines.add(m.matches() ? Path.of(m.group(1)).toString() : line);
    }
    if (code != 0 && lines.size() != 1) {
      lines.add("exit " + code);
    }
    return lines;
  }

  TlsOptions options(Pool pool) {
    return TlsOptions.of(pool.glibc().environment().withPreload(preload))
        .withTunables(Tunables.parse(tunables))
        .withAudit(audit)
        .withUsed(pool.used())
        .withCalls(calls);
  }

  /** The same lines; an offset is only predicted where a library lies in the block. */
  List<String> predicted(TlsLayout layout, List<String> real) {
    if (layout.startRefusal().isPresent()) {
      return List.of(layout.startRefusal().get().library().toString());
    }
    List<String> lines = new ArrayList<>();
    for (OpenResult open : layout.opens()) {
      lines.add(open.refusal().map(r -> r.library().toString()).orElse("OK"));
    }
    int opens = layout.opens().size();
    for (int i = 0; i < opens; i++) {
      OpenResult open = layout.opens().get(i);
      lines.add(
          isStillOpen(layout, open)
              ? offset(layout, Path.of(open.name()))
                  .orElse(real.size() == 2 * opens ? real.get(opens + i) : "?")
              : "0");
    }
    return lines;
  }

  /** Whether no dlclose has given back the handle of this dlopen. */
  private static boolean isStillOpen(TlsLayout layout, OpenResult asked) {
    Deque<OpenResult> open = new ArrayDeque<>();
    for (CallResult call : layout.calls()) {
      switch (call) {
        case OpenResult o when o.isOpened() && o.name().equals(asked.name()) -> open.push(o);
        case OpenResult _ -> {}
        case CloseResult c -> {
          if (c.name().equals(asked.name())) {
            open.poll();
          }
        }
      }
    }
    return open.stream().anyMatch(o -> o == asked);
  }

  private java.util.Optional<String> offset(TlsLayout layout, Path library) {
    // What asks in a statically linked program gets a second copy of the variable elsewhere.
    boolean asks =
        layout.kind() == ProcessKind.STATICALLY_LINKED
            && layout.opens().stream()
                .flatMap(o -> o.modules().stream())
                .anyMatch(m ->
                    m.library().equals(library) && !m.accesses().equals(List.of(TlsAccess.STATIC)));
    if (asks) {
      return java.util.Optional.empty();
    }
    return java.util.stream.Stream.concat(
            layout.modules().stream(), layout.opens().stream().flatMap(o -> o.modules().stream()))
        .filter(m -> m.library().equals(library))
        .filter(m -> !(m.place() instanceof TlsModule.Place.Nowhere))
        .reduce((_, last) -> last)
        .filter(m -> m.place() instanceof TlsModule.Place.InBlock)
        .flatMap(m ->
            variable(library)
                .map(v -> String.valueOf(((TlsModule.Place.InBlock) m.place()).offset() + v)));
  }

  /** Where the library's variable stands in its segment. */
  private static java.util.Optional<Long> variable(Path library) {
    String name = "v" + library.getFileName().toString().replaceAll("[^0-9]", "");
    try (var model = dev.elfwright.elf.Elf.open(library)) {
      return model
          .symbols()
          .orElseThrow()
          .symbols()
          .filter(s -> s.name().equals(name))
          .filter(s -> !s.isUndefined())
          .map(s -> s.value())
          .findFirst();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
