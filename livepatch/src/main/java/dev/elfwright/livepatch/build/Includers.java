package dev.elfwright.livepatch.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which files of a source tree include a header, by themselves or by others. All conditions of the
 * preprocessor are taken to hold, so files may be named that do not; none is missed, but for names
 * that macros make.
 */
final class Includers {
  /** Folders with code of the kernel itself, of x86. */
  static final List<String> FOLDERS =
      List.of(
          "arch/x86",
          "block",
          "certs",
          "crypto",
          "drivers",
          "fs",
          "include",
          "init",
          "io_uring",
          "ipc",
          "kernel",
          "lib",
          "mm",
          "net",
          "security",
          "sound",
          "virt");

  private static final List<String> SEARCHED =
      List.of("include", "arch/x86/include", "include/uapi", "arch/x86/include/uapi");
  private static final byte[] INCLUDE = "include".getBytes(StandardCharsets.US_ASCII);

  /** By the last part of an included name: who includes what. */
  private final Map<String, List<Inclusion>> byName = new HashMap<>();

  private record Inclusion(String file, boolean isQuoted, String name) {}

  private Includers(Path source) throws IOException {
    for (String folder : FOLDERS) {
      if (Files.isDirectory(source.resolve(folder))) {
        read(source, source.resolve(folder));
      }
    }
  }

  /**
   * The source files of the compiler's that come to include one of the headers.
   *
   * @param headers paths from the top of the source on
   * @throws IOException when a file cannot be read
   */
  static Set<String> of(Path source, Set<String> headers) throws IOException {
    return new Includers(source).reached(headers);
  }

  private void read(Path source, Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Inclusion> found =
          all
              .filter(p -> p.toString().endsWith(".c") || p.toString().endsWith(".h"))
              .toList()
              .parallelStream()
              .flatMap(p -> inclusions(source.relativize(p).toString(), p).stream())
              .toList();
      for (Inclusion i : found) {
        byName.computeIfAbsent(lastPart(i.name), _ -> new ArrayList<>()).add(i);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** A gigabyte of source is looked through: by bytes, as patterns take ten times as long. */
  private static List<Inclusion> inclusions(String path, Path file) {
    List<Inclusion> found = new ArrayList<>();
    byte[] text;
    try {
      text = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (int i = 0; i < text.length; i++) {
      if (text[i] != '#' || !isFirst(text, i)) {
        continue;
      }
      int word = skipBlanks(text, i + 1);
      int quote = skipBlanks(text, word + INCLUDE.length);
      boolean isInclude =
          quote < text.length
              && Arrays.equals(text, word, word + INCLUDE.length, INCLUDE, 0, INCLUDE.length)
              && (text[quote] == '<' || text[quote] == '"');
      if (isInclude) {
        byte last = (byte) (text[quote] == '<' ? '>' : '"');
        int end = quote + 1;
        while (end < text.length && text[end] != last && text[end] != '\n') {
          end++;
        }
        String name = new String(text, quote + 1, end - quote - 1, StandardCharsets.ISO_8859_1);
        found.add(new Inclusion(path, last == '"', name));
      }
    }
    return found;
  }

  /** Whether nothing but blanks is before it in its line. */
  private static boolean isFirst(byte[] text, int at) {
    int before = at - 1;
    while (before >= 0 && isBlank(text[before])) {
      before--;
    }
    return before < 0 || text[before] == '\n';
  }

  private static int skipBlanks(byte[] text, int from) {
    int at = from;
    while (at < text.length && isBlank(text[at])) {
      at++;
    }
    return at;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  private static String lastPart(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private Set<String> reached(Set<String> headers) {
    Set<String> reached = new HashSet<>(headers);
    ArrayDeque<String> todo = new ArrayDeque<>(headers);
    while (!todo.isEmpty()) {
      String target = todo.remove();
      for (Inclusion i : byName.getOrDefault(lastPart(target), List.of())) {
        if (canMean(i, target) && reached.add(i.file)) {
          todo.add(i.file);
        }
      }
    }
    Set<String> files = new TreeSet<>();
    reached.stream().filter(f -> f.endsWith(".c")).forEach(files::add);
    return files;
  }

  /**
   * Folders that one Makefile alone names cannot be known: a name that fits is taken to mean it.
   */
  private static boolean canMean(Inclusion i, String target) {
    Path beside = Path.of(i.file).resolveSibling(i.name).normalize();
    if (i.isQuoted && beside.equals(Path.of(target))) {
      return true;
    }
    for (String folder : SEARCHED) {
      if (target.startsWith(folder + "/")) {
        return target.equals(folder + "/" + i.name);
      }
    }
    return target.endsWith("/" + i.name) && !i.name.startsWith(".") && !isOwn(i, target);
  }

  /** Whether both are private headers of one name in folders of which neither is in the other. */
  private static boolean isOwn(Inclusion i, String target) {
    Path from = Path.of(i.file).getParent();
    Path to = Path.of(target).getParent();
    return i.isQuoted
        && from != null
        && to != null
        && !i.name.contains("/")
        && !from.startsWith(to)
        && !to.startsWith(from);
  }
}
