package dev.elfwright.tls;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.link.graph.SearchEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The static TLS of a running process, for programs that want to know before {@link System#load}
 * whether a library finds room.
 *
 * <pre>{@code
 * StaticTls.Forecast forecast = StaticTls.ofThisProcess().forecast(library);
 * forecast.refusal().ifPresent(r -> log(r.message() + "; cures: " + forecast.cures()));
 * }</pre>
 *
 * <p>What the process has loaded is read from /proc/self/maps; how it came to lie in the block is
 * simulated from the program's start on. Not seen are libraries that were loaded and closed again,
 * and dlopens that failed half way: either may have left a gap behind that nothing fills. Libraries
 * count as loaded in the order of their addresses, downwards, as the kernel maps them.
 */
public final class StaticTls {
  private final Path program;
  private final TlsOptions options;

  private StaticTls(Path program, TlsOptions options) {
    this.program = program;
    this.options = options;
  }

  /**
   * What will become of a library.
   *
   * @param library the library
   * @param refusal why it cannot be loaded; empty when it can
   * @param free bytes of the surplus that are free before it
   * @param cures with which it can, for the next start of the process; empty when it can
   */
  public record Forecast(Path library, Optional<Refusal> refusal, long free, List<Cure> cures) {
    /** Copies the list. */
    public Forecast {
      cures = List.copyOf(cures);
    }

    /** Whether the loader finds it, all it needs, and room for their thread-local storage. */
    public boolean fits() {
      return refusal.isEmpty();
    }
  }

  /**
   * This process as it is now.
   *
   * @throws IOException when /proc cannot be read
   */
  public static StaticTls ofThisProcess() throws IOException {
    Path program = Path.of("/proc/self/exe").toRealPath();
    List<String> loaded = new ArrayList<>();
    MappedLibraries.ofThisProcess().forEach(p -> loaded.add(p.toString()));
    TlsOptions options =
        TlsOptions.of(SearchEnvironment.current())
            .withTunables(Tunables.parse(System.getenv().getOrDefault("GLIBC_TUNABLES", "")))
            .withAudit(
                Stream.of(System.getenv().getOrDefault("LD_AUDIT", "").split(":"))
                    .filter(name -> !name.isEmpty())
                    .toList())
            .withOpens(loaded)
            .withUsed(new HashSet<>(MappedLibraries.ofThisProcess()));
    return new StaticTls(program, options);
  }

  /**
   * What the block looks like now.
   *
   * @throws IOException when a file cannot be read
   * @throws TlsRefusedException when the machine or the release of glibc is not known
   * @throws ElfFormatException when a file is malformed
   */
  public TlsLayout layout() throws IOException {
    return TlsLayout.of(program, options);
  }

  /**
   * Whether a library fits. Files are read, nothing is loaded.
   *
   * @throws IOException when a file cannot be read
   * @throws TlsRefusedException when the machine or the release of glibc is not known
   * @throws ElfFormatException when a file is malformed
   */
  public Forecast forecast(Path library) throws IOException {
    List<LibraryCall> calls = new ArrayList<>(options.calls());
    calls.add(LibraryCall.open(library.toString()));
    TlsOptions with = options.withCalls(calls);
    TlsLayout layout = TlsLayout.of(program, with);
    if (layout.calls().isEmpty()) {
      throw new TlsRefusedException(program + ": how it started cannot be told from its files");
    }
    long free = calls.size() == 1 ? layout.free() : layout.calls().get(calls.size() - 2).free();
    Optional<Refusal> refusal = layout.opens().getLast().refusal();
    // What is loaded already cannot be loaded in another order.
    List<Cure> cures =
        refusal.isEmpty()
            ? List.of()
            : layout.cures().stream().filter(c -> !(c instanceof Cure.LoadOrder)).toList();
    return new Forecast(library, refusal, free, cures);
  }

  /**
   * Whether a library fits.
   *
   * @throws IOException when a file cannot be read
   * @throws TlsRefusedException when the machine or the release of glibc is not known
   * @throws ElfFormatException when a file is malformed
   */
  public boolean fits(Path library) throws IOException {
    return forecast(library).fits();
  }
}
