package dev.elfwright.elf;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code readelf -W -h -l -S -s -d -r -n -V} says, as facts that can be compared: one line
 * each, numbers without padding, only what the file itself holds.
 */
final class ReadelfOutput {
  private static final Pattern HEADER =
      Pattern.compile(
          "  (Entry point address|ABI Version|Version|Flags|Start of .*|Size of .*|Number of .*"
              + "|Section header string table index): +(0x[0-9a-f]+|\\d+)\\b.*");
  private static final Pattern SEGMENT =
      Pattern.compile(
          "  \\S.*? +0x(\\S+) 0x(\\S+) 0x(\\S+) 0x(\\S+) 0x(\\S+) ([R ][W ][E ])"
              + " (?:0x)?([0-9a-f]+)");
  private static final Pattern SECTION =
      Pattern.compile(
          "  \\[ *(\\d+)\\] (.*?) +(\\S+) +([0-9a-f]{8,16}) ([0-9a-f]{6,}) ([0-9a-f]{6,})"
              + " ([0-9a-f]{2,}) +([A-Za-z]*) +(\\d+) +(\\d+) +(\\d+)");
  private static final Pattern SYMBOL =
      Pattern.compile(
          " *(\\d+): ([0-9a-f]{8,16}) +(\\d+|0x[0-9a-f]+) (<.*?>: \\d+|\\S+) +(<.*?>: \\d+|\\S+)"
              + " +(\\S+) +(?:\\[.*\\] +)?(UND|ABS|COM|\\d+|\\S+\\[0x[0-9a-f]+\\]) ?(.*)");
  private static final Pattern RELOCATION =
      Pattern.compile("([0-9a-f]{8,16}) +([0-9a-f]{8,16}) (R_\\S+|unrecognized: \\S+)(.*)");
  private static final Pattern ADDEND = Pattern.compile(".*?(?:([+-]) |(-?))([0-9a-f]+)");
  private static final Pattern RELR = Pattern.compile("([0-9a-f]{8,16})");
  private static final Pattern DYNAMIC = Pattern.compile(" 0x([0-9a-f]+) \\(.*?\\) +(.*)");
  private static final Pattern DYNAMIC_VALUE =
      Pattern.compile("0x([0-9a-f]+)|(\\d+)(?: \\(bytes\\))?|(?:Shared|Library) .*?: \\[(.*)\\]");
  private static final Pattern NOTE = Pattern.compile("  (\\S.*?)? *\\t?0x([0-9a-f]{8})\\t.*");
  private static final Pattern VERSYM = Pattern.compile("  [0-9a-f]{3,}: .*");
  private static final Pattern VERSYM_ENTRY = Pattern.compile("([0-9a-f]+)([h ])\\(([^)]*)\\)");
  private static final Pattern DEFINITION =
      Pattern.compile("  \\S+: Rev: 1  Flags: (\\S+).*Index: (\\d+)  Cnt: \\d+  Name: (.*)");
  private static final Pattern NEED = Pattern.compile("  \\S+: Version: 1  File: (.*)  Cnt: \\d+");
  private static final Pattern NEED_ENTRY =
      Pattern.compile("  \\S+:   Name: (.*)  Flags: (.*?)  Version: (\\d+)");

  private final List<String> facts = new ArrayList<>();
  private String part = "";
  private String needFile = "";
  private boolean withAddend;

  private ReadelfOutput() {}

  static List<String> facts(String output) {
    ReadelfOutput parser = new ReadelfOutput();
    output.lines().forEach(parser::line);
    return parser.facts;
  }

  private void line(String line) {
    if (!line.isEmpty()
        && Character.isLetter(line.charAt(0))
        && !RELR.matcher(line).matches()
        && !RELOCATION.matcher(line).matches()) {
      part = line.replaceAll("[':].*", "").replaceAll(" (section|at|table) .*| section$", "");
      return;
    }
    switch (part) {
      case "ELF Header" -> match(HEADER, line, this::header);
      case "Program Headers" -> match(SEGMENT, line, this::segment);
      case "Section Headers" -> match(SECTION, line, this::section);
      case "Symbol", "Symbol table" -> match(SYMBOL, line, this::symbol);
      case "Dynamic" -> match(DYNAMIC, line, this::dynamic);
      case "Relocation" -> relocationLine(line);
      case "Displaying notes found in" -> match(NOTE, line, this::note);
      case "Version symbols" -> {
        if (VERSYM.matcher(line).matches()) {
          Matcher m = VERSYM_ENTRY.matcher(line.substring(line.indexOf(':') + 1));
          while (m.find()) {
            fact("versym", m.group(1) + m.group(2).strip(), m.group(3));
          }
        }
      }
      case "Version definition" -> match(DEFINITION, line, this::definition);
      case "Version needs" -> {
        match(NEED, line, m -> needFile = m.group(1));
        match(NEED_ENTRY, line, this::need);
      }
      default -> {}
    }
  }

  private interface Step {
    void accept(Matcher matcher);
  }

  private static void match(Pattern pattern, String line, Step step) {
    Matcher matcher = pattern.matcher(line);
    if (matcher.matches()) {
      step.accept(matcher);
    }
  }

  private void fact(Object... words) {
    StringBuilder line = new StringBuilder();
    for (Object w : words) {
      line.append(line.isEmpty() ? "" : " ").append(w);
    }
    facts.add(line.toString());
  }

  private static String hex(String digits) {
    return Long.toHexString(Long.parseUnsignedLong(digits, 16));
  }

  private static String number(String text) {
    return text.startsWith("0x") ? hex(text.substring(2)) : Long.toHexString(Long.parseLong(text));
  }

  private void header(Matcher m) {
    fact("header", m.group(1), number(m.group(2)));
  }

  private void segment(Matcher m) {
    fact(
        "segment",
        hex(m.group(1)),
        hex(m.group(2)),
        hex(m.group(3)),
        hex(m.group(4)),
        hex(m.group(5)),
        m.group(6).replace(" ", ""),
        hex(m.group(7)));
  }

  private void section(Matcher m) {
    fact(
        "section",
        m.group(1),
        ModelFacts.text(m.group(2).strip()),
        hex(m.group(4)),
        hex(m.group(5)),
        hex(m.group(6)),
        hex(m.group(7)),
        m.group(9),
        m.group(10),
        m.group(11));
  }

  private void symbol(Matcher m) {
    fact(
        "symbol",
        m.group(1),
        hex(m.group(2)),
        number(m.group(3)),
        m.group(4).startsWith("<") ? "?" : m.group(4),
        // What GNU calls unique has no name in a file that does not say it is GNU's.
        m.group(5).equals("<OS specific>: 10") ? "UNIQUE" : m.group(5),
        m.group(6),
        m.group(7).endsWith("]") ? "?" : m.group(7),
        ModelFacts.text(m.group(8).replaceAll(" \\(\\d+\\)$", "")));
  }

  private void relocationLine(String line) {
    if (line.strip().startsWith("Offset ")) {
      withAddend = line.contains("Addend");
    } else if (RELR.matcher(line).matches()) {
      fact("relr", hex(line));
    } else {
      match(RELOCATION, line, this::relocation);
    }
  }

  private void relocation(Matcher m) {
    String addend = "-";
    Matcher a = ADDEND.matcher(m.group(4).strip());
    if (withAddend && a.matches()) {
      boolean negative = "-".equals(a.group(1)) || "-".equals(a.group(2));
      addend = (negative ? "-" : "") + hex(a.group(3));
    }
    fact("relocation", hex(m.group(1)), hex(m.group(2)), addend);
  }

  private void dynamic(Matcher m) {
    Matcher value = DYNAMIC_VALUE.matcher(m.group(2).strip());
    String text = "?";
    if (value.matches()) {
      text =
          value.group(3) != null
              ? value.group(3)
              : value.group(1) != null ? hex(value.group(1)) : number(value.group(2));
    }
    fact("dynamic", hex(m.group(1)), text);
  }

  private void note(Matcher m) {
    // readelf writes a control character of the owner's name as <what it means>
    String owner = m.group(1) == null ? "" : m.group(1);
    fact("note", owner.contains("<") ? "?" : owner, hex(m.group(2)));
  }

  private void definition(Matcher m) {
    fact("version", m.group(2), m.group(3), m.group(1).contains("BASE") ? "base" : "definition");
  }

  private void need(Matcher m) {
    fact("version", m.group(3), m.group(1), needFile, m.group(2).contains("WEAK"));
  }
}
