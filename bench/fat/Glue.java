import dev.elfwright.fat.FatFile;
import dev.elfwright.fat.FatWriter;
import dev.elfwright.fat.Form;
import dev.elfwright.fat.PageSizes;
import dev.elfwright.fat.SliceSource;
import dev.elfwright.fat.Slices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Glue FOLDER ROUNDS A B: fat files of A and B are made and taken apart, cp copies the same bytes,
 * in turn. Prints of create and then of thin, of all rounds but the first two: median in
 * milliseconds, that of cp, median of their ratios with its 95 % interval.
 */
final class Glue {
  private Glue() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Path.of(args[0]);
    int rounds = Integer.parseInt(args[1]);
    Path a = Path.of(args[2]);
    Path b = Path.of(args[3]);
    Path fat = folder.resolve("fat");
    Path thin = folder.resolve("thin");
    List<List<Double>> took = List.of(list(), list(), list(), list());
    for (int i = 0; i < rounds; i++) {
      took.get(0).add(millis(() -> create(a, b, fat)));
      took.get(1).add(millis(() -> copy(folder, a, b)));
      took.get(2).add(millis(() -> thin(fat, thin)));
      took.get(3).add(millis(() -> copy(folder, b)));
      if (Files.mismatch(thin, b) >= 0) {
        throw new IOException("the slice differs from " + b);
      }
    }
    print(took.get(0), took.get(1));
    print(took.get(2), took.get(3));
  }

  private static void print(List<Double> times, List<Double> peer) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 2; i < times.size(); i++) {
      ratios.add(times.get(i) / peer.get(i));
    }
    ratios.sort(null);
    int middle = ratios.size() / 2;
    int off = (int) Math.ceil(0.98 * Math.sqrt(ratios.size())); // by the binomial distribution
    System.out.printf(
        "%.2f %.2f %.2f %.2f %.2f%n",
        median(times),
        median(peer),
        ratios.get(middle),
        ratios.get(Math.max(middle - off, 0)),
        ratios.get(Math.min(middle + off, ratios.size() - 1)));
  }

  private static double median(List<Double> times) {
    List<Double> warm = new ArrayList<>(times.subList(2, times.size()));
    warm.sort(null);
    return warm.get(warm.size() / 2);
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private static List<Double> list() {
    return new ArrayList<>();
  }

  private static double millis(Work work) throws IOException, InterruptedException {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e6;
  }

  private static void create(Path a, Path b, Path fat) throws IOException {
    Files.deleteIfExists(fat);
    Slices slices = Slices.of(List.of(FatFile.open(a), FatFile.open(b)));
    FatWriter.write(slices.plan(new Form.FatElf(PageSizes.OF_ARCHITECTURES)), a, fat);
  }

  private static void thin(Path fat, Path thin) throws IOException {
    Files.deleteIfExists(thin);
    FatFile file = FatFile.open(fat);
    FatWriter.write(SliceSource.of(file, file.slices().getLast()).plan(), fat, thin);
  }

  /** cp as a process, for that is what people run; it takes a millisecond to start. */
  private static void copy(Path folder, Path... files) throws IOException, InterruptedException {
    Path to = folder.resolve("copies");
    Files.createDirectories(to);
    for (Path file : files) {
      Files.deleteIfExists(to.resolve(file.getFileName()));
    }
    List<String> command = new ArrayList<>(List.of("cp"));
    for (Path file : files) {
      command.add(file.toString());
    }
    command.add(to.toString());
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IOException("cp failed");
    }
  }
}
