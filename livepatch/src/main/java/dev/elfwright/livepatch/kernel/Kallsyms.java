package dev.elfwright.livepatch.kernel;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.constant.SegmentType;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/**
 * The symbols that a kernel carries for itself: what {@code /proc/kallsyms} shows of vmlinux, in
 * its order. Addresses are those that the kernel was linked for.
 *
 * <p>Addresses are stored as 32-bit offsets ({@code kallsyms_sym_address} in {@code
 * kernel/kallsyms.c}). Before Linux 6.15 a kernel for several x86 processors stores per-CPU symbols
 * as they are and others as negative numbers, counted down from the base; elsewhere all of them are
 * counted up from it. In Linux 7 there is no base, and each is counted from its own place.
 */
final class Kallsyms {
  /** The size of the token index in bytes: 256 numbers of two. */
  private static final int TOKEN_INDEX = 512;

  private final ElfModel image;
  private final ElfBytes in;
  private final KallsymsTables.Found found;
  private final String[] tokens;

  private Kallsyms(ElfModel image, KallsymsTables tables, KallsymsTables.Found found) {
    this.image = image;
    this.in = image.bytes();
    this.found = found;
    this.tokens = tables.tokens(found);
  }

  /**
   * All symbols of a kernel.
   *
   * @throws ElfFormatException when it carries none that can be read
   */
  static KernelSymbols read(ElfModel image) {
    KallsymsTables tables = new KallsymsTables(image.bytes());
    KallsymsTables.Found found =
        image
            .section(".rodata")
            .filter(Section::hasBytes)
            .flatMap(s -> {
              image.bytes().require(s.header().offset(), s.header().size(), ".rodata");
              return tables.find(s.header().offset(), s.header().offset() + s.header().size());
            })
            .or(() -> tables.find(0, image.bytes().size()))
            .orElseThrow(() ->
                new ElfFormatException(
                    image.file(),
                    ElfFormatException.NO_OFFSET,
                    "kallsyms",
                    "no table of symbols, expected a kernel with CONFIG_KALLSYMS"));
    return new Kallsyms(image, tables, found).symbols();
  }

  private KernelSymbols symbols() {
    IntToLongFunction addresses =
        beforeNames()
            .or(this::afterTokens)
            .or(this::fromTheirPlaces)
            .orElseThrow(() ->
                in.malformed(
                    found.names(), "kallsyms", "no table of addresses beside that of names"));
    SymbolList.Counter symbols = new SymbolList.Counter();
    StringBuilder text = new StringBuilder();
    long at = found.names();
    for (int i = 0; i < found.count(); i++) {
      int length = in.u8(at++);
      if (length >= 0x80) {
        length = length & 0x7f | in.u8(at++) << 7;
      }
      text.setLength(0);
      for (int k = 0; k < length; k++) {
        text.append(tokens[in.u8(at++)]);
        if (text.length() > KallsymsTables.LONGEST_NAME) {
          throw in.malformed(
              at, "kallsyms", "symbol %d longer than %d".formatted(i, KallsymsTables.LONGEST_NAME));
        }
      }
      if (text.isEmpty()) {
        throw in.malformed(at, "kallsyms", "symbol " + i + " without a type");
      }
      symbols.add(text.substring(1), text.charAt(0), 0, addresses.applyAsLong(i));
    }
    return symbols.of("vmlinux");
  }

  /** The order before Linux 6.4: offsets, base, number of symbols, names. */
  private Optional<IntToLongFunction> beforeNames() {
    int word = in.wordSize();
    long base = found.names() - 2L * word;
    long table = base - (4L * found.count() + word - 1 & -word);
    return fromBase(table, base);
  }

  /** The order since: token index, offsets, base. */
  private Optional<IntToLongFunction> afterTokens() {
    int word = in.wordSize();
    long table = found.tokenIndex() + TOKEN_INDEX;
    long base = table + (4L * found.count() + word - 1 & -word);
    return fromBase(table, base);
  }

  /** The base is the address of something. */
  private Optional<IntToLongFunction> fromBase(long table, long base) {
    if (table < 0 || base + in.wordSize() > in.size() || !isLoaded(in.word(base))) {
      return Optional.empty();
    }
    long from = in.word(base);
    boolean fromAbove = hasNegative(table);
    return Optional.<IntToLongFunction>of(
            i -> {
              int offset = in.i32(table + 4L * i);
              if (!fromAbove) {
                return from + Integer.toUnsignedLong(offset);
              }
              return offset >= 0 ? offset : from - 1 - offset;
            })
        .filter(this::isSorted);
  }

  private boolean hasNegative(long table) {
    for (int i = 0; i < found.count(); i++) {
      if (in.i32(table + 4L * i) < 0) {
        return true;
      }
    }
    return false;
  }

  /** In Linux 7 each offset is counted from the place that it stands at. */
  private Optional<IntToLongFunction> fromTheirPlaces() {
    long table = found.tokenIndex() + TOKEN_INDEX;
    long size = 4L * found.count();
    return image
        .segments(SegmentType.LOAD)
        .filter(s -> table >= s.offset() && table + size <= s.offset() + s.fileSize())
        .findFirst()
        .map(s -> s.address() + (table - s.offset()))
        .<IntToLongFunction>map(start -> i -> start + 4L * i + in.i32(table + 4L * i))
        .filter(a -> isLoaded(a.applyAsLong(0)) && isSorted(a));
  }

  private boolean isLoaded(long address) {
    return image
        .segments(SegmentType.LOAD)
        .anyMatch(s ->
            s.memorySize() > 0 && Long.compareUnsigned(address - s.address(), s.memorySize()) < 0);
  }

  /** Symbols follow each other. */
  private boolean isSorted(IntToLongFunction addresses) {
    long before = 0;
    for (int i = 0; i < found.count(); i++) {
      long address = addresses.applyAsLong(i);
      if (Long.compareUnsigned(address, before) < 0) {
        return false;
      }
      before = address;
    }
    return true;
  }
}
