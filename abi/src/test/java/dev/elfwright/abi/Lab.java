package dev.elfwright.abi;

import dev.elfwright.abi.library.LibraryAbi;
import dev.elfwright.abi.library.LibraryReader;
import dev.elfwright.elf.debug.DebugFiles;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A folder in which libraries are compiled. */
public record Lab(Path folder) {
  /** A library of several sources, each compiled on its own with the same flags. */
  public Path library(String name, List<String> compiler, String... sources) throws IOException {
    List<String> objects = new ArrayList<>();
    String ending = compiler.getFirst().contains("++") ? ".cc" : ".c";
    for (int i = 0; i < sources.length; i++) {
      String stem = name + i;
      Files.writeString(folder.resolve(stem + ending), sources[i]);
      List<String> command = new ArrayList<>(compiler);
      command.addAll(List.of("-fPIC", "-c", stem + ending, "-o", stem + ".o"));
      Tool.run(folder, command);
      objects.add(stem + ".o");
    }
    List<String> command = new ArrayList<>(compiler);
    command.addAll(List.of("-shared", "-fPIC", "-o", name));
    command.addAll(objects);
    Tool.run(folder, command);
    return folder.resolve(name);
  }

  /** What a library offers, with debugging information that lies in this folder or in the file. */
  public LibraryAbi read(Path library) throws IOException {
    return LibraryReader.read(library, new DebugFiles(folder));
  }
}
