package dev.elfwright.cli.elf.change;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import picocli.CommandLine.ParseResult;

/** The times of a file, which its copy gets with {@code --preserve-dates}. */
final class KeptTimes {
  private final boolean wanted;
  private final BasicFileAttributes before;

  KeptTimes(ParseResult arguments, Path file) throws IOException {
    wanted = arguments.hasMatchedOption("--preserve-dates");
    before = Files.readAttributes(file, BasicFileAttributes.class);
  }

  void giveTo(Path out) throws IOException {
    if (wanted) {
      Files.getFileAttributeView(out, BasicFileAttributeView.class)
          .setTimes(before.lastModifiedTime(), before.lastAccessTime(), null);
    }
  }
}
