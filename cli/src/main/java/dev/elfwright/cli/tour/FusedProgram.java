package dev.elfwright.cli.tour;

import dev.elfwright.cli.tour.Candidates.Candidate;
import dev.elfwright.link.fuse.FuseRefusal;
import dev.elfwright.link.measure.Behaviour;
import dev.elfwright.link.measure.Comparison;
import dev.elfwright.link.measure.Launch;
import dev.elfwright.link.measure.Measure;
import dev.elfwright.link.measure.MeasureOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A program and its fused copies, compared.
 *
 * @param program the original
 * @param launch how it was run
 * @param copies one for each variant
 */
record FusedProgram(Candidate program, Launch launch, List<Copy> copies) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  FusedProgram {
    copies = List.copyOf(copies);
  }

  /**
   * A fused copy.
   *
   * @param variant the way it was made
   * @param comparison original against copy
   * @param differences how it behaves unlike the original; empty when it does not
   * @param nanos how long fusing took
   */
  record Copy(String variant, Comparison comparison, List<String> differences, long nanos) {}

  /** Fuses a program in every way, checks that the copies behave alike, and measures them. */
  static FusedProgram of(
      Candidate program,
      Launch launch,
      List<FuseVariant> variants,
      MeasureOptions options,
      Path folder,
      TourStop.Progress progress)
      throws IOException, FuseRefusal {
    List<Copy> copies = new ArrayList<>();
    for (FuseVariant variant : variants) {
      // The same file name in a folder of its own: many programs print the name they run under.
      Path own = Files.createDirectories(folder.resolve(Integer.toString(copies.size())));
      Path output = own.resolve(program.file().getFileName());
      long begin = System.nanoTime();
      variant.maker().make(program.file(), output, progress);
      long nanos = System.nanoTime() - begin;
      Launch copy = launch.withProgram(output);
      List<String> differences = differences(launch, copy);
      String step = program.file().getFileName() + ": measuring, " + variant.name();
      Comparison comparison =
          Measure.compare(
              launch, copy, options.withProgress(done -> progress.at(step, done, options.pairs())));
      copies.add(new Copy(variant.name(), comparison, differences, nanos));
    }
    return new FusedProgram(program, launch, copies);
  }

  /** What differs, except for what differs between two runs of the original too. */
  private static List<String> differences(Launch original, Launch copy) {
    Behaviour first = Behaviour.observe(original, PATIENCE);
    Behaviour second = Behaviour.observe(original, PATIENCE);
    Behaviour fused = Behaviour.observe(copy, PATIENCE);
    List<String> changing = first.differences(second);
    return first.differences(fused).stream().filter(d -> !changing.contains(d)).toList();
  }

  String name() {
    return program.file().getFileName().toString();
  }

  boolean isGood() {
    return copies.stream()
        .allMatch(c -> c.differences().isEmpty() && c.comparison().warnings().isEmpty());
  }
}
