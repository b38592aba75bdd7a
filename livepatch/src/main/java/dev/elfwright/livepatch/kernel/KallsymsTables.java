package dev.elfwright.livepatch.kernel;

import dev.elfwright.elf.ElfBytes;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where the tables of kallsyms stand in a kernel that has no symbol of its own ({@code
 * scripts/kallsyms.c}). Each begins at a multiple of a word, in Linux 7 of four bytes:
 *
 * <table>
 * <caption>Tables, in their order before Linux 6.4 and since</caption>
 * <tr><td>1</td><td>6</td><td>offsets</td><td>4 bytes a symbol</td></tr>
 * <tr><td>2</td><td>7</td><td>relative base</td><td>one word; not in Linux 7, whose offsets count from
 * their own places</td></tr>
 * <tr><td>3</td><td>1</td><td>number of symbols</td><td>4 bytes</td></tr>
 * <tr><td>4</td><td>2</td><td>names</td><td>a length (ULEB128), and that many tokens of a byte</td></tr>
 * <tr><td>5</td><td>3</td><td>markers</td><td>4 bytes: where every 256th name begins</td></tr>
 * <tr><td></td><td>8</td><td>names' order</td><td>3 bytes a symbol; in 6.2 and 6.3 after 5</td></tr>
 * <tr><td>6</td><td>4</td><td>tokens</td><td>256 strings</td></tr>
 * <tr><td>7</td><td>5</td><td>token index</td><td>2 bytes: where each token begins</td></tr>
 * </table>
 *
 * <p>The token index is the one table that says of itself what it is: 256 rising numbers that are
 * the places of strings before it. From there each table is found by what the next must contain.
 */
final class KallsymsTables {
  private static final int TOKENS = 256;

  /** What the places of all tables are multiples of, in bytes. */
  private static final int ALIGNMENT = 4;

  /** No table of names lies further before its tokens: 3 bytes for each of 5 million symbols. */
  private static final long FARTHEST = 64L << 20;

  /** Four times the kernel's limit for a name; a token is a part of one. In bytes. */
  static final int LONGEST_NAME = 2048;

  /**
   * Steps that are enough for every kernel: Debian's takes 3 million. A file that is made to be
   * searched for ever ends here.
   */
  private static final int STEPS = 1 << 28;

  private final ElfBytes in;
  private final int word;
  private int steps;

  /** What was found: places in the file, in bytes. */
  record Found(long tokens, long tokenIndex, long names, long namesEnd, int count) {}

  KallsymsTables(ElfBytes in) {
    this.in = in;
    this.word = in.wordSize();
  }

  /** Looks at {@code [from, to)}. */
  Optional<Found> find(long from, long to) {
    long last = to - 2 * TOKENS;
    for (long at = aligned(from); at <= last && steps < STEPS; at += ALIGNMENT) {
      steps++;
      if (in.u16(at) == 0 && isIndex(at)) {
        long tokens = tokensOf(from, at);
        if (tokens >= 0) {
          Optional<Found> found = names(from, tokens, at);
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static long aligned(long at) {
    return at + ALIGNMENT - 1 & -ALIGNMENT;
  }

  private boolean isIndex(long at) {
    for (int i = 1; i < TOKENS; i++) {
      if (in.u16(at + 2L * i) < in.u16(at + 2L * i - 2) + 2) {
        return false;
      }
    }
    return true;
  }

  /** The start of the strings that the index counts, or -1. */
  private long tokensOf(long from, long index) {
    int last = in.u16(index + 2 * (TOKENS - 1));
    long latest = index - last - 2 & -ALIGNMENT;
    for (long at = latest; at >= from && at > latest - 128; at -= ALIGNMENT) {
      if (areTokens(at, index)) {
        return at;
      }
    }
    return -1;
  }

  private boolean areTokens(long at, long index) {
    for (int i = 0; i < TOKENS; i++) {
      long start = at + in.u16(index + 2L * i);
      long end = i + 1 < TOKENS ? at + in.u16(index + 2L * i + 2) : endOfString(start, index);
      if (end > index || in.u8(end - 1) != 0 || endOfString(start, index) != end) {
        return false;
      }
    }
    return true;
  }

  /** Behind the NUL of a string, or {@code limit + 1}. */
  private long endOfString(long start, long limit) {
    long end = Math.min(limit, start + LONGEST_NAME);
    for (long at = start; at < end; at++) {
      steps++;
      if (in.u8(at) == 0) {
        return at + 1;
      }
    }
    return limit + 1;
  }

  /** Markers begin with 0 and rise; before them are as many names as they say. */
  private Optional<Found> names(long from, long tokens, long index) {
    long earliest = Math.max(aligned(from), tokens - FARTHEST);
    for (long at = tokens - ALIGNMENT; at >= earliest && steps < STEPS; at -= ALIGNMENT) {
      steps++;
      if (in.i32(at) == 0) {
        int rising = rising(at, tokens);
        if (rising >= 2) {
          Optional<Found> found = names(earliest, at, rising, tokens, index);
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }

  /** How many numbers from {@code markers} on could be markers. */
  private int rising(long markers, long limit) {
    int n = 1;
    while (markers + 4L * n + 4 <= limit) {
      long step = in.u32(markers + 4L * n) - in.u32(markers + 4L * n - 4);
      if (step < 512 || step > 256L * LONGEST_NAME) {
        break;
      }
      n++;
    }
    return n;
  }

  /** A number of symbols stands before the names, and the names end where the markers begin. */
  private Optional<Found> names(long from, long markers, int rising, long tokens, long index) {
    long latest = markers - in.u32(markers + 4) - ALIGNMENT & -ALIGNMENT;
    long farthest = markers - in.u32(markers + 4L * (rising - 1)) - 256L * LONGEST_NAME;
    for (long at = latest; at >= Math.max(from, farthest) && steps < STEPS; at -= ALIGNMENT) {
      steps++;
      long count = in.u32(at);
      int needed = (int) ((count + 255) / 256);
      if (needed < 2 || needed > rising) {
        continue;
      }
      long lastBlock = in.u32(markers + 4L * (needed - 1));
      for (long names = at + ALIGNMENT; names <= at + word; names += ALIGNMENT) {
        long end = lastBlock > markers - names ? -1 : walk(names, markers, count);
        if (end >= 0) {
          return Optional.of(new Found(tokens, index, names, end, (int) count));
        }
      }
    }
    return Optional.empty();
  }

  /** The end of that many names when they agree with the markers, else -1. */
  private long walk(long names, long markers, long count) {
    long at = names;
    for (int i = 0; i < count; i++) {
      steps++;
      if ((i & 0xff) == 0 && at - names != in.u32(markers + (i >> 8) * 4L)) {
        return -1;
      }
      if (at + 2 > markers) {
        return -1;
      }
      int length = in.u8(at++);
      if (length >= 0x80) {
        length = length & 0x7f | in.u8(at++) << 7;
      }
      if (length == 0) {
        return -1;
      }
      at += length;
    }
    return at <= markers && markers - at < word ? at : -1;
  }

  /** The tokens as text. */
  String[] tokens(Found found) {
    String[] texts = new String[TOKENS];
    Arrays.setAll(
        texts,
        i -> {
          long start = found.tokens + in.u16(found.tokenIndex + 2L * i);
          return in.text(start, endOfString(start, found.tokenIndex) - 1 - start);
        });
    return texts;
  }
}
