package dev.elfwright.machine.readelf;

import dev.elfwright.elf.ElfFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** GNU readelf as the oracle: both print about the same file, and every byte is compared. */
final class GnuReadelf {
  /**
   * How the two outputs about a file compare.
   *
   * @param difference the first difference in words, empty when there is none
   * @param warnings what readelf wrote to standard error: then its output need not be ours
   */
  record Result(String difference, String warnings) {
    boolean isEqual() {
      return difference.isEmpty();
    }
  }

  private GnuReadelf() {}

  /** Compares what is printed about one file or archive. */
  static Result compare(Path file, String options, Set<Part> parts, Width width) {
    return compare(List.of(file), options, parts, width);
  }

  /** Compares what is printed about several files by one command. */
  static Result compare(List<Path> files, String options, Set<Part> parts, Width width) {
    List<String> command = new ArrayList<>(List.of("readelf"));
    command.addAll(List.of(options.split(" ")));
    files.forEach(f -> command.add(f.toString()));
    try {
      Path errors = Files.createTempFile("readelf", ".err");
      try {
        return compare(command, errors, files, parts, width);
      } finally {
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Result compare(
      List<String> command, Path errors, List<Path> files, Set<Part> parts, Width width)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    LockStep step = new LockStep(process.getInputStream());
    String end = "";
    try {
      List<ElfFormatException> defects = new ArrayList<>();
      new ReadelfOutput(parts, width, step).print(files, defects::add);
      step.end();
      end = defects.isEmpty() ? "" : defects.getFirst().toString();
    } catch (LockStep.Stop e) {
      // The difference is known.
    } finally {
      process.destroy();
    }
    String difference = end.isEmpty() ? step.difference() : "ours ends: " + end;
    return new Result(
        difference, Files.readString(errors, java.nio.charset.StandardCharsets.ISO_8859_1));
  }
}
