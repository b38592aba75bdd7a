package dev.elfwright.livepatch.build;

import dev.elfwright.livepatch.LivepatchRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A change of source in the unified format, as {@code diff -u} and {@code git diff} write it
 * (POSIX.1-2024, diff, "Diff -u or -U Output Format"). Paths are from the top of the source on,
 * behind one folder that is left out: {@code a/fs/proc/cmdline.c}.
 */
final class SourcePatch {
  private static final Pattern HUNK =
      Pattern.compile("@@ -([0-9]{1,9})(?:,([0-9]{1,9}))? \\+[0-9]{1,9}(?:,([0-9]{1,9}))? @@.*");

  private final String name;
  private final List<String> lines;
  private final List<FilePatch> files = new ArrayList<>();
  private int at;

  private SourcePatch(String name, List<String> lines) {
    this.name = name;
    this.lines = lines;
  }

  /**
   * The files that a patch changes.
   *
   * @throws IOException when it cannot be read
   * @throws LivepatchRefusedException when it is no patch, or adds or removes files
   */
  static List<FilePatch> read(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    SourcePatch patch = new SourcePatch(file.toString(), List.of(text.split("\n", -1)));
    while (patch.skipTo("--- ")) {
      patch.file();
    }
    if (patch.files.isEmpty()) {
      throw patch.refused("no change in the unified format");
    }
    return List.copyOf(patch.files);
  }

  private LivepatchRefusedException refused(String message) {
    return new LivepatchRefusedException(name + ": line " + (at + 1) + ": " + message);
  }

  private boolean skipTo(String start) {
    while (at < lines.size() && !isHeader(start)) {
      at++;
    }
    return at < lines.size();
  }

  private boolean isHeader(String start) {
    return lines.get(at).startsWith(start)
        && at + 1 < lines.size()
        && lines.get(at + 1).startsWith("+++ ");
  }

  private void file() {
    String before = path(lines.get(at).substring(4));
    String after = path(lines.get(at + 1).substring(4));
    if (before.isEmpty() || after.isEmpty()) {
      throw refused(before.isEmpty() ? "adds a file: " + after : "removes a file: " + before);
    }
    at += 2;
    List<Hunk> hunks = new ArrayList<>();
    while (at < lines.size() && lines.get(at).startsWith("@@ ")) {
      hunks.add(hunk());
    }
    files.add(new FilePatch(name, after, List.copyOf(hunks)));
  }

  /** The path without its first folder and what follows a tab; empty for /dev/null. */
  private String path(String text) {
    String path = text.split("\t", 2)[0].strip();
    if (path.equals("/dev/null")) {
      return "";
    }
    String below = path.substring(path.indexOf('/') + 1);
    if (path.startsWith("/") || below.isEmpty() || List.of(below.split("/")).contains("..")) {
      throw refused("path " + path + ", expected one below a folder: a/fs/file.c");
    }
    return below;
  }

  private Hunk hunk() {
    Matcher header = HUNK.matcher(lines.get(at));
    if (!header.matches()) {
      throw refused("expected @@ -LINE,COUNT +LINE,COUNT @@");
    }
    int before = header.group(2) == null ? 1 : Integer.parseInt(header.group(2));
    int after = header.group(3) == null ? 1 : Integer.parseInt(header.group(3));
    at++;
    List<Hunk.Line> body = new ArrayList<>();
    while (before > 0 || after > 0) {
      if (at == lines.size()) {
        throw refused("the patch ends in the middle of a change");
      }
      String line = lines.get(at);
      char sign = line.isEmpty() ? ' ' : line.charAt(0);
      String text = line.isEmpty() ? "" : line.substring(1);
      switch (sign) {
        case ' ' -> {
          body.add(new Hunk.Line(Hunk.Kind.KEPT, text));
          before--;
          after--;
        }
        case '-' -> {
          body.add(new Hunk.Line(Hunk.Kind.REMOVED, text));
          before--;
        }
        case '+' -> {
          body.add(new Hunk.Line(Hunk.Kind.ADDED, text));
          after--;
        }
        case '\\' -> {
          // "No newline at end of file" is of no consequence to a compiler.
        }
        default -> throw refused("expected a line of a change, which begins with ' ', - or +");
      }
      at++;
    }
    while (at < lines.size() && lines.get(at).startsWith("\\")) {
      at++;
    }
    int start = Integer.parseInt(header.group(1));
    boolean onlyAdds = body.stream().allMatch(l -> l.kind() == Hunk.Kind.ADDED);
    return new Hunk(onlyAdds ? start + 1 : start, List.copyOf(body));
  }
}
