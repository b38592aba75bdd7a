package dev.elfwright.fat.view;

import dev.elfwright.fat.FatFile;
import dev.elfwright.fat.FatWriter;
import dev.elfwright.fat.Form;
import dev.elfwright.fat.PageSizes;
import dev.elfwright.fat.Slices;
import dev.elfwright.fat.TargetPattern;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A tree with fat files of programs and libraries that are compiled for the test. */
final class FatTree {
  private static final Path FOREIGN = Path.of("/usr/aarch64-linux-gnu/lib/libm.so.6");
  final Path root;
  private final Path work;

  FatTree(Path work) throws IOException {
    this.work = Files.createDirectories(work.resolve("thin"));
    this.root = Files.createDirectories(work.resolve("root"));
  }

  /** A program or library of this machine, thin. */
  Path compiled(String name, String source, String... flags) throws IOException {
    Files.writeString(work.resolve(name + ".c"), source);
    List<String> command = new ArrayList<>(List.of("gcc", "-g", "-O1", "-o", name, name + ".c"));
    command.addAll(List.of(flags));
    Tool.run(work, command);
    return work.resolve(name);
  }

  /** A FatELF file of this machine's slice and one for arm64. */
  Path fat(String path, Path thin) throws IOException {
    return glued(path, new Form.FatElf(PageSizes.OF_ARCHITECTURES), FOREIGN, thin);
  }

  /** An ELF file for arm64 that carries this machine's slice. */
  Path nativeFirst(String path, Path host, Path... others) throws IOException {
    List<Path> all = new ArrayList<>(List.of(host));
    all.addAll(List.of(others));
    Form form = new Form.NativeFirst(new TargetPattern.Numbered(0), PageSizes.OF_ARCHITECTURES);
    return glued(path, form, all.toArray(Path[]::new));
  }

  Path glued(String path, Form form, Path... slices) throws IOException {
    List<FatFile> files = new ArrayList<>();
    for (Path slice : slices) {
      files.add(FatFile.open(slice));
    }
    Path out = root.resolve(path);
    Files.createDirectories(out.getParent());
    FatWriter.write(Slices.of(files).plan(form), slices[slices.length - 1], out);
    return out;
  }

  Path foreign() {
    return FOREIGN;
  }
}
