package dev.elfwright.link.object;

import static java.util.Objects.requireNonNull;

import dev.elfwright.elf.Section;
import dev.elfwright.elf.Symbol;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.link.input.Fixup;
import dev.elfwright.link.input.ObjectInput;
import dev.elfwright.link.input.Region;
import dev.elfwright.machine.relocation.Term;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where everything lies, counted from the start of the image: each {@link Region} at a page of its
 * own, in it the sections in the file's order, those without bytes last. A global offset table has
 * a word for each symbol whose address is looked up there, or that a stub jumps to.
 */
final class ObjectPlaces {
  static final long PAGE = 4096;
  static final int WORD = 8;

  /** From first to end, in bytes; {@code end} is no multiple of a page. */
  record Range(long start, long end) {}

  /** More could not be reached by 32-bit distances. */
  private static final long LIMIT = 1L << 30;

  private final ObjectInput input;
  private final Map<Region, Range> regions = new EnumMap<>(Region.class);
  private final Map<Integer, Long> sections = new HashMap<>();
  private final Map<Integer, Long> commons = new HashMap<>();
  private final Map<Integer, Integer> slots = new LinkedHashMap<>();
  private final Map<Integer, Integer> stubs = new LinkedHashMap<>();
  private long table;
  private long stubsStart;
  private long at;

  /** Places everything behind the first {@code start} bytes. */
  ObjectPlaces(ObjectInput input, long start) {
    this.input = input;
    this.at = start;
    input.fixups().forEach(this::reserve);
    for (Region region : Region.values()) {
      place(region);
    }
  }

  private void reserve(Fixup f) {
    Set<Term> terms = f.kind().formula().terms();
    boolean far = terms.contains(Term.L) && input.symbols().symbol(f.symbol()).isUndefined();
    if (far) {
      stubs.putIfAbsent(f.symbol(), stubs.size());
    }
    if (far || terms.contains(Term.G)) {
      slots.putIfAbsent(f.symbol(), slots.size());
    }
  }

  private void place(Region region) {
    at = align(PAGE);
    final long start = at;
    List<Section> late = new ArrayList<>();
    for (Section s : input.sections()) {
      if (Region.of(s) == region && s.header().type() != SectionType.NOBITS) {
        place(s);
      } else if (Region.of(s) == region) {
        late.add(s);
      }
    }
    if (region == Region.CODE) {
      stubsStart = align(16);
      at = stubsStart + (long) stubs.size() * Stub.SIZE;
    } else if (region == Region.RELOCATED) {
      table = align(WORD);
      at = table + (long) slots.size() * WORD;
    }
    late.forEach(this::place);
    if (region == Region.VARIABLES) {
      placeCommons();
    }
    regions.put(region, new Range(start, at));
  }

  private void place(Section s) {
    long alignment = Math.max(1, s.header().alignment());
    if (Long.bitCount(alignment) != 1 || alignment > PAGE) {
      throw input.refuse("%s wants alignment %d".formatted(s.name(), alignment));
    }
    at = align(alignment);
    sections.put(s.index(), at);
    advance(s.header().size());
  }

  private void placeCommons() {
    for (Symbol s : input.symbols().asList()) {
      if (input.isCommon(s)) {
        long alignment = Math.max(1, s.value());
        if (Long.bitCount(alignment) != 1 || alignment > PAGE) {
          throw input.refuse("%s wants alignment %d".formatted(s.name(), alignment));
        }
        at = align(alignment);
        commons.put(s.index(), at);
        advance(s.size());
      }
    }
  }

  private void advance(long size) {
    if (size < 0 || size > LIMIT - at) {
      throw input.refuse("it is larger than 1 GiB");
    }
    at += size;
  }

  private long align(long multiple) {
    return at + multiple - 1 & -multiple;
  }

  Range region(Region region) {
    return requireNonNull(regions.get(region));
  }

  long size() {
    return align(PAGE);
  }

  long of(Section s) {
    return requireNonNull(sections.get(s.index()));
  }

  /** Where a symbol is that this object defines in memory. */
  long of(Symbol s) {
    Long place = input.isCommon(s) ? commons.get(s.index()) : sections.get(s.sectionIndex());
    if (place == null) {
      throw input.refuse("symbol '%s' is in no section that is loaded".formatted(s.name()));
    }
    return input.isCommon(s) ? place : place + s.value();
  }

  long table() {
    return table;
  }

  /** The symbols that have a word in the table, in its order. */
  Set<Integer> slotted() {
    return slots.keySet();
  }

  long slot(int symbol) {
    return table + (long) WORD * requireNonNull(slots.get(symbol));
  }

  Set<Integer> stubbed() {
    return stubs.keySet();
  }

  boolean hasStub(int symbol) {
    return stubs.containsKey(symbol);
  }

  boolean hasSlot(int symbol) {
    return slots.containsKey(symbol);
  }

  long stub(int symbol) {
    return stubsStart + (long) Stub.SIZE * requireNonNull(stubs.get(symbol));
  }
}
