package dev.elfwright.link.programs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Where a program is tried: a folder that has the same name for the original and the fused one, and
 * is empty at first. The program is told the original's name, which many print.
 */
final class Stage {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private final Path name;
  private final Path file;
  private final Map<String, String> environment = new HashMap<>();

  Stage(Path folder, Path name, Path file) {
    this.folder = folder;
    this.name = name;
    this.file = file;
  }

  Path folder() {
    return folder;
  }

  /** The file to execute: the original, or the fused one. */
  Path file() {
    return file;
  }

  Stage with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Runs the program. */
  Outcome run(String... arguments) throws IOException, InterruptedException {
    return runWithInput("", arguments);
  }

  /** Runs the program with something to read. */
  Outcome runWithInput(String input, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("/bin/bash", "-c", "exec -a \"$0\" \"$@\""));
    command.addAll(List.of(name.toString(), file.toString()));
    command.addAll(List.of(arguments));
    return child().run(input, command);
  }

  /** Runs another command in the same folder. */
  Outcome command(String... command) throws IOException, InterruptedException {
    return child().run("", List.of(command));
  }

  /** Runs a command as a user who is not root, if the tests run as root. */
  Outcome asUser(String user, String... command) throws IOException, InterruptedException {
    if (!System.getProperty("user.name").equals("root")) {
      return command(command);
    }
    command("chown", "-R", user, ".").ofSuccess();
    List<String> whole = new ArrayList<>(List.of("runuser", "-u", user, "--"));
    whole.addAll(List.of(command));
    return command(whole.toArray(String[]::new));
  }

  private Child child() {
    return new Child(folder, environment, PATIENCE);
  }

  Path write(String file, String text) throws IOException {
    return Files.writeString(folder.resolve(file), text);
  }

  String read(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  /** SHA-256 of a file that the program wrote. */
  String hash(String file) throws IOException {
    try {
      byte[] bytes = Files.readAllBytes(folder.resolve(file));
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** A copy of a folder of links, in which the program stands at its name. */
  Path folderLike(Path original) throws IOException {
    Path copy = Files.createDirectory(folder.resolve("bin"));
    try (var files = Files.list(original)) {
      for (Path f : files.toList()) {
        Path at = original.relativize(f);
        Files.createSymbolicLink(copy.resolve(at), name.endsWith(at) ? file : f);
      }
    }
    return copy;
  }
}
