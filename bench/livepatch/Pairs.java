import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.livepatch.diff.ObjectDiff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Compares all pairs of a corpus, ROUNDS times; see bench/livepatch.sh. */
final class Pairs {
  private record Pair(Path original, Path patched, boolean accept) {}

  public static void main(String[] args) throws IOException {
    Path corpus = Path.of(args[0]);
    int rounds = Integer.parseInt(args[1]);
    Path output = Path.of(args[2]);
    List<Pair> pairs = new ArrayList<>();
    for (String line : Files.readAllLines(corpus.resolve("expected.tsv"))) {
      String[] column = line.split("\t");
      Path folder = corpus.resolve(column[0]);
      Path patched = folder.resolve(column[1] + ".PATCHED.o");
      pairs.add(
          new Pair(
              folder.resolve(column[1] + ".ORIG.o"),
              Files.exists(patched) ? patched : folder.resolve(column[1] + ".PATCHED.FAIL.o"),
              column[2].equals("accept")));
    }
    double first = 0;
    double[] least = new double[pairs.size()];
    Arrays.fill(least, Double.MAX_VALUE);
    int right = 0;
    for (int round = 0; round < rounds; round++) {
      right = 0;
      long start = System.nanoTime();
      for (int i = 0; i < pairs.size(); i++) {
        long before = System.nanoTime();
        right += compare(pairs.get(i), output) == pairs.get(i).accept ? 1 : 0;
        least[i] = Math.min(least[i], (System.nanoTime() - before) / 1e6);
      }
      if (round == 0) {
        first = (System.nanoTime() - start) / 1e9;
      }
    }
    Arrays.sort(least);
    System.out.printf("%d %d %.2f %.2f%n", right, pairs.size(), first, least[least.length / 2]);
  }

  private static boolean compare(Pair pair, Path output) throws IOException {
    try (ElfModel original = Elf.open(pair.original);
        ElfModel patched = Elf.open(pair.patched)) {
      ObjectDiff diff = ObjectDiff.between(original, patched);
      if (diff.isEmpty() || !diff.refusals().isEmpty()) {
        return false;
      }
      ElfWriter.write(
          diff.plan("vmlinux"), output, PosixFilePermissions.fromString("rw-r--r--"));
      return true;
    }
  }
}
