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

/** {@code Edit LIST copy|rpath|strip}: copies or changes each file in process, a round a turn. */
final class Edit {
  private static final ElfTransform RPATH =
      e -> e.dynamic().setRunpath("/nowhere/" + "x".repeat(200));

  void main(String[] args) throws Exception {
    List<Path> files = Files.readAllLines(Path.of(args[0])).stream().map(Path::of).toList();
    Path target = Files.createTempFile("edit-", ".elf");
    Turns.take(
        () -> {
          for (Path file : files) {
            switch (args[1]) {
              case "copy" -> Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
              case "rpath" -> edit(file, target, Layout.APPEND, RPATH);
              case "strip" -> edit(file, target, Layout.REPACK, Strip.all());
              default -> throw new IllegalArgumentException(args[1]);
            }
          }
          return files.size() + " files";
        });
    Files.delete(target);
  }

  private static void edit(Path file, Path target, Layout layout, ElfTransform change)
      throws IOException {
    // As Files.copy does. ext4 begins to write a file to the disk when it replaces another by rename.
    Files.deleteIfExists(target);
    try (ElfModel model = Elf.open(file)) {
      ElfWriter.write(
          Elf.transform(model, layout, change), target, PosixFilePermissions.fromString("rw-r--r--"));
    }
  }
}
