package dev.elfwright.cli.tour;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.link.graph.LoadGraph;
import dev.elfwright.link.graph.NotDynamicException;
import dev.elfwright.link.graph.SearchEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Finds installed programs with many libraries. */
final class Candidates {
  private static final byte[] ELF_64 = {0x7f, 'E', 'L', 'F', 2};
  private static final int SET_ID_BITS = 06000;

  private Candidates() {}

  /**
   * A program.
   *
   * @param file its path
   * @param libraries how many it loads, libc and loader included
   */
  record Candidate(Path file, int libraries) {}

  /** All dynamic programs of some folders, most libraries first. */
  static List<Candidate> in(List<Path> folders, TourStop.Progress progress) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> all = Files.list(folder)) {
        all.filter(Candidates::isProgram).forEach(files::add);
      }
    }
    AtomicInteger done = new AtomicInteger();
    return files.parallelStream()
        .flatMap(file -> {
          progress.at("counting libraries", done.incrementAndGet(), files.size());
          return candidate(file).stream();
        })
        .sorted(
            Comparator.comparingInt(Candidate::libraries).reversed().thenComparing(Candidate::file))
        .toList();
  }

  /** The program, if it is dynamic and complete. */
  static Optional<Candidate> candidate(Path file) {
    try {
      LoadGraph graph = LoadGraph.of(file, SearchEnvironment.current());
      boolean isComplete = graph.missing().isEmpty() && graph.loader().isPresent();
      return isComplete
          ? Optional.of(new Candidate(file, graph.objects().size() - 1))
          : Optional.empty();
    } catch (IOException | NotDynamicException | ElfFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean isProgram(Path file) {
    try {
      return !Files.isSymbolicLink(file)
          && Files.isRegularFile(file)
          && Files.isExecutable(file)
          && ((int) Files.getAttribute(file, "unix:mode") & SET_ID_BITS) == 0
          && startsWithMagic(file);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean startsWithMagic(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(ELF_64.length), ELF_64);
    }
  }
}
