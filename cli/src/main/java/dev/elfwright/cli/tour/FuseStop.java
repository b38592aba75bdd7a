package dev.elfwright.cli.tour;

import dev.elfwright.cli.tour.Candidates.Candidate;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.link.fuse.FuseRefusal;
import dev.elfwright.link.measure.Launch;
import dev.elfwright.link.measure.MeasureException;
import dev.elfwright.link.measure.MeasureOptions;
import dev.elfwright.report.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fuses programs with their libraries, and shows how much faster they start. */
public final class FuseStop implements TourStop {
  private static final List<Path> PROGRAMS = List.of(Path.of("/usr/bin"), Path.of("/usr/sbin"));

  /** How many programs to try before giving up on a machine. */
  private static final int ATTEMPTS = 8;

  private final List<Path> named;
  private final MeasureOptions options;
  private final List<FuseVariant> variants;

  /** Shows the named programs, or the installed one with the most libraries when none is named. */
  public FuseStop(List<Path> named, MeasureOptions options) {
    this(named, options, FuseVariant.ALL);
  }

  FuseStop(List<Path> named, MeasureOptions options, List<FuseVariant> variants) {
    this.named = List.copyOf(named);
    this.options = options;
    this.variants = List.copyOf(variants);
  }

  @Override
  public String title() {
    return "Programs fused with their shared libraries";
  }

  @Override
  public Findings visit(Path folder, Progress progress) throws IOException {
    List<FusedProgram> shown = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    if (named.isEmpty()) {
      List<Candidate> candidates = Candidates.in(PROGRAMS, progress);
      for (Candidate c : candidates.subList(0, Math.min(ATTEMPTS, candidates.size()))) {
        if (shown.isEmpty()) {
          show(c, folder, progress, shown, refused);
        }
      }
    } else {
      for (Path file : named) {
        Optional<Candidate> candidate = Candidates.candidate(file);
        if (candidate.isPresent()) {
          show(candidate.get(), folder, progress, shown, refused);
        } else {
          refused.add(
              file
                  + (Files.exists(file)
                      ? ": is no complete dynamic program"
                      : ": no such program"));
        }
      }
    }
    return findings(shown, refused);
  }

  private void show(
      Candidate candidate,
      Path folder,
      Progress progress,
      List<FusedProgram> shown,
      List<String> refused)
      throws IOException {
    Path own = Files.createDirectories(folder.resolve("program" + shown.size()));
    progress.at(candidate.file().getFileName() + ": finding arguments", 0, 0);
    Optional<Launch> launch = QuietArguments.find(candidate.file());
    if (launch.isEmpty()) {
      refused.add(candidate.file() + ": no arguments known with which it starts and ends well");
      return;
    }
    try {
      shown.add(FusedProgram.of(candidate, launch.get(), variants, options, own, progress));
    } catch (FuseRefusal | MeasureException | ElfFormatException e) {
      refused.add(String.valueOf(e.getMessage()));
    }
  }

  private Findings findings(List<FusedProgram> shown, List<String> refused) {
    List<String> remarks = new ArrayList<>(refused);
    List<Block> blocks = new ArrayList<>();
    List<List<String>> table = FusedProgramBlocks.table(shown, variants);
    refused.forEach(line -> blocks.add(new Block.Notice(line)));
    if (shown.size() > 1) {
      blocks.add(
          Block.Section.of(
              title(), new Block.Table(table.getFirst(), table.subList(1, table.size()))));
    }
    for (FusedProgram program : shown) {
      blocks.addAll(FusedProgramBlocks.of(program));
      remarks.addAll(FusedProgramBlocks.remarks(program));
    }
    if (!shown.isEmpty()) {
      blocks.add(FusedProgramBlocks.method(shown));
    }
    boolean isGood =
        !shown.isEmpty()
            && shown.stream().allMatch(FusedProgram::isGood)
            && (named.isEmpty() || refused.isEmpty());
    return new Findings(table, remarks, isGood, blocks);
  }
}
