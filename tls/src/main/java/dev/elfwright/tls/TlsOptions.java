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
 * @param calls what is opened and closed, in order
 * @param used libraries whose thread-local variables are used, through __tls_get_addr, as soon as
 *     they are loaded; glibc can give their segment no place in the static block afterwards
 */
public record TlsOptions(
    SearchEnvironment environment,
    Tunables tunables,
    List<String> audit,
    Optional<GlibcVersion> glibc,
    RseqArea rseq,
    List<LibraryCall> calls,
    Set<Path> used) {
  /** Copies the lists. */
  public TlsOptions {
    audit = List.copyOf(audit);
    calls = List.copyOf(calls);
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
    return new TlsOptions(other, tunables, audit, glibc, rseq, calls, used);
  }

  /** The same with other tunables. */
  public TlsOptions withTunables(Tunables other) {
    return new TlsOptions(environment, other, audit, glibc, rseq, calls, used);
  }

  /** The same with other audit modules. */
  public TlsOptions withAudit(List<String> names) {
    return new TlsOptions(environment, tunables, names, glibc, rseq, calls, used);
  }

  /** The same by the rules of one release. */
  public TlsOptions withGlibc(GlibcVersion version) {
    return new TlsOptions(environment, tunables, audit, Optional.of(version), rseq, calls, used);
  }

  /** The same with other libraries opened and closed. */
  public TlsOptions withCalls(List<LibraryCall> other) {
    return new TlsOptions(environment, tunables, audit, glibc, rseq, other, used);
  }

  /** The same with these libraries opened, and none closed. */
  public TlsOptions withOpens(List<String> names) {
    return withCalls(names.stream().map(LibraryCall::open).toList());
  }

  /** The same with other libraries used at once. */
  public TlsOptions withUsed(Set<Path> libraries) {
    return new TlsOptions(environment, tunables, audit, glibc, rseq, calls, libraries);
  }
}
