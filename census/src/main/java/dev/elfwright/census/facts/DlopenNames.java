package dev.elfwright.census.facts;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.constant.SectionType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Table {@code dlopen}. Who calls dlopen() seldom says for what; names of libraries among the
 * read-only texts of such a file are a good guess, and are told from what the file declares.
 */
final class DlopenNames {
  private static final Pattern DECLARED = Pattern.compile("\"soname\"\\s*:\\s*\\[([^\\]]*)\\]");
  private static final Pattern QUOTED = Pattern.compile("\"([^\"\\\\]+)\"");
  private static final Pattern LIBRARY =
      Pattern.compile("[A-Za-z0-9_+./$@{}-]*[A-Za-z0-9_+-]\\.so(\\.[0-9A-Za-z_-]+)*");
  private static final int LONGEST = 255;

  /** Nobody's read-only data is larger; what is beyond is not searched. */
  private static final long SEARCHED = 64L << 20;

  private DlopenNames() {}

  static void add(String content, ElfModel model, ElfSymbols symbols, ElfNotes notes, Rows rows) {
    Set<String> declared = new TreeSet<>();
    for (String json : notes.dlopen()) {
      Matcher lists = DECLARED.matcher(json);
      while (lists.find()) {
        Matcher names = QUOTED.matcher(lists.group(1));
        while (names.find()) {
          declared.add(names.group(1));
        }
      }
    }
    declared.forEach(name -> rows.add("dlopen", content, name, "note"));
    if (symbols.undefined().contains("dlopen") || symbols.undefined().contains("dlmopen")) {
      Set<String> found = new TreeSet<>();
      for (Section section : model.sections()) {
        if (isReadOnlyData(section)) {
          search(section.bytes(), found);
        }
      }
      found.forEach(name -> rows.add("dlopen", content, name, "string"));
    }
  }

  private static boolean isReadOnlyData(Section section) {
    SectionHeader h = section.header();
    return h.type() == SectionType.PROGBITS
        && (h.flags() & (SectionHeader.ALLOC | SectionHeader.WRITE | SectionHeader.EXECUTE))
            == SectionHeader.ALLOC
        && section.name().startsWith(".rodata");
  }

  /** Texts between zero bytes that look like a library's name. */
  private static void search(MemorySegment bytes, Set<String> found) {
    long size = Math.min(bytes.byteSize(), SEARCHED);
    byte[] data = bytes.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE);
    int start = 0;
    for (int at = 0; at < data.length; at++) {
      if (data[at] == 0) {
        consider(data, start, at, found);
        start = at + 1;
      }
    }
  }

  private static void consider(byte[] data, int start, int end, Set<String> found) {
    int length = end - start;
    if (length < 4 || length > LONGEST) {
      return;
    }
    for (int i = start; i + 2 < end; i++) {
      if (data[i] == '.' && data[i + 1] == 's' && data[i + 2] == 'o') {
        String text = new String(data, start, length, StandardCharsets.ISO_8859_1);
        if (LIBRARY.matcher(text).matches()) {
          found.add(text);
        }
        return;
      }
    }
  }
}
