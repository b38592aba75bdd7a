package dev.elfwright.link.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compiles small C programs with the system's compiler. */
final class CPrograms {
  private CPrograms() {}

  static Path compile(Path folder, String name, String source, String... options)
      throws IOException, InterruptedException {
    Path file = folder.resolve(name + ".c");
    Files.writeString(file, source);
    Path output = folder.resolve(name);
    List<String> command = new ArrayList<>(List.of("cc", "-O1", "-o", output.toString()));
    command.add(file.toString());
    command.addAll(List.of(options));
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IOException(command + " ended with " + status);
    }
    return output;
  }

  static Path script(Path folder, String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    if (!file.toFile().setExecutable(true)) {
      throw new IOException(file + " cannot be made executable");
    }
    return file;
  }
}
