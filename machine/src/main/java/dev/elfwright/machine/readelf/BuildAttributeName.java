package dev.elfwright.machine.readelf;

/**
 * The owner's name of a build attribute note, as annobin writes it: {@code GA}, a character for the
 * kind of value, a byte or word for the attribute, then the value (Watermark specification 3).
 */
final class BuildAttributeName {
  private static final String KINDS = "*$!+";
  private static final int OPEN = 0x100;
  private static final int FUNCTION = 0x101;
  private static final String[] ATTRIBUTES = {
    "<version>",
    "<stack prot>",
    "<relro>",
    "<stack size>",
    "<tool>",
    "<ABI>",
    "<PIC>",
    "<short enum>"
  };
  private static final String[] STACK_PROTECTION = {"off", "on", "all", "strong", "explicit"};
  private static final String[] PIC = {"static", "pic", "PIC", "pie", "PIE"};

  private final Text out;
  private final boolean wide;
  private final NameText names;
  private final NoteBytes note;
  private long at;
  private int left;

  BuildAttributeName(NoteBytes note, Width width, Text out) {
    this.note = note;
    this.out = out;
    this.wide = width == Width.WIDE;
    this.names = new NameText(out, width);
    this.left = wide ? 28 : 20;
  }

  /** Whether a note is one of these: by its type and the start of its name. */
  static boolean isOne(NoteBytes note, Name owner) {
    return (note.type() == OPEN || note.type() == FUNCTION)
        && note.nameSize() != 0
        && (isKind(owner, 0) || (owner.startsWith("GA") && isKind(owner, 2)));
  }

  /** The end of the name counts too. */
  private static boolean isKind(Name owner, int index) {
    return index >= owner.length() || KINDS.indexOf(owner.bytes()[index]) >= 0;
  }

  private int next() {
    return at < note.nameSize() ? note.in().u8(note.nameAt() + at++) : 0;
  }

  private int peek() {
    return at < note.nameSize() ? note.in().u8(note.nameAt() + at) : 0;
  }

  void print() {
    boolean prefixed =
        note.nameSize() >= 2 && peek() == 'G' && note.in().u8(note.nameAt() + 1) == 'A';
    if (note.nameSize() < (prefixed ? 4 : 2)) {
      names.print(-20, "  <corrupt name>");
      return;
    }
    if (prefixed) {
      out.put("GA");
      at += 2;
      left -= 2;
    }
    int kind = next();
    if (kind == 0 || KINDS.indexOf(kind) < 0) {
      names.print(-20, "<unknown name type>");
      return;
    }
    out.put((char) kind);
    left--;
    int attribute = peek();
    attribute(attribute);
    if (left >= 1 || wide) {
      value(kind, attribute);
      if (wide && left > 0) {
        out.spaces(left);
      }
    }
  }

  private void attribute(int attribute) {
    if (attribute > 0x20 - 1 && attribute < 0x7f) {
      word();
      return;
    }
    at++;
    String text =
        attribute >= 1 && attribute <= ATTRIBUTES.length
            ? ATTRIBUTES[attribute - 1]
            : "<unknown:_" + (byte) attribute + ">";
    out.put(text);
    left -= text.length();
  }

  /** An attribute of another tool: its name up to the NUL, which counts as a column. */
  private void word() {
    int length = 0;
    while (at + length < note.nameSize() && note.in().u8(note.nameAt() + at + length) != 0) {
      length++;
    }
    int columns = length + 1 > left && !wide ? left : length + 1;
    for (int i = 0; i < Math.min(columns, length); i++) {
      out.put((char) note.in().u8(note.nameAt() + at + i));
    }
    out.put(':');
    left -= columns;
    at += columns;
  }

  private void value(int kind, int attribute) {
    switch (kind) {
      case '*' -> number(attribute);
      case '$' -> left -= names.print(-left, string());
      case '+' -> left -= names.print(-left, "true");
      default -> left -= names.print(-left, "false");
    }
  }

  private Name string() {
    int length = 0;
    while (at + length < note.nameSize() && note.in().u8(note.nameAt() + at + length) != 0) {
      length++;
    }
    Name name = Name.of("");
    byte[] bytes = name.reuse(length);
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) note.in().u8(note.nameAt() + at + i);
    }
    return name;
  }

  private void number(int attribute) {
    long bytes = Math.min(8, Math.max(0, note.nameSize() - at - 1));
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) next() << 8 * i;
    }
    String[] words = attribute == 7 ? PIC : attribute == 2 ? STACK_PROTECTION : new String[0];
    if (value >= 0 && value < words.length) {
      names.print(-left, words[(int) value]);
      left = 0;
    } else if (value == 0) {
      out.put("0x0");
      left -= 3;
    } else if (wide) {
      out.prefixedHex(value);
      left -= 2 + Long.toHexString(value).length();
    } else {
      out.put("0x").hex(value, left);
      left = 0;
    }
  }
}
