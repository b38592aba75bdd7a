package dev.elfwright.tls;

import dev.elfwright.link.graph.SearchEnvironment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a process's static TLS depends on besides its program.
 *
 * @param environment what libraries are searched with, LD_PRELOAD among it
 * @param tunables what GLIBC_TUNABLES says
 * @param audit the names in LD_AUDIT
 * @param glibc the release whose rules hold; empty for that of the libc.so.6 that is found
 * @param rseq the area of restartable sequences, which counts from glibc 2.41 on
 * @param opens the names that are given to dlopen, in their order
 * @param used libraries whose thread-local variables are used, through __tls_get_addr, as soon as
 *     they are loaded; glibc can give their segment no place in the static block afterwards
 */
public record TlsOptions(
    SearchEnvironment environment,
    Tunables tunables,
    List<String> audit,
    Optional<GlibcVersion> glibc,
    RseqArea rseq,
    List<String> opens,
    Set<Path> used) {
  /** Copies the lists. */
  public TlsOptions {
    audit = List.copyOf(audit);
    opens = List.copyOf(opens);
    used = Set.copyOf(used);
  }

  /** A process of this machine that opens nothing. */
  public static TlsOptions of(SearchEnvironment environment) {
    return new TlsOptions(
        environment,
        Tunables.DEFAULT,
        List.of(),
        Optional.empty(),
        RseqArea.ofThisKernel(),
        List.of(),
        Set.of());
  }

  /** The same with another search environment. */
  public TlsOptions withEnvironment(SearchEnvironment other) {
    return new TlsOptions(other, tunables, audit, glibc, rseq, opens, used);
  }

  /** The same with other tunables. */
  public TlsOptions withTunables(Tunables other) {
    return new TlsOptions(environment, other, audit, glibc, rseq, opens, used);
  }

  /** The same with other audit modules. */
  public TlsOptions withAudit(List<String> names) {
    return new TlsOptions(environment, tunables, names, glibc, rseq, opens, used);
  }

  /** The same by the rules of one release. */
  public TlsOptions withGlibc(GlibcVersion version) {
    return new TlsOptions(environment, tunables, audit, Optional.of(version), rseq, opens, used);
  }

  /** The same with other libraries opened. */
  public TlsOptions withOpens(List<String> names) {
    return new TlsOptions(environment, tunables, audit, glibc, rseq, names, used);
  }

  /** The same with other libraries used at once. */
  public TlsOptions withUsed(Set<Path> libraries) {
    return new TlsOptions(environment, tunables, audit, glibc, rseq, opens, libraries);
  }
}
