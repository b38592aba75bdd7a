package dev.elfwright.livepatch.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

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

  /**
   * Prints the files among its arguments that have one of the names, which are lines of its own
   * name; to find none is no error. Lines are written whole, as others write beside it.
   */
  private static final String SEARCH = "grep -lF --line-buffered -e \"$0\" -- \"$@\" || [ $? = 1 ]";

  private final Path source;
  private final Path work;
  private @Nullable Path files;

  private record Inclusion(String file, boolean isQuoted, String name) {}

  private Includers(Path source, Path work) {
    this.source = source;
    this.work = work;
  }

  /**
   * The source files of the compiler's that come to include one of the headers.
   *
   * @param headers paths from the top of the source on
   * @param most how many are of interest; where there are more, more than these are named, not all
   * @param work a folder for a list of the source's files
   * @throws IOException when a file cannot be read
   */
  static Set<String> of(Path source, Set<String> headers, int most, Path work) throws IOException {
    return new Includers(source, work).reached(headers, most);
  }

  /** Whoever includes one of these, then whoever includes those, until nobody does. */
  private Set<String> reached(Set<String> headers, int most) throws IOException {
    Set<String> reached = new HashSet<>(headers);
    Set<String> files = new TreeSet<>();
    Set<String> targets = headers;
    while (!targets.isEmpty() && files.size() <= most) {
      Set<String> next = new HashSet<>();
      for (Inclusion i : inclusionsOf(targets)) {
        if (targets.stream().anyMatch(t -> canMean(i, t)) && reached.add(i.file)) {
          next.add(i.file);
        }
      }
      next.stream().filter(f -> f.endsWith(".c")).forEach(files::add);
      targets = next;
    }
    return files;
  }

  private List<Inclusion> inclusionsOf(Set<String> targets) throws IOException {
    Set<String> names = new TreeSet<>();
    targets.forEach(t -> names.add(lastPart(t)));
    try {
      return namedIn(names).parallelStream()
          .flatMap(f -> inclusions(f, source.resolve(f)).stream())
          .filter(i -> names.contains(lastPart(i.name)))
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * The files that say one of the names. A gigabyte is looked through, and nothing does it faster;
   * where it has to come from a disk first, several that wait for it at once do it in half the
   * time.
   */
  private List<String> namedIn(Set<String> names) throws IOException {
    String what = "looking for who includes " + String.join(", ", names);
    List<String> command = new ArrayList<>(List.of("xargs", "-0", "-a", "" + files(), "-P", "8"));
    command.addAll(List.of("-n", "1000", "sh", "-c", SEARCH, String.join("\n", names)));
    return Command.run(what, source, command).lines().toList();
  }

  /** A list of all files, each ended by a zero byte. */
  private Path files() throws IOException {
    Path made = files;
    if (made == null) {
      made = Files.createFile(work.resolve("files"));
      List<String> command = new ArrayList<>(List.of("find", "-H"));
      FOLDERS.stream().filter(f -> Files.isDirectory(source.resolve(f))).forEach(command::add);
      command.addAll(List.of("-type", "f", "-name", "*.[ch]", "-fprint0", made.toString()));
      String _ = Command.run("listing the source", source, command);
      files = made;
    }
    return made;
  }

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

  /**
   * Folders that one Makefile alone names cannot be known: a name that fits is taken to mean it.
   */
  private static boolean canMean(Inclusion i, String target) {
    if (!lastPart(i.name).equals(lastPart(target))) {
      return false;
    }
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
