package dev.elfwright.fat.audit;

import dev.elfwright.fat.FatRefusedException;
import dev.elfwright.packages.PackageSource;
import dev.elfwright.packages.ParallelReading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the same packages for several architectures and says what would become of them in one tree.
 * Nothing is unpacked or changed.
 */
public final class Audit {
  private final double share;
  private final long seed;

  /**
   * An audit.
   *
   * @param share of a distribution's packages that is made fat at random, 0 to 1
   * @param seed of the draw
   */
  public Audit(double share, long seed) {
    if (!(share >= 0 && share <= 1)) {
      throw new FatRefusedException("share " + share + ", expected a number from 0 to 1");
    }
    this.share = share;
    this.seed = seed;
  }

  /** Is told how far an audit is. */
  @FunctionalInterface
  public interface Progress {
    /** Told after each source, by any thread. */
    void read(String name, int done, int total);
  }

  /**
   * Audits.
   *
   * @param sides two architectures or more, the first being that of the machine in question
   * @throws IOException when a source cannot be read
   * @throws dev.elfwright.packages.PackageFormatException when one is malformed
   * @throws FatRefusedException when there are less than two architectures
   */
  public AuditReport of(List<Side> sides, Progress progress) throws IOException {
    if (sides.size() < 2) {
      throw new FatRefusedException("an audit compares two architectures or more");
    }
    List<Tree> trees = read(sides, progress);
    Classifier classifier = new Classifier(trees.stream().map(Tree::names).toList());
    FileFindings files = new FileFindings(trees, classifier);
    SizeSum sizes = new SizeSum();
    List<PathEntry> paths = new ArrayList<>();
    for (String path : allPaths(trees)) {
      List<@Nullable FileFacts> found = new ArrayList<>();
      trees.forEach(t -> found.add(t.files().get(path)));
      PathClass pathClass = classifier.classify(found);
      paths.add(entry(pathClass, found));
      files.look(path, pathClass, found);
      sizes.add(pathClass, found);
    }
    List<Closures> closures = trees.stream().skip(1).map(Closures::new).toList();
    List<Finding> findings = new ArrayList<>(files.all());
    findings.addAll(PackageFindings.of(trees));
    closures.forEach(c -> findings.addAll(c.holes()));
    findings.sort(Comparator.comparing(Finding::category).thenComparing(Finding::path));
    return new AuditReport(
        trees.stream().map(Tree::architecture).toList(),
        names(trees),
        paths,
        findings,
        sizes.sum(),
        closures.stream().map(c -> c.draw(share, seed)).toList(),
        closures.getFirst().worth(paths));
  }

  private static List<Tree> read(List<Side> sides, Progress progress) throws IOException {
    record Job(ArchitectureNames names, PackageSource source) {}
    List<Job> jobs = new ArrayList<>();
    List<ArchitectureNames> names = new ArrayList<>();
    for (Side side : sides) {
      ArchitectureNames own = ArchitectureNames.of(side.architecture());
      names.add(own);
      side.sources().forEach(source -> jobs.add(new Job(own, source)));
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw new FatRefusedException("an architecture is named twice");
    }
    AtomicInteger done = new AtomicInteger();
    List<PackageFacts> facts =
        ParallelReading.of(
            jobs,
            job -> {
              PackageFacts read = PackageFacts.read(job.source(), job.names());
              progress.read(read.name(), done.incrementAndGet(), jobs.size());
              return read;
            });
    List<Tree> trees = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < sides.size(); i++) {
      int end = at + sides.get(i).sources().size();
      trees.add(Tree.of(names.get(i), facts.subList(at, end), sides.get(i).universe()));
      at = end;
    }
    return trees;
  }

  private static Set<String> allPaths(List<Tree> trees) {
    Set<String> paths = new TreeSet<>();
    trees.forEach(t -> paths.addAll(t.files().keySet()));
    return paths;
  }

  private static PathEntry entry(PathClass pathClass, List<@Nullable FileFacts> files) {
    List<Long> sizes = new ArrayList<>();
    String path = "";
    String packageName = "";
    for (FileFacts file : files) {
      sizes.add(file == null ? 0 : file.file().size());
      if (file != null && path.isEmpty()) {
        path = file.file().path();
        packageName = file.packageName();
      }
    }
    return new PathEntry(path, packageName, pathClass, sizes);
  }

  private static List<String> names(List<Tree> trees) {
    Set<String> names = new TreeSet<>();
    trees.forEach(t -> names.addAll(t.packages().keySet()));
    return List.copyOf(names);
  }
}
