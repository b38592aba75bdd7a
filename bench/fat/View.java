import dev.elfwright.fat.FatFile;
import dev.elfwright.fat.FatWriter;
import dev.elfwright.fat.Form;
import dev.elfwright.fat.PageSizes;
import dev.elfwright.fat.Slices;
import dev.elfwright.fat.TargetPattern;
import dev.elfwright.fat.view.Backing;
import dev.elfwright.fat.view.Extent;
import dev.elfwright.fat.view.FatView;
import dev.elfwright.fat.view.ViewOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * {@code View FOLDER ROUNDS FOREIGN FILE...}: makes a tree of fat files of FILE..., each with the
 * slice FOREIGN before it, and ten thin files for each; then mounts and refreshes a view of it.
 * Prints milliseconds: median and 95 % interval mounted, medians refreshed and mounted over loop
 * devices.
 */
final class View {
  public static void main(String[] args) throws Exception {
    Path root = Files.createDirectories(Path.of(args[0], "many"));
    Path view = Files.createDirectories(Path.of(args[0], "many-view"));
    int rounds = Integer.parseInt(args[1]);
    FatFile foreign = FatFile.open(Path.of(args[2]));
    int files = args.length - 3;
    for (int i = 0; i < files; i++) {
      Path folder = Files.createDirectories(root.resolve("folder" + i % 40));
      Path thin = Path.of(args[3 + i]);
      Slices slices = Slices.of(List.of(foreign, FatFile.open(thin)));
      FatWriter.write(
          slices.plan(new Form.FatElf(PageSizes.of(4096))), thin, folder.resolve("fat" + i));
      for (int k = 0; k < 10; k++) {
        Files.writeString(folder.resolve("data" + i + "-" + k), "not fat");
      }
    }
    double[] mount = new double[rounds];
    double[] refresh = new double[rounds];
    double[] loop = new double[rounds];
    for (int i = -5; i < rounds; i++) {
      double mounted = millis(() -> mount(root, view, Backing.FILE));
      double refreshed = millis(() -> FatView.refresh(view, (_, _, _) -> {}));
      FatView.unmount(view, false);
      double overLoop = i % 3 == 0 ? millis(() -> mount(root, view, Backing.LOOP)) : 0;
      if (overLoop > 0) {
        FatView.unmount(view, false);
      }
      if (i >= 0) {
        mount[i] = mounted;
        refresh[i] = refreshed;
        loop[i] = overLoop;
      }
    }
    double[] looped = Arrays.stream(loop).filter(t -> t > 0).toArray();
    double middle = median(mount);
    int off = (int) Math.ceil(0.98 * Math.sqrt(rounds)); // by the binomial distribution
    System.out.printf(
        "%.1f (%.1f to %.1f)\n%.1f\n%.1f\n",
        middle,
        mount[Math.max(rounds / 2 - off, 0)],
        mount[Math.min(rounds / 2 + off, rounds - 1)],
        median(refresh),
        median(looped));
  }

  private interface Work {
    void run() throws Exception;
  }

  private static double millis(Work work) throws Exception {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e6;
  }

  private static void mount(Path root, Path view, Backing backing) throws Exception {
    TargetPattern target = TargetPattern.parse(System.getProperty("os.arch"));
    FatView.mount(
        new ViewOptions(root, view, target, Extent.WHOLE_TREE, backing), (_, _, _) -> {});
  }

  private static double median(double[] times) {
    Arrays.sort(times);
    return times[times.length / 2];
  }
}
