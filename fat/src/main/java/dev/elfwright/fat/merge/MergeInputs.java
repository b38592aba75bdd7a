package dev.elfwright.fat.merge;

import dev.elfwright.fat.FatRefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Trees to merge; sets of packages are unpacked for as long as this is open. */
public final class MergeInputs implements AutoCloseable {
  private final List<Scratch> unpacked = new ArrayList<>();
  private final List<Tree> trees = new ArrayList<>();

  private MergeInputs() {}

  /**
   * Understands {@code ARCH=DIR} and {@code DIR}: a tree, or a folder of .deb files, which is
   * unpacked beside the target.
   *
   * @throws IOException when one cannot be read, or its packages cannot be unpacked
   * @throws FatRefusedException when an architecture is unknown, or cannot be told
   */
  public static MergeInputs open(List<String> inputs, Path target) throws IOException {
    var opened = new MergeInputs();
    try {
      for (String input : inputs) {
        opened.add(input, target.toAbsolutePath().normalize());
      }
      return opened;
    } catch (Throwable e) {
      opened.close();
      throw e;
    }
  }

  private void add(String input, Path target) throws IOException {
    int sign = input.indexOf('=');
    Path folder = Path.of(input.substring(sign + 1));
    List<Path> packages = Files.isDirectory(folder) ? packages(folder) : List.of();
    if (packages.isEmpty()) {
      trees.add(Tree.parse(input));
      return;
    }
    var scratch = new Scratch(target);
    unpacked.add(scratch);
    for (Path file : packages) {
      Unpacking.unpack(file, scratch.folder());
    }
    trees.add(Tree.parse(input.substring(0, sign + 1) + scratch.folder()));
  }

  private static List<Path> packages(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".deb")).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** The trees, in order. */
  public List<Tree> trees() {
    return List.copyOf(trees);
  }

  /** Deletes what was unpacked. */
  @Override
  public void close() {
    unpacked.forEach(Scratch::close);
  }
}
