package dev.elfwright.abi.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Structs as C declares them: names of {@link CTypes}, pointers, arrays, enums, structs declared
 * before, structs and unions inside, {@code __attribute__((aligned(N)))}, {@code
 * __attribute__((packed))}. What it does not know is refused, not guessed.
 */
final class StructText {
  private static final Pattern TOKEN =
      Pattern.compile("\\s*(?:([A-Za-z_][A-Za-z0-9_]*)|(0[xX][0-9a-fA-F]{1,8}|[0-9]{1,9})|(\\S))");
  private static final int MOST_TEXT = 1 << 20;
  private static final int DEEPEST = 32;
  private static final long LARGEST = 1L << 31;

  private final String source;
  private final List<String> tokens = new ArrayList<>();
  private final Map<String, StructLayout> structs = new LinkedHashMap<>();
  private int at;

  private StructText(String source, String text) {
    this.source = source;
    if (text.length() > MOST_TEXT) {
      throw refused("more than a megabyte of declarations");
    }
    String plain =
        text.replaceAll("(?s)/[*].*?[*]/", " ")
            .replaceAll("//[^\n]*", " ")
            .replaceAll("(?m)^\\s*#.*$", " ");
    Matcher m = TOKEN.matcher(plain);
    int from = 0;
    while (m.find(from) && m.start() == from) {
      tokens.add(m.group().strip());
      from = m.end();
    }
  }

  /** All structs of a text, by name. */
  static Map<String, StructLayout> parse(String source, String text) {
    StructText parser = new StructText(source, text);
    while (!parser.next().isEmpty()) {
      parser.declaration();
    }
    return parser.structs;
  }

  /** Members without a struct around them; without a place, they have the offset -1. */
  static List<Field> fields(String text, Map<String, StructLayout> known) {
    StructText parser =
        new StructText("'" + text + "'", text.strip().endsWith(";") ? text : text + ";");
    parser.structs.putAll(known);
    List<Field> fields = new ArrayList<>();
    while (!parser.next().isEmpty()) {
      fields.addAll(parser.member(0));
    }
    return fields;
  }

  private void declaration() {
    if (next().equals("typedef")) {
      at++;
    }
    expect("struct");
    String name = word();
    StructLayout layout = body(name, true, 0);
    if (!next().equals(";")) {
      word();
    }
    expect(";");
    structs.put(name, layout);
  }

  /** What stands in braces, and the attributes behind. */
  private StructLayout body(String name, boolean isStruct, int depth) {
    if (depth > DEEPEST) {
      throw refused("more than %d structs inside of each other".formatted(DEEPEST));
    }
    expect("{");
    List<Field> members = new ArrayList<>();
    while (!next().equals("}")) {
      members.addAll(member(depth));
    }
    expect("}");
    Attributes attributes = attributes();
    List<Field> placed = new ArrayList<>();
    long end = 0;
    long alignment = 1;
    for (Field f : members) {
      long natural = attributes.packed() ? 1 : f.alignment();
      long place = f.offset() >= 0 ? f.offset() : isStruct ? StructLayout.roundUp(end, natural) : 0;
      placed.add(f.at(place));
      end = Math.max(end, place + f.size());
      alignment = Math.max(alignment, natural);
    }
    alignment = Math.max(alignment, attributes.alignment());
    return new StructLayout(name, placed, alignment, StructLayout.roundUp(end, alignment));
  }

  private List<Field> member(int depth) {
    StringBuilder type = new StringBuilder();
    CTypes.Known known = type(type, depth);
    List<Field> fields = new ArrayList<>();
    do {
      fields.add(declarator(type.toString(), known));
    } while (accept(","));
    expect(";");
    return fields;
  }

  private CTypes.Known type(StringBuilder text, int depth) {
    while (next().equals("const") || next().equals("volatile")) {
      text.append(tokens.get(at++)).append(' ');
    }
    String first = next();
    if (first.equals("struct") || first.equals("union")) {
      at++;
      String name = next().equals("{") ? "" : word();
      text.append(first).append(name.isEmpty() ? "" : " " + name);
      if (next().equals("{")) {
        int open = at;
        StructLayout inner = body(name, first.equals("struct"), depth + 1);
        text.append(' ').append(String.join(" ", tokens.subList(open, at)));
        return new CTypes.Known(inner.size(), inner.alignment());
      }
      if (next().equals("*")) {
        return CTypes.of(0);
      }
      StructLayout declared = structs.get(name);
      if (declared == null || !first.equals("struct")) {
        throw refused("'%s %s' is not declared before".formatted(first, name));
      }
      return new CTypes.Known(declared.size(), declared.alignment());
    }
    List<String> words = new ArrayList<>();
    words.add(word());
    while (isWord(next()) && (isWord(next(1)) || next(1).equals("*"))) {
      words.add(word());
    }
    String name = String.join(" ", words);
    text.append(name);
    Optional<CTypes.Known> found = CTypes.of(name);
    if (found.isEmpty() && !next().equals("*") && !name.equals("void")) {
      throw refused("'%s' is no type whose size is known here".formatted(name));
    }
    return found.orElse(CTypes.of(0));
  }

  private Field declarator(String type, CTypes.Known base) {
    CTypes.Known known = base;
    String text = type;
    while (accept("*")) {
      known = CTypes.of(8);
      text = text + " *";
    }
    String name = next().equals(";") || next().equals(",") ? "" : word();
    if (known.size() == 0) {
      throw refused("'%s' has no size".formatted((text + " " + name).strip()));
    }
    long size = known.size();
    while (accept("[")) {
      long count = next().equals("]") ? 0 : number();
      expect("]");
      text = text + "[" + (count == 0 ? "" : count) + "]";
      size *= count;
      if (size > LARGEST) {
        throw refused("'%s' is larger than 2 GiB".formatted(name));
      }
    }
    if (next().equals(":")) {
      throw refused("bit-fields are not understood: '%s'".formatted(name));
    }
    Attributes attributes = attributes();
    long offset = accept("@") ? number() : -1;
    return new Field(text, name, offset, size, Math.max(known.alignment(), attributes.alignment()));
  }

  private record Attributes(long alignment, boolean packed) {}

  private Attributes attributes() {
    long alignment = 1;
    boolean packed = false;
    while (next().equals("__attribute__")) {
      at++;
      expect("(");
      expect("(");
      do {
        String word = word().replace("_", "");
        switch (word) {
          case "packed" -> packed = true;
          case "aligned" -> {
            expect("(");
            alignment = number();
            expect(")");
            if (Long.bitCount(alignment) != 1) {
              throw refused("aligned(%d): no power of two".formatted(alignment));
            }
          }
          default -> throw refused("the attribute '%s' is not understood".formatted(word));
        }
      } while (accept(","));
      expect(")");
      expect(")");
    }
    return new Attributes(alignment, packed);
  }

  private String next() {
    return next(0);
  }

  private String next(int further) {
    return at + further < tokens.size() ? tokens.get(at + further) : "";
  }

  private boolean accept(String token) {
    boolean found = next().equals(token);
    at += found ? 1 : 0;
    return found;
  }

  private void expect(String token) {
    if (!accept(token)) {
      throw refused("expected '%s' but found '%s'".formatted(token, next()));
    }
  }

  private static boolean isWord(String token) {
    return !token.isEmpty()
        && Character.isJavaIdentifierStart(token.charAt(0))
        && !token.startsWith("__attribute");
  }

  private String word() {
    if (!isWord(next())) {
      throw refused("expected a name but found '%s'".formatted(next()));
    }
    return tokens.get(at++);
  }

  private long number() {
    String token = next();
    if (token.isEmpty() || !Character.isDigit(token.charAt(0))) {
      throw refused("expected a number but found '%s'".formatted(token));
    }
    at++;
    return Long.decode(
        token.length() > 1 && token.startsWith("0") && Character.isDigit(token.charAt(1))
            ? token.substring(1)
            : token);
  }

  private PlanRefusedException refused(String message) {
    return new PlanRefusedException(source + ": " + message);
  }
}
