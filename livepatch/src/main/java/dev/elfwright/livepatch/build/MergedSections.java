package dev.elfwright.livepatch.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Assembly that GCC wrote with a section for each function and variable, as it is without. The two
 * differ in names of sections alone, and in that local variables of zeros are common symbols
 * without; so a file need not be compiled twice to be seen both ways. What comes of this is
 * compared with the kernel: were it ever wrong, that would tell.
 */
final class MergedSections {
  private static final Pattern SECTION =
      Pattern.compile(
          "\\t\\.section\\t(\\.text\\.unlikely|\\.text\\.hot|\\.text\\.startup|\\.text\\.exit|\\.text|\\.data|\\.rodata|\\.bss)\\.([^,]+)(|,.*)");

  private static final Pattern DEBUGGING = Pattern.compile("\\t\\.(?:loc |file [0-9]|cfi_)");
  private static final String ALIGNMENT = "\t.align ";
  private static final String ZEROS = "\t.zero\t";
  private static final String GLOBAL = "\t.globl\t";

  /** Behind the code and before the sections of debugging information. */
  private static final String END_OF_CODE = ".Letext0:";

  private static final String AFTER_DEBUGGING = "\t.ident\t";

  private final List<String> lines;
  private final Set<String> labels = new HashSet<>();
  private final Set<String> globals = new HashSet<>();
  private final List<String> merged = new ArrayList<>();

  private MergedSections(List<String> lines) {
    this.lines = lines;
    for (String line : lines) {
      if (line.endsWith(":") && !line.startsWith(".L")) {
        labels.add(line.substring(0, line.length() - 1));
      } else if (line.startsWith(GLOBAL)) {
        globals.add(line.substring(GLOBAL.length()));
      }
    }
  }

  /** Writes the assembly with sections merged, and without debugging information. */
  static void write(Path assembly, Path target) throws IOException {
    MergedSections sections =
        new MergedSections(Files.readAllLines(assembly, StandardCharsets.ISO_8859_1));
    sections.merge();
    Files.write(target, sections.merged, StandardCharsets.ISO_8859_1);
  }

  private void merge() {
    boolean isDebugging = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      isDebugging = (isDebugging || line.equals(END_OF_CODE)) && !line.startsWith(AFTER_DEBUGGING);
      if (isDebugging || DEBUGGING.matcher(line).lookingAt()) {
        continue;
      }
      Matcher section = line.startsWith("\t.section\t.") ? SECTION.matcher(line) : null;
      if (section == null || !section.matches() || !isOfOne(section.group(2))) {
        merged.add(line);
      } else if (section.group(1).equals(".bss") && !globals.contains(section.group(2))) {
        i = zeros(i, section.group(2));
      } else {
        merged.add("\t.section\t" + section.group(1) + section.group(3));
      }
    }
  }

  /** A section of one function or variable has its name; others, the source has named. */
  private boolean isOfOne(String name) {
    return labels.contains(name) || labels.contains(name + ".cold");
  }

  /**
   * A local variable of zeros.
   *
   * @return the last line that is about it
   */
  private int zeros(int section, String name) {
    String alignment = "1";
    int i = section + 1;
    while (i < lines.size() && !lines.get(i).equals(name + ":")) {
      if (lines.get(i).startsWith(ALIGNMENT)) {
        alignment = lines.get(i).substring(ALIGNMENT.length());
      } else {
        merged.add(lines.get(i));
      }
      i++;
    }
    boolean isLong = i + 1 < lines.size() && lines.get(i + 1).startsWith(ZEROS);
    String size = isLong ? lines.get(i + 1).substring(ZEROS.length()) : "0";
    merged.add("\t.local\t" + name);
    merged.add("\t.comm\t" + name + "," + size + "," + alignment);
    return isLong ? i + 1 : i;
  }
}
