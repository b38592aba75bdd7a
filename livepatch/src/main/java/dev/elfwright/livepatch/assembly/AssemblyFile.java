package dev.elfwright.livepatch.assembly;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of assembly by its symbols. A symbol begins at its label and ends where the next begins,
 * or at its {@code .size}; {@code .L} labels in a function are part of it.
 */
public final class AssemblyFile {
  private static final Pattern LABEL = Pattern.compile("^(\"[^\"]+\"|[\\w.$]+):(.*)$");
  private static final Pattern TYPE = Pattern.compile("^\\.type\\s+(\\S+)\\s*,\\s*[@%#]?(\\w+).*$");
  private static final Pattern SECTION =
      Pattern.compile("^\\.(?:push)?section\\s+\"?([^,\"\\s]+)\"?.*$");
  private static final Pattern COMMON = Pattern.compile("^\\.(?:comm|lcomm)\\s+([^,\\s]+)\\s*,.*$");
  // Some processors' compilers refer to data by its distance from the first of its section.
  private static final Pattern ANCHOR =
      Pattern.compile("^\\.set\\s+(\\.LANCHOR\\d+)\\s*,\\s*\\.\\s*\\+\\s*0$");
  private static final Set<String> FOR_DEBUGGERS =
      Set.of(
          ".loc",
          ".file",
          ".ident",
          ".size",
          ".type",
          ".globl",
          ".global",
          ".weak",
          ".local",
          ".hidden",
          ".addrsig",
          ".addrsig_sym",
          ".p2align",
          ".align",
          ".balign");

  private final String name;
  private final Map<String, AssemblySymbol> symbols = new LinkedHashMap<>();
  private final Set<String> functions = new HashSet<>();
  private final Map<String, List<AssemblySymbol>> anchors = new HashMap<>();
  private final Deque<String> outer = new ArrayDeque<>();
  private final List<String> lines = new ArrayList<>();
  private String section = ".text";
  private String previous = ".text";
  private String anchor = "";
  private String current = "";
  private String currentSection = ".text";

  private AssemblyFile(String name, List<String> text) {
    this.name = name;
    for (String line : text) {
      Matcher m = TYPE.matcher(line.strip());
      if (m.matches() && m.group(2).contains("func")) {
        functions.add(m.group(1));
      }
    }
    text.forEach(l -> read(l.strip()));
    finish();
  }

  /**
   * Reads a file.
   *
   * @throws IOException when it cannot be read
   */
  public static AssemblyFile read(Path file) throws IOException {
    return new AssemblyFile(
        file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList());
  }

  /** Text that is already in memory. */
  public static AssemblyFile of(String name, String text) {
    return new AssemblyFile(name, text.lines().toList());
  }

  /** The file's name as the user knows it. */
  public String name() {
    return name;
  }

  /** All symbols in the order of their labels, those of the compiler's making too. */
  public Collection<AssemblySymbol> symbols() {
    return symbols.values();
  }

  /** The symbol of a name. */
  public Optional<AssemblySymbol> symbol(String wanted) {
    return Optional.ofNullable(symbols.get(wanted));
  }

  /** The data behind an anchor ({@code .LANCHOR0}) up to its section's end; empty for no anchor. */
  List<AssemblySymbol> anchored(String label) {
    return anchors.getOrDefault(label, List.of());
  }

  /** A symbol and, behind it, all of the compiler's making that it refers to, each once. */
  public List<AssemblySymbol> withGenerated(AssemblySymbol first) {
    var all = new ArrayList<AssemblySymbol>(List.of(first));
    for (int i = 0; i < all.size(); i++) {
      for (String used : Canonical.namesIn(all.get(i))) {
        AssemblySymbol s = symbols.get(used);
        boolean content = s != null && s.isGenerated() && (!s.function() || s.isColdPart());
        if (content && !all.contains(s)) {
          all.add(s);
        }
        anchored(used).stream().filter(a -> !all.contains(a)).forEach(all::add);
      }
    }
    return all;
  }

  private void read(String line) {
    if (line.isEmpty() || line.startsWith("#") || line.startsWith("//") || line.startsWith("/*")) {
      return;
    }
    Matcher label = LABEL.matcher(line);
    if (label.matches()) {
      label(label.group(1).replace("\"", ""));
      read(label.group(2).strip());
    } else if (!sectionChange(line)) {
      statement(line);
    }
  }

  private void label(String label) {
    boolean number = Character.isDigit(label.charAt(0));
    if (number || label.startsWith(".L") && functions.contains(current) && isHere()) {
      statement(label + ":");
      return;
    }
    finish();
    current = label;
    currentSection = section;
  }

  private boolean isHere() {
    return section.equals(currentSection);
  }

  private boolean sectionChange(String line) {
    String word = word(line);
    switch (word) {
      case ".text", ".data", ".bss" -> enter(word);
      case ".section" -> enter(sectionName(line));
      case ".previous" -> enter(previous);
      case ".pushsection" -> {
        outer.push(section);
        section = sectionName(line);
      }
      case ".popsection" -> section = outer.isEmpty() ? ".text" : outer.pop();
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Inline assembly leaves a function's section and comes back; a function ends at its .size. */
  private void enter(String next) {
    if (!functions.contains(current)) {
      finish();
    }
    previous = section;
    section = next;
    anchor = "";
  }

  private static String sectionName(String line) {
    Matcher m = SECTION.matcher(line);
    return m.matches() ? m.group(1) : "";
  }

  static String word(String line) {
    int end = 0;
    while (end < line.length() && !Character.isWhitespace(line.charAt(end))) {
      end++;
    }
    return line.substring(0, end);
  }

  private void statement(String line) {
    String word = word(line);
    Matcher anchored = ANCHOR.matcher(line);
    if (anchored.matches()) {
      finish();
      anchor = anchored.group(1);
      return;
    }
    Matcher common = COMMON.matcher(line);
    if (common.matches()) {
      symbols.put(
          common.group(1), new AssemblySymbol(common.group(1), false, ".bss", List.of(line)));
      return;
    }
    if (word.equals(".size") && line.substring(5).strip().startsWith(current + ",")) {
      finish();
    }
    if (FOR_DEBUGGERS.contains(word) || word.startsWith(".cfi_") || section.startsWith(".debug_")) {
      return;
    }
    if (!current.isEmpty()) {
      // A table that inline assembly fills belongs to the function it stands in.
      lines.add(isHere() ? line : "[" + section + "] " + line);
    }
  }

  private void finish() {
    if (!current.isEmpty() && !isForDebuggers()) {
      AssemblySymbol symbol =
          new AssemblySymbol(
              current, functions.contains(current), currentSection, List.copyOf(lines));
      symbols.put(current, symbol);
      if (!anchor.isEmpty()) {
        anchors.computeIfAbsent(anchor, _ -> new ArrayList<>()).add(symbol);
      }
    }
    current = "";
    lines.clear();
  }

  private boolean isForDebuggers() {
    return currentSection.startsWith(".debug_")
        || currentSection.startsWith(".note")
        || current.matches("\\.L(text|etext|debug|frame|FB|FE|VL|VUS|LST|ASF|ET|EFI).*");
  }

  @Override
  public String toString() {
    return name;
  }
}
