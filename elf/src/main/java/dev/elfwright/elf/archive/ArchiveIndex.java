package dev.elfwright.elf.archive;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.ElfFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The symbol index of an archive: which member defines what, in the order in which linkers look.
 *
 * <table>
 * <caption>Layout, in words of 4 or 8 bytes</caption>
 * <tr><td>GNU, big-endian</td><td>n; n offsets of member headers; n names, each ended by
 * NUL</td></tr>
 * <tr><td>BSD, byte order of the members</td><td>bytes of what follows; for each symbol the offset
 * of its name and that of the member's header; bytes of the names; the names</td></tr>
 * </table>
 *
 * <p>Sources: coff_slurp_armap and bsd_slurp_armap in binutils bfd/archive.c.
 */
public final class ArchiveIndex {
  /** How an index is stored. */
  public enum Format {
    /** {@code /}: words of 4 bytes, for archives of less than 4 GiB. */
    GNU(4),
    /** {@code /SYM64/}. */
    GNU_64(8),
    /** {@code __.SYMDEF}. */
    BSD(4),
    /** {@code __.SYMDEF_64}. */
    BSD_64(8);

    private final int word;

    Format(int word) {
      this.word = word;
    }

    /** Bytes of one word: 4 or 8. */
    int word() {
      return word;
    }
  }

  /**
   * One symbol.
   *
   * @param symbol its name
   * @param offset where the header of the member stands that defines it; what the index says, which
   *     need not be true
   */
  public record Entry(String symbol, long offset) {}

  private final Archive archive;
  private final ElfBytes in;
  private final Format format;
  private final Range range;
  private @Nullable List<Entry> entries;

  ArchiveIndex(Archive archive, ElfBytes in, Format format, Range range) {
    this.archive = archive;
    this.in = in;
    this.format = format;
    this.range = range;
  }

  /** How it is stored. */
  public Format format() {
    return format;
  }

  /**
   * All symbols in order. One that several members define is there as often.
   *
   * @throws ElfFormatException when the index contradicts itself
   */
  public List<Entry> entries() {
    List<Entry> read = entries;
    if (read == null) {
      read =
          List.copyOf(
              switch (format) {
                case GNU, GNU_64 -> gnu();
                case BSD, BSD_64 -> bsd();
              });
      entries = read;
    }
    return read;
  }

  /**
   * The member that a linker takes for a symbol: the first that defines it.
   *
   * @throws ElfFormatException when the index contradicts itself, or no member starts where it says
   */
  public Optional<ArchiveMember> definition(String symbol) {
    return entries().stream().filter(e -> e.symbol().equals(symbol)).findFirst().map(this::member);
  }

  /**
   * The member that an entry names.
   *
   * @throws ElfFormatException when no member starts there
   */
  public ArchiveMember member(Entry entry) {
    return archive
        .memberAt(entry.offset())
        .orElseThrow(() -> malformed("no member starts at 0x%x".formatted(entry.offset())));
  }

  private ElfFormatException malformed(String message) {
    return in.malformed(range.offset(), "archive symbol index", message);
  }

  private static long word(ElfBytes in, int size, long at) {
    return size == 8 ? in.i64(at) : in.u32(at);
  }

  private List<Entry> gnu() {
    int word = format.word();
    if (range.size() == 0) {
      return List.of(); // bfd: an index without symbols may be empty
    }
    requireRoom(word);
    long count = word(in, word, range.offset());
    if (count < 0 || count > (range.size() - word) / (word + 1)) {
      throw malformed(Long.toUnsignedString(count) + " symbols do not fit into it");
    }
    List<Entry> found = new ArrayList<>((int) Math.min(count, 1 << 16));
    long name = range.offset() + word + count * word;
    long end = range.offset() + range.size();
    for (long i = 0; i < count; i++) {
      String symbol = in.string(name, end, "archive symbol index");
      found.add(new Entry(symbol, word(in, word, range.offset() + word + i * word)));
      name = nextName(name, end);
    }
    return found;
  }

  private long nextName(long at, long end) {
    long next = at;
    while (next < end && in.u8(next) != 0) {
      next++;
    }
    return next + 1;
  }

  private void requireRoom(long bytes) {
    if (range.size() < bytes) {
      throw malformed("has 0x%x bytes, 0x%x are needed".formatted(range.size(), bytes));
    }
  }

  /** Nothing says which byte order it has: the one in which the sizes add up. */
  private List<Entry> bsd() {
    ElfBytes little = new ElfBytes(in.file(), in.slice(0, in.size(), "archive"), true, false);
    return fits(little) ? bsd(little) : bsd(in);
  }

  private boolean fits(ElfBytes order) {
    int word = format.word();
    requireRoom(2L * word);
    long table = word(order, word, range.offset());
    if (table < 0 || table > range.size() - 2L * word || table % (2L * word) != 0) {
      return false;
    }
    long names = word(order, word, range.offset() + word + table);
    return names >= 0 && names <= range.size() - 2L * word - table;
  }

  private List<Entry> bsd(ElfBytes order) {
    if (!fits(order)) {
      throw malformed("its sizes do not add up in any byte order");
    }
    int word = format.word();
    long table = word(order, word, range.offset());
    long names = range.offset() + 2L * word + table;
    long end = names + word(order, word, names - word);
    // Names that many symbols share would cost their length each time.
    long room = 8 * in.size();
    List<Entry> found = new ArrayList<>((int) Math.min(table / (2L * word), 1 << 16));
    for (long at = range.offset() + word; at < names - word; at += 2L * word) {
      long name = word(order, word, at);
      if (name < 0 || name >= end - names) {
        throw malformed("no name at 0x%x of 0x%x bytes".formatted(name, end - names));
      }
      String symbol = in.string(names + name, end, "archive symbol index");
      room -= symbol.length();
      if (room < 0) {
        throw malformed("symbols share their names");
      }
      found.add(new Entry(symbol, word(order, word, at + word)));
    }
    return found;
  }
}
