package dev.elfwright.livepatch.diff;

import dev.elfwright.livepatch.object.ObjectSection;
import dev.elfwright.livepatch.object.Piece;
import dev.elfwright.livepatch.object.Processor;
import dev.elfwright.livepatch.object.Relocations;
import dev.elfwright.livepatch.special.EntrySize;
import dev.elfwright.livepatch.special.SpecialSection;
import dev.elfwright.livepatch.special.SpecialSections;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Knows where compilers put the numbers of source lines, which change in every function behind a
 * line that was added: in fields of tables, in strings behind the name of a source file, and as an
 * argument of functions that print it.
 *
 * <p>A number is no line because it is printed. As an argument it must stand where the callee's
 * prototype has the line; for a message, behind the name of a source file, or in a warning where
 * the words before it say that it is a place.
 */
final class LineNumbers {
  /** Functions with a line among their arguments, and which it is, counted from 0. */
  private static final Map<String, Integer> ARGUMENT =
      Map.ofEntries(
          Map.entry("warn_slowpath_null", 1),
          Map.entry("warn_slowpath_fmt", 1),
          Map.entry("warn_slowpath_fmt_taint", 1),
          Map.entry("__might_sleep", 1),
          Map.entry("___might_sleep", 1),
          Map.entry("__might_resched", 1),
          Map.entry("__might_fault", 1),
          Map.entry("__cant_sleep", 1),
          Map.entry("__cant_migrate", 1),
          Map.entry("lockdep_rcu_suspicious", 1),
          Map.entry("__btrfs_abort_transaction", 2),
          Map.entry("__btrfs_handle_fs_error", 2),
          Map.entry("__btrfs_panic", 2));

  private static final String WARNING = "__warn_printk";
  private static final Pattern SOURCE_FILE = Pattern.compile("[\\w./+-]*\\w\\.[chS]");
  private static final Pattern LINE_IN_TEXT = Pattern.compile("(?<=\\w\\.[chS]:)\\d+");
  private static final Pattern CONVERSION =
      Pattern.compile("%(%|[-+ #0]*[\\d*]*(?:\\.[\\d*]+)?(?:hh|h|ll|l|z|t|j)?([a-zA-Z]))");
  private static final Pattern PLACE = Pattern.compile("(?:\\bat|\\bline:?) $");

  private final Processor processor;

  LineNumbers(Processor processor) {
    this.processor = processor;
  }

  /** The line in which two strings differ, when it is all: {@code file.c:12}. */
  static @Nullable LineNumber inText(String before, String after) {
    Matcher o = LINE_IN_TEXT.matcher(before);
    Matcher p = LINE_IN_TEXT.matcher(after);
    if (!o.find() || !p.find() || o.find() || p.find()) {
      return null;
    }
    o.reset();
    p.reset();
    if (!o.replaceFirst("").equals(p.replaceFirst(""))) {
      return null;
    }
    o.reset().find();
    p.reset().find();
    return of(o.group(), p.group(), "in a string, behind the name of a source file");
  }

  private static @Nullable LineNumber of(String before, String after, String where) {
    if (before.length() > 7 || after.length() > 7) {
      return null;
    }
    return number(Long.parseLong(before), Long.parseLong(after), where);
  }

  private static LineNumber number(long before, long after, String where) {
    return new LineNumber(
        before, after, "line %d has become %d %s".formatted(before, after, where));
  }

  /**
   * Whether all differing bytes of two pieces of one size are line numbers, which are added to the
   * list then.
   */
  boolean explain(
      Piece original, byte[] before, Piece patched, byte[] after, List<LineNumber> lines) {
    return patched.isCode()
        ? explainCode(before, patched, after, lines)
        : explainField(original, before, patched, after, lines);
  }

  // A field of a table.

  private boolean explainField(
      Piece original, byte[] before, Piece patched, byte[] after, List<LineNumber> lines) {
    // GCC puts these into a section of their own only where there is one for each variable.
    SpecialSection special =
        patched.name().startsWith(".Lubsan_data")
            ? SpecialSections.find(".data." + patched.name(), processor.uname()).orElse(null)
            : patched.section().special();
    if (special == null || original.size() != patched.size()) {
      return false;
    }
    EntrySize size = special.size((int) patched.size());
    if (size.lineBits() == 0) {
      return false;
    }
    Field field = new Field(size, processor.target().order() == ByteOrder.BIG_ENDIAN);
    byte[] rest = before.clone();
    if (!field.copy(after, rest)) {
      return false;
    }
    if (Arrays.equals(rest, after)) {
      lines.add(number(field.value(before), field.value(after), "in " + patched.section().name()));
      return true;
    }
    return false;
  }

  private record Field(EntrySize size, boolean bigEndian) {
    /** Copies the bits of the field. */
    boolean copy(byte[] from, byte[] to) {
      for (int bit = 0; bit < size.lineBits(); bit++) {
        int at = size.lineOffset() + bit / 8;
        if (at >= to.length) {
          return false;
        }
        int mask = bigEndian ? 0x80 >> bit % 8 : 1 << bit % 8;
        to[at] = (byte) (to[at] & ~mask | from[at] & mask);
      }
      return true;
    }

    long value(byte[] bytes) {
      long value = 0;
      for (int bit = 0; bit < size.lineBits(); bit++) {
        int at = size.lineOffset() + bit / 8;
        int shift = bigEndian ? 7 - bit % 8 : bit % 8;
        long set = bytes[at] >> shift & 1;
        value |= set << (bigEndian ? size.lineBits() - 1 - bit : bit);
      }
      return value;
    }
  }

  // An argument of a call.

  private boolean explainCode(byte[] before, Piece patched, byte[] after, List<LineNumber> lines) {
    ArgumentLoads loads = ArgumentLoads.of(processor);
    var found = new ArrayList<LineNumber>();
    int at = 0;
    while (at < after.length) {
      int length = loads.length(after, at);
      if (length == 0 || length != loads.length(before, at) || at + length > after.length) {
        return false;
      }
      if (!Arrays.equals(before, at, at + length, after, at, at + length)) {
        ArgumentLoads.Load old = loads.load(before, at);
        ArgumentLoads.Load now = loads.load(after, at);
        if (old == null || now == null || old.argument() != now.argument()) {
          return false;
        }
        String where = lineArgument(patched, after, at, now.argument(), loads);
        if (where == null) {
          return false;
        }
        found.add(number(old.value(), now.value(), where));
      }
      at += length;
    }
    lines.addAll(found);
    return !found.isEmpty();
  }

  /** How it is known that the argument that is loaded here is a line, or null. */
  private static @Nullable String lineArgument(
      Piece code, byte[] bytes, int load, int argument, ArgumentLoads loads) {
    int call = nextCall(bytes, load, argument, loads);
    if (call < 0) {
      return null;
    }
    Relocations r = code.section().relocations();
    int i = r.from(code.start() + call);
    int end = call + loads.length(bytes, call);
    if (i == r.count() || r.offset(i) >= code.start() + end) {
      return null;
    }
    String callee = r.isInside(i) ? r.target(i).name() : r.symbol(i).name();
    Integer expected = ARGUMENT.get(callee);
    if (expected != null) {
      return expected == argument ? "as an argument of " + callee : null;
    }
    boolean message = callee.equals("printk") || callee.equals("_printk") || callee.equals(WARNING);
    return message && isLineOfMessage(code, r, i, argument, callee)
        ? "in a message of " + callee
        : null;
  }

  /** The next call, when nothing between branches or loads the argument anew; else -1. */
  private static int nextCall(byte[] bytes, int load, int argument, ArgumentLoads loads) {
    int at = load + loads.length(bytes, load);
    while (at < bytes.length) {
      int length = loads.length(bytes, at);
      if (length == 0 || at + length > bytes.length) {
        return -1;
      }
      if (loads.isCall(bytes, at)) {
        return at;
      }
      ArgumentLoads.Load again = loads.load(bytes, at);
      if (loads.isBranch(bytes, at) || again != null && again.argument() == argument) {
        return -1;
      }
      at += length;
    }
    return -1;
  }

  /** Whether the conversion of this argument stands where a message has a line. */
  private static boolean isLineOfMessage(
      Piece code, Relocations r, int call, int argument, String callee) {
    String format = null;
    boolean sourceFile = false;
    // The strings that are loaded for the call: those since the last reference to code.
    for (int i = call - 1; i >= code.firstRelocation(); i--) {
      if (!r.isInside(i)) {
        break;
      }
      Piece target = followed(r, i);
      if (!target.section().isStrings()) {
        if (target.isCode()) {
          break;
        }
        continue;
      }
      String text = text(target);
      if (SOURCE_FILE.matcher(text).matches()) {
        sourceFile = true;
      } else if (format == null) {
        format = text;
      }
    }
    if (format == null) {
      return false;
    }
    Matcher m = CONVERSION.matcher(format);
    int index = 0;
    int endBefore = 0;
    boolean stringBefore = false;
    while (m.find()) {
      if (m.group(2) == null) {
        continue;
      }
      index++;
      String letter = m.group(2);
      if (index == argument) {
        String words = format.substring(endBefore, m.start());
        boolean number = letter.equals("d") || letter.equals("u") || letter.equals("i");
        boolean behindFile = sourceFile && stringBefore;
        boolean place = callee.equals(WARNING) && PLACE.matcher(words).find();
        return number && (behindFile || place);
      }
      stringBefore = letter.equals("s");
      endBefore = m.end();
    }
    return false;
  }

  /** What a relocation leads to, through an address that is kept in a pool. */
  private static Piece followed(Relocations r, int i) {
    Piece target = r.target(i);
    Relocations inner = target.section().relocations();
    boolean pool = target.section().name().equals(".toc");
    int j = target.firstRelocation();
    return pool && j < target.endOfRelocations() && inner.isInside(j) ? inner.target(j) : target;
  }

  private static String text(Piece string) {
    ObjectSection s = string.section();
    return new String(
        s.bytes(),
        (int) string.start(),
        (int) Math.max(0, string.size() - 1),
        StandardCharsets.ISO_8859_1);
  }
}
