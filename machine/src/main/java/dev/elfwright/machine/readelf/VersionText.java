package dev.elfwright.machine.readelf;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.SectionHeader;
import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.constant.SectionType;
import org.jspecify.annotations.Nullable;

/** {@code readelf -V}. */
final class VersionText {
  private static final int DEFINITION = 20;
  private static final int DEFINITION_NAME = 8;
  private static final int NEED = 16;
  private static final int HIDDEN = 0x8000;

  private final Image image;
  private final ElfBytes in;
  private final Text out;
  private final NameText names;

  VersionText(Image image, Width width, Text out) {
    this.image = image;
    this.in = image.bytes();
    this.out = out;
    this.names = new NameText(out, width);
  }

  void print() {
    boolean found = false;
    for (SectionHeader s : image.sections()) {
      switch (s.type()) {
        case SectionType.GNU_VERDEF -> {
          definitions(s);
          found = true;
        }
        case SectionType.GNU_VERNEED -> {
          needs(s);
          found = true;
        }
        case SectionType.GNU_VERSYM -> found |= symbols(s);
        default -> {}
      }
    }
    if (!found) {
      out.line().line("No version information found in this file.");
    }
  }

  private void introduce(String kind, SectionHeader s, long count) {
    out.line().put("Version ").put(kind).put(" section '");
    names.section(image.sectionName(s));
    out.put("' contains ").unsigned(count).line(count == 1 ? " entry:" : " entries:");
    out.put(" Addr: 0x").hex(s.address(), 16).put("  Offset: 0x").hex(s.offset(), 8);
    out.put("  Link: ").dec(Integer.toUnsignedLong(s.link())).put(" (");
    names.section(image.sectionName(s.link()));
    out.line(")");
  }

  private void definitions(SectionHeader s) {
    long count = Integer.toUnsignedLong(s.info());
    introduce("definition", s, count);
    if (s.size() == 0) {
      return;
    }
    in.require(s.offset(), s.size(), "version definitions");
    long end = s.offset() + s.size();
    long at = s.offset();
    for (long i = 0; i < count; i++) {
      if (end - at < DEFINITION || !definition(s.offset(), at, end)) {
        out.line("  Version definition past end of section");
        return;
      }
      long next = in.u32(at + 16);
      if (next < DEFINITION && !(i == count - 1 && next == 0)) {
        return;
      }
      at += next;
    }
  }

  /** Elf_Verdef with its names; false when they lie behind the section. */
  private boolean definition(long start, long at, long end) {
    int names = in.u16(at + 6);
    out.put("  ").offset(at - start).put(": Rev: ").dec(in.u16(at)).put("  Flags: ");
    out.put(flags(in.u16(at + 2))).put("  Index: ").dec(in.u16(at + 4));
    out.put("  Cnt: ").dec(names).put("  ");
    long aux = at + in.u32(at + 12);
    if (end - aux < DEFINITION_NAME) {
      return false;
    }
    name(in.u32(aux), "Name: ", "Name index: ", false);
    int printed = parents(start, aux, end, names);
    if (printed < names) {
      out.line("  Version def aux past end of section");
    }
    return true;
  }

  private int parents(long start, long first, long end, int count) {
    long aux = first;
    for (int j = 1; j < count; j++) {
      long next = in.u32(aux + 4);
      if (next < DEFINITION_NAME && !(j == count - 1 && next == 0)) {
        return count;
      }
      aux += next;
      if (end - aux < DEFINITION_NAME) {
        return j;
      }
      out.put("  ").offset(aux - start).put(": Parent ").dec(j);
      name(in.u32(aux), ": ", ", name index: ", false);
    }
    return Math.max(count, 1);
  }

  private void name(long offset, String label, String labelOfNumber, boolean hex) {
    namePart(offset, label, labelOfNumber, hex);
    out.line();
  }

  private void namePart(long offset, String label, String labelOfNumber, boolean hex) {
    StringBytes table = image.dynamicNames();
    if (table != null && table.contains(offset)) {
      out.put(label).put(table.name(offset));
    } else if (hex) {
      out.put(labelOfNumber).hex(offset);
    } else {
      out.put(labelOfNumber).dec(offset);
    }
  }

  private void needs(SectionHeader s) {
    long count = Integer.toUnsignedLong(s.info());
    introduce("needs", s, count);
    in.require(s.offset(), s.size(), "version needs");
    long end = s.offset() + s.size();
    long at = s.offset();
    for (long i = 0; i < count && end - at >= NEED; i++) {
      need(s.offset(), at, end);
      long next = in.u32(at + 12);
      if (next < NEED && !(i == count - 1 && next == 0)) {
        return;
      }
      at += next;
    }
  }

  /** Elf_Verneed with its versions. */
  private void need(long start, long at, long end) {
    int count = in.u16(at + 2);
    out.put("  ").offset(at - start).put(": Version: ").dec(in.u16(at));
    namePart(in.u32(at + 4), "  File: ", "  File: ", true);
    out.put("  Cnt: ").dec(count).line();
    long aux = at + in.u32(at + 8);
    for (int j = 0; j < count && end - aux >= NEED; j++) {
      out.put("  ").offset(aux - start).put(": ");
      namePart(in.u32(aux + 8), "  Name: ", "  Name index: ", true);
      out.put("  Flags: ").put(flags(in.u16(aux + 4)));
      out.put("  Version: ").dec(in.u16(aux + 6)).line();
      long next = in.u32(aux + 12);
      if (next < NEED && !(j == count - 1 && next == 0)) {
        return;
      }
      aux += next;
    }
  }

  private static String flags(int flags) {
    if (flags == 0) {
      return "none";
    }
    StringBuilder text = new StringBuilder();
    word(text, flags & 1, "BASE");
    word(text, flags & 2, "WEAK");
    word(text, flags & 4, "INFO");
    word(text, flags & ~7, "<unknown>");
    return text.toString();
  }

  private static void word(StringBuilder text, int bit, String word) {
    if (bit != 0) {
      text.append(text.isEmpty() ? "" : " | ").append(word);
    }
  }

  /** Prints the version of each symbol; false when the section belongs to no symbol table. */
  private boolean symbols(SectionHeader s) {
    if (!image.hasSection(s.link())) {
      return false;
    }
    SectionHeader symbols = image.sections().get(s.link());
    if (!image.hasSection(symbols.link())) {
      return false;
    }
    StringBytes table = image.table(symbols.link());
    if (symbols.size() == 0 || table == null) {
      return true;
    }
    long total = s.size() / 2;
    introduce("symbols", s, total);
    long offset = image.offsetOf(image.dynamic().value(DynamicTag.VERSYM), total * 2);
    in.require(offset, total * 2, "symbol versions");
    long known = symbols.size() / Math.max(1, EntrySizes.of(symbols, image.is64()));
    for (long i = 0; i < total; i++) {
      if (i % 4 == 0) {
        out.put(i == 0 ? "  " : "\n  ").hex(i, 3).put(':');
      }
      symbol(in.u16(offset + 2 * i), i < known, table);
    }
    out.line();
    return true;
  }

  private void symbol(int raw, boolean isKnown, StringBytes table) {
    switch (raw) {
      case 0 -> out.put("   0 (*local*)    ");
      case 1 -> out.put("   1 (*global*)   ");
      default -> {
        int index = raw & ~HIDDEN;
        String number = Integer.toHexString(index);
        out.right(number, 4).put((raw & HIDDEN) != 0 ? 'h' : ' ');
        if (isKnown) {
          int printed = Math.max(4, number.length()) + 1;
          Name name = symbolVersion(raw, table);
          if (name != null) {
            // A name of more than 12 bytes makes the width negative, which counts as positive.
            int closing = Math.max(1, Math.abs(12 - name.length()));
            out.put('(').put(name).put(')').spaces(closing - 1);
            printed += 1 + name.length() + closing;
          }
          out.spaces(18 - printed);
        }
      }
    }
  }

  private @Nullable Name symbolVersion(int raw, StringBytes table) {
    VersionDeclarations declared = image.versions();
    Long need = declared.need(raw);
    Name name = null;
    if (declared.hasNeeds() && need != null) {
      name = table.contains(need) ? table.name(need) : Name.of("*invalid*");
    }
    VersionDeclarations.Definition d =
        raw == (HIDDEN | 1) ? null : declared.definition(raw & ~HIDDEN);
    if (d == null) {
      return name;
    } else if (!table.contains(d.name())) {
      return Name.of("*invalid*");
    }
    boolean isNeeded = need != null && table.contains(need);
    return isNeeded ? Name.of("*both*") : table.name(d.name());
  }
}
