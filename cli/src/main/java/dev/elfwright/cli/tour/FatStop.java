package dev.elfwright.cli.tour;

import dev.elfwright.cli.elf.inspect.HumanSize;
import dev.elfwright.fat.FatFile;
import dev.elfwright.fat.FatRefusedException;
import dev.elfwright.fat.FatWriter;
import dev.elfwright.fat.Form;
import dev.elfwright.fat.Launcher;
import dev.elfwright.fat.PageSizes;
import dev.elfwright.fat.Slice;
import dev.elfwright.fat.Slices;
import dev.elfwright.link.measure.Behaviour;
import dev.elfwright.link.measure.Comparison;
import dev.elfwright.link.measure.Launch;
import dev.elfwright.link.measure.Measure;
import dev.elfwright.link.measure.MeasureException;
import dev.elfwright.link.measure.MeasureOptions;
import dev.elfwright.packages.AptState;
import dev.elfwright.packages.DebFile;
import dev.elfwright.packages.Package;
import dev.elfwright.report.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One busybox for several architectures, of Debian's packages: each slice is run. */
public final class FatStop implements TourStop {
  private static final List<String> ARCHITECTURES = List.of("amd64", "arm64", "i386", "riscv64");
  private static final String PACKAGE = "busybox-static";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> HEAD = List.of("busybox", "size", "runs by", "says");

  private final MeasureOptions options;

  /** A stop that measures so many pairs. */
  public FatStop(MeasureOptions options) {
    this.options = options;
  }

  @Override
  public String title() {
    return "One busybox for several architectures";
  }

  @Override
  public Findings visit(Path folder, Progress progress) throws IOException {
    List<FatFile> thin = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    for (String architecture : ARCHITECTURES) {
      progress.at("fetching " + PACKAGE + " for " + architecture, thin.size(), 4);
      try {
        thin.add(FatFile.open(busybox(folder.resolve(architecture), architecture)));
      } catch (IOException e) {
        remarks.add("no %s for %s: %s".formatted(PACKAGE, architecture, e.getMessage()));
      }
    }
    if (thin.isEmpty()) {
      return new Findings(List.of(HEAD), remarks, false, List.of());
    }
    Path fat = folder.resolve("busybox");
    FatWriter.write(
        Slices.of(thin).plan(new Form.FatElf(PageSizes.OF_ARCHITECTURES)),
        thin.getFirst().file(),
        fat);
    Path launcher = folder.resolve("launcher");
    Launcher.ofThisMachine().write(launcher);
    return shown(thin, fat, launcher, remarks, progress);
  }

  /** The program out of its package. */
  private static Path busybox(Path folder, String architecture) throws IOException {
    AptState apt = new AptState(Files.createDirectories(folder), architecture);
    apt.prepare();
    Optional<Package> newest =
        apt.packages().stream()
            .filter(p -> p.name().equals(PACKAGE))
            .max(Comparator.comparing(Package::version));
    if (newest.isEmpty()) {
      throw new IOException("not in the lists of apt");
    }
    DebFile deb = apt.download(List.of(newest.get())).getFirst();
    Path program = folder.resolve("busybox");
    deb.read((file, content) -> {
      if (file.path().endsWith("bin/busybox")) {
        Files.copy(content, program, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    });
    return program;
  }

  private Findings shown(
      List<FatFile> thin, Path fat, Path launcher, List<String> remarks, Progress progress)
      throws IOException {
    List<List<String>> table = new ArrayList<>(List.of(HEAD));
    boolean isGood = true;
    for (FatFile file : thin) {
      Slice slice = file.slices().getFirst();
      // A fat file of this slice and no better one: the launcher has no choice.
      Path alone =
          Files.createDirectory(fat.resolveSibling("alone-" + slice.target())).resolve("busybox");
      FatWriter.write(
          Slices.of(file).plan(new Form.FatElf(PageSizes.OF_ARCHITECTURES)), file.file(), alone);
      Behaviour said =
          Behaviour.observe(
              Launch.of(launcher, List.of(alone.toString(), "echo", "hello")), PATIENCE);
      boolean runs = said.output().startsWith("hello");
      isGood &= runs;
      table.add(
          List.of(
              slice.target().name(),
              HumanSize.of(slice.size()),
              runsBy(slice),
              runs
                  ? "hello"
                  : "nothing: " + (said.output() + said.error()).lines().findFirst().orElse("")));
    }
    table.add(List.of("fat", HumanSize.of(Files.size(fat)), "launcher", ""));
    measured(thin.getFirst().file(), fat, launcher, progress).ifPresent(remarks::add);
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Table(HEAD, table.subList(1, table.size())));
    remarks.forEach(r -> blocks.add(new Block.Prose(r)));
    return new Findings(table, remarks, isGood, List.of(new Block.Section(title(), blocks)));
  }

  private static String runsBy(Slice slice) {
    int machine = slice.target().machine();
    if (machine == Launcher.ofThisMachine().number()) {
      return "mapping";
    }
    return slice.target().name().equals("i386") ? "the kernel, copied" : "qemu-user, copied";
  }

  private Optional<String> measured(Path thin, Path fat, Path launcher, Progress progress) {
    try {
      Comparison c =
          Measure.compare(
              Launch.of(launcher, List.of(fat.toString(), "true")),
              Launch.of(thin, List.of("true")),
              options
                  .withTracedRuns(0)
                  .withProgress(n -> progress.at("measuring busybox", n, options.pairs())));
      return Optional.of(
          "From exec to exit, fat through the launcher against thin: %.2f times (%.2f to %.2f), %+.0f us."
              .formatted(
                  c.ratio().value(),
                  c.ratio().low(),
                  c.ratio().high(),
                  (c.a().medianNanos() - c.b().medianNanos()) / 1e3));
    } catch (MeasureException | FatRefusedException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }
}
