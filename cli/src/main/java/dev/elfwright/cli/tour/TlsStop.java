package dev.elfwright.cli.tour;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.link.graph.SearchEnvironment;
import dev.elfwright.report.Block;
import dev.elfwright.tls.OpenResult;
import dev.elfwright.tls.Refusal;
import dev.elfwright.tls.Rule;
import dev.elfwright.tls.TlsFiles;
import dev.elfwright.tls.TlsLayout;
import dev.elfwright.tls.TlsModule;
import dev.elfwright.tls.TlsOptions;
import dev.elfwright.tls.TlsRefusedException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Which libraries a running Python has static TLS for: foreseen, and then asked of the loader. */
public final class TlsStop implements TourStop {
  private static final Path PROGRAM = Path.of("/usr/bin/python3");
  private static final List<String> HEAD = List.of("library", "bytes", "foreseen", "the loader");

  /** Those with static TLS that many machines have. */
  private static final List<String> LIBRARIES =
      List.of("libgomp.so.1", "libjemalloc.so.2", "libtsan.so.2", "libomp.so.5");

  private static final int PATIENCE_SECONDS = 20;

  /** A stop. */
  public TlsStop() {}

  @Override
  public String title() {
    return "Libraries that come too late for their thread-local storage";
  }

  @Override
  public Findings visit(Path folder, Progress progress) throws IOException {
    if (!Files.isExecutable(PROGRAM)) {
      return findings(List.of(), List.of("Nothing is shown: there is no " + PROGRAM), true);
    }
    List<List<String>> rows = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    boolean isGood = true;
    TlsFiles files = new TlsFiles();
    TlsOptions options = TlsOptions.of(SearchEnvironment.machine());
    try {
      TlsLayout plain = TlsLayout.of(PROGRAM, options, files);
      remarks.add(
          "%s has %d bytes of static TLS, %d of them free when it runs."
              .formatted(PROGRAM, plain.size(), plain.free()));
      for (String library : LIBRARIES) {
        progress.at("opening " + library, rows.size(), LIBRARIES.size());
        TlsLayout layout = TlsLayout.of(PROGRAM, options.withOpens(List.of(library)), files);
        OpenResult open = layout.opens().getFirst();
        if (open.refusal().filter(TlsStop::isMissing).isPresent()) {
          continue;
        }
        boolean loads = loads(library);
        isGood &= loads == open.isOpened();
        rows.add(
            List.of(
                library,
                bytes(open),
                open.isOpened() ? "loads" : "fails",
                loads ? "loads" : "fails"));
        layout.cures().stream()
            .findFirst()
            .ifPresent(cure -> remarks.add(library + ": " + cure.describe()));
      }
    } catch (TlsRefusedException | ElfFormatException e) {
      return findings(List.of(), List.of("Nothing is shown: " + e.getMessage()), true);
    }
    return findings(rows, remarks, isGood);
  }

  private static boolean isMissing(Refusal refusal) {
    return refusal.rule() == Rule.MISSING;
  }

  private static String bytes(OpenResult open) {
    return open.modules().stream()
        .max(Comparator.comparingLong(m -> m.segment().size()))
        .map(TlsModule::segment)
        .or(() -> open.refusal().flatMap(Refusal::segment))
        .map(s -> String.valueOf(s.size()))
        .orElse("none");
  }

  /** What becomes of it in a process. */
  private static boolean loads(String library) throws IOException {
    Process process =
        new ProcessBuilder(
                PROGRAM.toString(), "-c", "import ctypes, sys; ctypes.CDLL(sys.argv[1])", library)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(PROGRAM + " was waited for");
    } finally {
      process.destroyForcibly();
    }
  }

  private Findings findings(List<List<String>> rows, List<String> remarks, boolean isGood) {
    List<List<String>> table = new ArrayList<>(List.of(HEAD));
    table.addAll(rows);
    List<Block> blocks = new ArrayList<>();
    if (!rows.isEmpty()) {
      blocks.add(new Block.Table(HEAD, rows));
    }
    remarks.forEach(r -> blocks.add(new Block.Prose(r)));
    return new Findings(table, remarks, isGood, List.of(new Block.Section(title(), blocks)));
  }
}
