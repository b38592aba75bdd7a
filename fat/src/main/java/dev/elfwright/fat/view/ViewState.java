package dev.elfwright.fat.view;

import dev.elfwright.elf.Names;
import dev.elfwright.fat.TargetPattern;
import dev.elfwright.fat.linux.FileStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a mounted view was made from, kept in a file as long as it is mounted: lines of a word and
 * values. The file's name is the view's device number, which the kernel gives to no other file
 * system meanwhile; so a view is known by what is mounted, wherever that has been moved to, and a
 * crash between two steps leaves at worst a file about a view that never was.
 *
 * @param options how it was mounted
 * @param target what the user called the target
 * @param backing how it gets at the bytes
 * @param files the fat files and how they were
 */
record ViewState(ViewOptions options, String target, Backing backing, List<ServedFile> files) {
  private static final String FIRST_LINE = "elfwright view 1";

  /** The state of what has this device number, if it is a view. */
  static Optional<ViewState> of(Path folder, long device) throws IOException {
    Path file = file(folder, device);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)));
    } catch (RuntimeException e) {
      throw new ViewException(file + ": not written by this version of elfwright", e);
    }
  }

  void save(Path folder, long device) throws IOException {
    Path file = file(folder, device);
    Path beside = Files.createTempFile(folder, "new", "");
    try {
      Files.write(beside, text().getBytes(StandardCharsets.ISO_8859_1));
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  static void delete(Path folder, long device) throws IOException {
    Files.deleteIfExists(file(folder, device));
  }

  private static Path file(Path folder, long device) {
    return folder.resolve("%d-%d".formatted(device >>> 32, device & 0xffffffffL));
  }

  private String text() {
    var text = new StringBuilder(FIRST_LINE).append('\n');
    text.append("root ").append(escaped(options.root().toString())).append('\n');
    text.append("mount ").append(escaped(options.mountPoint().toString())).append('\n');
    text.append("target ").append(escaped(target)).append('\n');
    text.append("extent ").append(options.extent()).append('\n');
    text.append("backing ").append(options.backing()).append(' ').append(backing).append('\n');
    for (ServedFile file : files) {
      FileStatus s = file.status();
      text.append("file ").append(s.device()).append(' ').append(s.inode()).append(' ');
      text.append(s.mode()).append(' ').append(s.links()).append(' ').append(s.owner());
      text.append(' ').append(s.group()).append(' ').append(s.size()).append(' ');
      text.append(s.modified()).append(' ').append(s.changed()).append(' ');
      text.append(escaped(file.path())).append('\n');
    }
    return text.toString();
  }

  private static ViewState parse(String text) {
    String[] lines = text.split("\n");
    if (!lines[0].equals(FIRST_LINE)) {
      throw new IllegalArgumentException(lines[0]);
    }
    String target = plain(value(lines[3], "target"));
    String[] backing = value(lines[5], "backing").split(" ");
    var options =
        new ViewOptions(
            Path.of(plain(value(lines[1], "root"))),
            Path.of(plain(value(lines[2], "mount"))),
            TargetPattern.parse(target),
            Extent.valueOf(value(lines[4], "extent")),
            Backing.valueOf(backing[0]));
    List<ServedFile> files = new ArrayList<>();
    for (int i = 6; i < lines.length; i++) {
      files.add(served(value(lines[i], "file").split(" ", 10)));
    }
    return new ViewState(options, target, Backing.valueOf(backing[1]), files);
  }

  private static ServedFile served(String[] fields) {
    return new ServedFile(
        plain(fields[9]),
        new FileStatus(
            Long.parseLong(fields[0]),
            Long.parseLong(fields[1]),
            Integer.parseInt(fields[2]),
            Integer.parseInt(fields[3]),
            Integer.parseInt(fields[4]),
            Integer.parseInt(fields[5]),
            Long.parseLong(fields[6]),
            Instant.parse(fields[7]),
            Instant.parse(fields[8])));
  }

  private static String value(String line, String word) {
    if (!line.startsWith(word + " ")) {
      throw new IllegalArgumentException(line);
    }
    return line.substring(word.length() + 1);
  }

  /** The name's bytes, one a character, on one line. */
  private static String escaped(String name) {
    return new String(Names.encode(name), StandardCharsets.ISO_8859_1)
        .replace("\\", "\\\\")
        .replace("\n", "\\n");
  }

  private static String plain(String text) {
    return Names.decode(text.translateEscapes().getBytes(StandardCharsets.ISO_8859_1));
  }
}
