package dev.elfwright.dwarf;

import dev.elfwright.dwarf.constant.Form;
import dev.elfwright.elf.ElfBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The abbreviations of one unit by code; units often share them. */
final class Abbreviations {
  /** Compilers count from 1, so nearly all codes are found in a list. */
  private static final int DENSE = 1 << 16;

  /** The largest units of programs have some thousand shapes, of at most some thirty attributes. */
  private static final int MOST_SHAPES = 1 << 17;

  private static final int MOST_ATTRIBUTES = 256;
  private static final int MOST_ATTRIBUTES_OF_ALL = 1 << 20;

  private final List<Abbreviation> byCode;
  private final Map<Long, Abbreviation> others;
  private final long size;

  private Abbreviations(List<Abbreviation> byCode, Map<Long, Abbreviation> others, long size) {
    this.byCode = byCode;
    this.others = others;
    this.size = size;
  }

  /** Bytes that the table takes. */
  long size() {
    return size;
  }

  /**
   * Reads a table.
   *
   * @param copy all bytes of the section, or null
   */
  static Abbreviations read(ElfBytes in, byte @Nullable [] copy, long offset) {
    Cursor c = new Cursor(in, DebugSection.ABBREV, offset, in.size(), copy, 0);
    List<Abbreviation> byCode = new ArrayList<>();
    Map<Long, Abbreviation> others = new HashMap<>();
    long attributes = 0;
    for (long code = c.uleb(); code != 0; code = c.uleb()) {
      Abbreviation abbreviation = readOne(c);
      attributes += abbreviation.names().length;
      if (byCode.size() + others.size() == MOST_SHAPES || attributes > MOST_ATTRIBUTES_OF_ALL) {
        throw c.malformed(
            "more than %d abbreviations or %d attributes in one table"
                .formatted(MOST_SHAPES, MOST_ATTRIBUTES_OF_ALL));
      }
      if (code == byCode.size() + 1 && code <= DENSE) {
        byCode.add(abbreviation);
      } else if (code > 0 && code <= byCode.size()
          || others.putIfAbsent(code, abbreviation) != null) {
        throw c.malformed("code 0x%x a second time".formatted(code));
      }
    }
    return new Abbreviations(byCode, others, c.position() - offset);
  }

  private static Abbreviation readOne(Cursor c) {
    int tag = c.small();
    boolean hasChildren = c.u8() != 0;
    int[] names = new int[8];
    int[] forms = new int[8];
    long[] constants = new long[8];
    int count = 0;
    while (true) {
      int name = c.small();
      int form = c.small();
      if (name == 0 && form == 0) {
        break;
      }
      if (count == MOST_ATTRIBUTES) {
        throw c.malformed("an abbreviation of more than %d attributes".formatted(MOST_ATTRIBUTES));
      }
      if (count == names.length) {
        names = Arrays.copyOf(names, 2 * count);
        forms = Arrays.copyOf(forms, 2 * count);
        constants = Arrays.copyOf(constants, 2 * count);
      }
      names[count] = name;
      forms[count] = form;
      constants[count] = form == Form.IMPLICIT_CONST ? c.sleb() : 0;
      count++;
    }
    return Abbreviation.of(
        tag,
        hasChildren,
        Arrays.copyOf(names, count),
        Arrays.copyOf(forms, count),
        Arrays.copyOf(constants, count));
  }

  @Nullable Abbreviation find(long code) {
    return code > 0 && code <= byCode.size() ? byCode.get((int) code - 1) : others.get(code);
  }
}
