package dev.elfwright.tls;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.link.graph.LoadGraph;
import dev.elfwright.link.graph.MissingLibrary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The static TLS picture of a process.
 *
 * @param program the program
 * @param kind who lays the block out
 * @param glibc the release whose rules were followed; empty for musl
 * @param area what the machine has at the thread pointer; empty for musl
 * @param surplus bytes of the block beyond what the start needs, before rounding
 * @param size bytes of the block
 * @param alignment of the block in bytes; no segment with a larger one can come later
 * @param used bytes of the block that are used when the program starts to run
 * @param modules who has thread-local storage then
 * @param missing libraries without which the program does not start
 * @param startRefusal why it does not start, when LD_AUDIT leaves its own libraries no room
 * @param calls what becomes of each dlopen and dlclose
 * @param overrun the first library that gets a piece of the block which glibc never allocated
 * @param orderRisk another order in which they do not all succeed as they do in this one
 * @param cures what makes all of them succeed; empty when they do
 */
public record TlsLayout(
    Path program,
    ProcessKind kind,
    Optional<GlibcVersion> glibc,
    Optional<ThreadArea> area,
    long surplus,
    long size,
    long alignment,
    long used,
    List<TlsModule> modules,
    List<MissingLibrary> missing,
    Optional<Refusal> startRefusal,
    List<CallResult> calls,
    Optional<Overrun> overrun,
    Optional<OrderRisk> orderRisk,
    List<Cure> cures) {
  /** Copies the lists. */
  public TlsLayout {
    modules = List.copyOf(modules);
    missing = List.copyOf(missing);
    calls = List.copyOf(calls);
    cures = List.copyOf(cures);
  }

  /**
   * Follows the loader, and nothing runs.
   *
   * @throws IOException when a file cannot be read
   * @throws TlsRefusedException when the machine or the release of glibc is not known
   * @throws ElfFormatException when a file is malformed
   */
  public static TlsLayout of(Path program, TlsOptions options) throws IOException {
    return of(program, options, new TlsFiles());
  }

  /**
   * The same of one of many programs.
   *
   * @param files what their processes share
   * @throws IOException when a file cannot be read
   * @throws TlsRefusedException when the machine or the release of glibc is not known
   * @throws ElfFormatException when a file is malformed
   */
  public static TlsLayout of(Path program, TlsOptions options, TlsFiles files) throws IOException {
    if (ProcessStart.kind(Elf.openShared(program)) == ProcessKind.MUSL) {
      return Musl.layout(program, options);
    }
    ProcessStart start = ProcessStart.of(program, options, files);
    List<MissingLibrary> missing =
        start.namespace().start().map(LoadGraph::missing).orElse(List.of());
    TlsProcess process = TlsProcess.of(start, options, files);
    Optional<Refusal> startRefusal = process.enter();
    StaticBlock block = process.block();
    List<TlsModule> modules = process.startModules();
    List<CallResult> calls = new ArrayList<>();
    if (missing.isEmpty() && startRefusal.isEmpty()) {
      for (LibraryCall call : options.calls()) {
        calls.add(process.call(call));
      }
    }
    boolean good = opens(calls).allMatch(OpenResult::isOpened);
    return new TlsLayout(
        program,
        start.kind(),
        Optional.of(start.version()),
        Optional.of(start.area()),
        start.surplus(options.tunables()),
        block.size(),
        block.alignment(),
        block.used(),
        modules,
        missing,
        startRefusal,
        calls,
        start.overrun(options.tunables(), opens(calls).toList()),
        good && isClaimed(block, calls) ? Cures.orderRisk(program, options) : Optional.empty(),
        good ? List.of() : Cures.of(program, options.withCalls(present(options.calls(), calls))));
  }

  private static Stream<OpenResult> opens(List<CallResult> calls) {
    return calls.stream().filter(OpenResult.class::isInstance).map(OpenResult.class::cast);
  }

  /** Where nothing of the block is taken, no order is better than another. */
  private static boolean isClaimed(StaticBlock atStart, List<CallResult> calls) {
    return calls.size() > 1 && calls.getLast().free() < atStart.free();
  }

  /** What no cure brings here is left out. */
  private static List<LibraryCall> present(List<LibraryCall> calls, List<CallResult> results) {
    Set<String> missing =
        opens(results)
            .filter(o -> o.refusal().filter(r -> r.rule() == Rule.MISSING).isPresent())
            .map(OpenResult::name)
            .collect(Collectors.toSet());
    return calls.stream().filter(c -> !missing.contains(c.name())).toList();
  }

  /** What becomes of each dlopen. */
  public List<OpenResult> opens() {
    return opens(calls).toList();
  }

  /** Bytes of the block that are free when the program starts to run. */
  public long free() {
    return size - used;
  }

  /** Whether the program starts, and every dlopen returns a handle and harms nothing. */
  public boolean isGood() {
    return missing.isEmpty()
        && startRefusal.isEmpty()
        && overrun.isEmpty()
        && opens(calls).allMatch(OpenResult::isOpened);
  }
}
