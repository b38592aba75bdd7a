package dev.elfwright.link.oracle;

import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compiles small C files in a folder. Options name files relative to it. */
public final class Sources {
  private final Path folder;
  private int count;

  /** Compiles in a folder, that of a test. */
  public Sources(Path folder) {
    this.folder = folder;
  }

  /** A shared library; the soname is its file name unless the options say otherwise. */
  public Path library(String file, String code, String... options) {
    boolean named = List.of(options).stream().anyMatch(o -> o.contains("-soname"));
    List<String> command = new ArrayList<>(List.of("-shared", "-fPIC"));
    if (!named) {
      command.add("-Wl,-soname," + Path.of(file).getFileName());
    }
    command.addAll(List.of(options));
    return compile(file, code, command);
  }

  /** A shared library without a soname: who links with it needs the path that was given then. */
  public Path unnamedLibrary(String file, String code, String... options) {
    List<String> command = new ArrayList<>(List.of("-shared", "-fPIC"));
    command.addAll(List.of(options));
    return compile(file, code, command);
  }

  /** A position-independent program. */
  public Path program(String file, String code, String... options) {
    List<String> command = new ArrayList<>(List.of("-pie", "-fPIE"));
    command.addAll(List.of(options));
    return compile(file, code, command);
  }

  /** Writes a file. */
  public Path text(String file, String text) {
    try {
      Path path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      return Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path compile(String file, String code, List<String> options) {
    Path output = folder.resolve(file);
    String source = "source" + count++ + ".c";
    text(source, code);
    List<String> command =
        new ArrayList<>(List.of("gcc", "-w", "-O0", "-o", file, source, "-Wl,--no-as-needed"));
    command.addAll(options);
    try {
      Files.createDirectories(output.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Tool.run(folder, command);
    return output;
  }
}
