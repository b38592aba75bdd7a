package dev.elfwright.census.scan;

import java.nio.charset.StandardCharsets;

/** The first line of a script (execve(2)), and how long it is. */
record Script(String interpreter, String arguments, int lines) {
  static final Script NONE = new Script("", "", 0);

  /** BINPRM_BUF_SIZE of the kernel. */
  private static final int LONGEST = 256;

  /** Of a script's first bytes. */
  static Script of(byte[] bytes, int length) {
    int lines = 0;
    for (int i = 0; i < length; i++) {
      lines += bytes[i] == '\n' ? 1 : 0;
    }
    return of(new String(bytes, 0, Math.min(length, LONGEST), StandardCharsets.UTF_8), lines);
  }

  /** Of a script as text. */
  static Script of(String text, int lines) {
    int end = text.indexOf('\n');
    String line = (end < 0 ? text : text.substring(0, end)).strip();
    if (!line.startsWith("#!")) {
      return new Script("", "", lines);
    }
    String[] words = line.substring(2).strip().split("\\s+", 2);
    String program = words[0];
    String rest = words.length > 1 ? words[1] : "";
    if (program.endsWith("/env") && !rest.isEmpty() && !rest.startsWith("-")) {
      String[] named = rest.split("\\s+", 2);
      return new Script(named[0], named.length > 1 ? named[1] : "", lines);
    }
    return new Script(program, rest, lines);
  }
}
