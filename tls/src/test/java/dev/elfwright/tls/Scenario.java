package dev.elfwright.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One process: what the real loader makes of it, and what is predicted. */
record Scenario(
    Path program, List<String> opens, String tunables, List<String> preload, List<String> audit) {
  private static final Pattern ERROR =
      Pattern.compile("(?:.*: )?([^: ]+): cannot allocate memory in static TLS block");

  static Scenario random(Pool pool, RandomGenerator random) {
    List<Path> programs = pool.programs();
    List<String> opens = new ArrayList<>();
    for (int n = random.nextInt(1, 7); n > 0; n--) {
      opens.add(pick(pool, random));
    }
    List<String> preload = new ArrayList<>();
    if (random.nextInt(5) == 0) {
      preload.add(pick(pool, random));
    }
    return new Scenario(
        programs.get(random.nextInt(programs.size())),
        opens,
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

  Scenario withOpens(List<String> other) {
    return new Scenario(program, other, tunables, preload, audit);
  }

  /** What is compared: a line for each dlopen, then an offset for each. */
  List<String> real(Pool pool) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(pool.emulator());
    command.add(program.toString());
    command.addAll(opens);
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
        .withOpens(opens);
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
    for (int i = 0; i < opens.size(); i++) {
      lines.add(
          offset(layout, i)
              .orElse(real.size() == 2 * opens.size() ? real.get(opens.size() + i) : "?"));
    }
    return lines;
  }

  private java.util.Optional<String> offset(TlsLayout layout, int i) {
    if (!layout.opens().get(i).isOpened()) {
      return java.util.Optional.empty();
    }
    Path library = Path.of(opens.get(i));
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
        .filter(m -> m.place() instanceof TlsModule.Place.InBlock)
        .reduce((_, last) -> last)
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
