import dev.elfwright.abi.consumer.Consumer;
import dev.elfwright.abi.consumer.ConsumerSearch;
import dev.elfwright.abi.consumer.KnownTypes;
import dev.elfwright.abi.diff.AbiDiff;
import dev.elfwright.abi.diff.Severity;
import dev.elfwright.abi.diff.Verdict;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.debug.DebugFiles;
import dev.elfwright.link.graph.SearchEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Holds our verdicts against those that libabigail's own tests expect of abidiff and abicompat. The
 * tests' tables stand in their C++ sources; each row names two files and what is expected.
 */
final class Abigail {
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** What is said of a pair. */
  enum Word {
    /** Nothing that matters. */
    COMPATIBLE,
    /** Something, which a person is to judge. */
    CHANGED,
    /** Programs break. */
    INCOMPATIBLE
  }

  record Row(String suite, List<String> files, List<String> debugFolders, Word expected) {}

  private static Path tests = Path.of(".");
  private static final Map<String, int[][]> agreement = new TreeMap<>();
  private static final Map<String, Integer> skipped = new TreeMap<>();

  public static void main(String[] args) throws IOException {
    tests = Path.of(args[0]);
    for (String suite : List.of("diff-dwarf", "diff-filter", "abidiff-exit", "abicompat")) {
      for (String block : blocks(Files.readString(tests.resolve("test-" + suite + ".cc")))) {
        row(suite, block).ifPresent(Abigail::judge);
      }
    }
    System.out.printf(
        "%n%-14s %28s %28s %28s%n", "", "expected: compatible", "a change, for a person",
        "incompatible");
    System.out.printf("%-14s", "ours:");
    for (int i = 0; i < 3; i++) {
      System.out.printf(" %14s %13s", "works", "breaks");
    }
    System.out.println();
    agreement.forEach((suite, counts) -> {
      System.out.printf("%-14s", suite);
      for (int[] pair : counts) {
        System.out.printf(" %14d %13d", pair[0], pair[1]);
      }
      System.out.println();
    });
    skipped.forEach((reason, count) -> System.out.println("left out, " + reason + ": " + count));
    boolean isFalseAlarm =
        agreement.values().stream().anyMatch(c -> c[Word.COMPATIBLE.ordinal()][1] > 0);
    System.exit(isFalseAlarm ? 1 : 0);
  }

  private static List<String> blocks(String source) {
    String text = source.substring(source.indexOf("in_out_specs[]"));
    text = text.substring(text.indexOf('{') + 1).replaceAll("//[^\n]*", "");
    List<String> found = new ArrayList<>();
    for (Matcher m = Pattern.compile("\\{([^{}]*)\\}").matcher(text); m.find(); ) {
      found.add(m.group(1));
    }
    return found;
  }

  /** Literals that follow each other without a comma are one. */
  private static List<String> fields(String block) {
    List<String> fields = new ArrayList<>();
    for (String field : block.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")) {
      Matcher m = LITERAL.matcher(field);
      StringBuilder text = new StringBuilder();
      boolean isText = false;
      while (m.find()) {
        text.append(m.group(1));
        isText = true;
      }
      fields.add(isText ? text.toString() : field.strip());
    }
    return fields;
  }

  private static Optional<Row> row(String suite, String block) {
    List<String> f = fields(block);
    if (f.size() < 4 || !f.getFirst().startsWith("data/")) {
      return Optional.empty();
    }
    int count = suite.equals("abicompat") ? 3 : 2;
    List<String> files = f.subList(0, count);
    String all = String.join(" ", f);
    if (files.stream().anyMatch(p -> p.endsWith(".bi") || p.endsWith(".abi") || p.endsWith(".xml"))) {
      return skip("ABIs as XML");
    }
    if (files.stream().anyMatch(String::isEmpty)) {
      return skip("one library alone");
    }
    if (all.contains("suppr.") || all.contains(".abignore") || all.contains("--suppr")) {
      return skip("suppressions in abidiff's language");
    }
    if (all.contains("headers")) {
      return skip("private types told by header files");
    }
    if (all.contains("--harmless") || all.contains("--no-added-syms") || all.contains("--drop")) {
      return skip("options that choose what is reported");
    }
    if (!files.stream().allMatch(p -> Files.isRegularFile(tests.resolve(p)))) {
      return skip("files that are not there");
    }
    try {
      Word expected =
          suite.equals("abidiff-exit") ? status(block) : report(suite, f);
      List<String> folders =
          suite.equals("abidiff-exit") ? f.subList(5, 7) : List.of("", "");
      return Optional.of(new Row(suite, files, folders, expected));
    } catch (IOException e) {
      return skip("reports that are not there");
    }
  }

  private static Optional<Row> skip(String reason) {
    skipped.merge(reason, 1, Integer::sum);
    return Optional.empty();
  }

  private static Word status(String block) {
    return block.contains("INCOMPATIBLE")
        ? Word.INCOMPATIBLE
        : block.contains("ABIDIFF_ABI_CHANGE") ? Word.CHANGED : Word.COMPATIBLE;
  }

  /** A report that has something is for a person; one with removals says that programs break. */
  private static Word report(String suite, List<String> fields) throws IOException {
    String path =
        fields.stream()
            .filter(t -> t.startsWith("data/") && t.contains("report"))
            .findFirst()
            .orElseThrow(() -> new IOException("no report"));
    String text = Files.readString(tests.resolve(path));
    if (suite.equals("abicompat")) {
      return text.isBlank() ? Word.COMPATIBLE : Word.CHANGED;
    }
    boolean isNothing =
        text.lines()
            .filter(l -> l.contains("summary:"))
            .noneMatch(l -> l.matches(".*\\b[1-9][0-9]* (Removed|Changed|leaf).*"));
    boolean isRemoved =
        text.lines()
            .filter(l -> l.contains("summary:"))
            .anyMatch(l -> l.matches(".*[1-9][0-9]* Removed.*") );
    if (text.isBlank() || isNothing && !text.contains("SONAME") && !isRemoved) {
      return Word.COMPATIBLE;
    }
    return isRemoved ? Word.INCOMPATIBLE : Word.CHANGED;
  }

  private static void judge(Row row) {
    int[][] counts = agreement.computeIfAbsent(row.suite(), _ -> new int[3][2]);
    try {
      AbiDiff diff = diff(row);
      boolean breaks =
          row.files().size() == 3 ? verdict(row, diff).isBroken() : diff.isBreaking();
      counts[row.expected().ordinal()][breaks ? 1 : 0]++;
      if (row.expected() == Word.COMPATIBLE && breaks
          || row.expected() == Word.INCOMPATIBLE && !breaks
          || System.getenv("ABIGAIL_ALL") != null) {
        System.out.printf(
            "%s: expected %s, ours %s: %s%s%n",
            row.suite(),
            row.expected(),
            breaks ? "breaks" : "works",
            row.files().get(row.files().size() - 2),
            diff.changes().stream()
                .filter(c -> c.severity() != Severity.HARMLESS)
                .limit(6)
                .map(c -> "\n    " + c.rule().id() + " " + c.subject() + ": " + c.message())
                .collect(Collectors.joining()));
      }
    } catch (IOException | ElfFormatException e) {
      skip("not read, " + String.valueOf(e.getMessage()).replaceAll("^\\S*: ", ""));
    }
  }

  private static AbiDiff diff(Row row) throws IOException {
    int libraries = row.files().size() - 2;
    List<Path> files = row.files().stream().map(tests::resolve).toList();
    String folder = row.debugFolders().getFirst();
    DebugFiles debugFiles =
        new DebugFiles(folder.isEmpty() ? tests.resolve("none") : tests.resolve(folder));
    return AbiDiff.ofFiles(files.get(libraries), files.get(libraries + 1), debugFiles);
  }

  private static Verdict verdict(Row row, AbiDiff diff) throws IOException {
    Path program = tests.resolve(row.files().getFirst());
    Consumer consumer =
        ConsumerSearch.of(diff.before(), List.of(program), SearchEnvironment.machine())
            .consumers()
            .getFirst();
    return Verdict.of(
        diff.changes(),
        consumer.withTypes(KnownTypes.of(program, new DebugFiles(tests.resolve("none")))));
  }
}
