import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.edit.ElfTransform;
import dev.elfwright.elf.edit.Layout;
import dev.elfwright.elf.edit.Strip;
import dev.elfwright.elf.write.ElfWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** {@code Edit LIST ROUNDS}: editing and stripping each file in process, against copying it. */
final class Edit {
  private interface Step {
    void run(Path file, Path target) throws IOException;
  }

  void main(String[] args) throws IOException {
    List<Path> files = Files.readAllLines(Path.of(args[0])).stream().map(Path::of).toList();
    int rounds = Integer.parseInt(args[1]);
    Path target = Files.createTempFile("edit-", ".elf");
    ElfTransform rpath = e -> e.dynamic().setRunpath("/nowhere/" + "x".repeat(200));
    List<Step> steps =
        List.of(
            (f, t) -> Files.copy(f, t, StandardCopyOption.REPLACE_EXISTING),
            (f, t) -> edit(f, t, Layout.APPEND, rpath),
            (f, t) -> edit(f, t, Layout.REPACK, Strip.all()));
    double[] best = new double[steps.size()];
    java.util.Arrays.fill(best, Double.MAX_VALUE);
    for (int i = 0; i < rounds; i++) {
      for (int s = 0; s < best.length; s++) {
        long start = System.nanoTime();
        for (Path f : files) {
          steps.get(s).run(f, target);
        }
        best[s] = Math.min(best[s], (System.nanoTime() - start) / 1e6);
      }
    }
    Files.delete(target);
    System.out.printf("%.1f %.1f %.1f%n", best[0], best[1], best[2]);
  }

  private static void edit(Path file, Path target, Layout layout, ElfTransform change)
      throws IOException {
    try (ElfModel model = Elf.open(file)) {
      ElfWriter.write(
          Elf.transform(model, layout, change), target, PosixFilePermissions.fromString("rw-r--r--"));
    }
  }
}
