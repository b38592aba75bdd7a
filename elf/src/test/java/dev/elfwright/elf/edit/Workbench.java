package dev.elfwright.elf.edit;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Where the tests of edits compile, change and run files. */
record Workbench(Path folder) {
  Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** Compiles C to a file of this name. */
  Path gcc(String name, String source, String... options) throws IOException {
    write(name + ".c", source);
    List<String> command = new ArrayList<>(List.of("gcc", "-O1", "-o", name, name + ".c"));
    command.addAll(List.of(options));
    Tool.run(folder, command);
    return folder.resolve(name);
  }

  /** What a command prints. */
  String run(String... command) {
    return Tool.run(folder, List.of(command));
  }

  /** What a shell prints about a command that may fail, and its exit code on the last line. */
  String shell(String command) {
    return run("sh", "-c", command + " 2>&1; echo $?");
  }

  /** Changes a file to another one in the same folder. */
  Path change(Path file, String name, Layout layout, ElfTransform change) throws IOException {
    Path out = folder.resolve(name);
    try (ElfModel model = Elf.open(file)) {
      ElfWriter.write(
          Elf.transform(model, layout, change), out, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return out;
  }

  Path append(Path file, String name, ElfTransform change) throws IOException {
    return change(file, name, Layout.APPEND, change);
  }

  /** The reason for which a change is refused. */
  static String refusal(Path file, Layout layout, ElfTransform change) throws IOException {
    try (ElfModel model = Elf.open(file)) {
      LayoutPlan plan = Elf.transform(model, layout, change);
      throw new AssertionError("not refused:\n" + plan);
    } catch (EditRefusedException refused) {
      return String.valueOf(refused.getMessage());
    }
  }
}
