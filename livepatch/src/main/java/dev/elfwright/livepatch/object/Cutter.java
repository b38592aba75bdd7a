package dev.elfwright.livepatch.object;

import dev.elfwright.elf.constant.SymbolType;
import dev.elfwright.livepatch.special.Policy;
import dev.elfwright.livepatch.special.SpecialSection;
import dev.elfwright.machine.x86.InstructionLength;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Cuts sections into pieces: tables at their entries, pools at their words, strings behind each
 * NUL, code and data where symbols begin, and what has no symbol where something refers to it. Then
 * each relocation gets the piece it leads to, and each entry goes to its code.
 */
final class Cutter {
  private final Processor processor;
  private final EntryTable.KernelFile file;
  private final List<ObjectSection> sections;
  private final Map<ObjectSection, List<ObjectSymbol>> symbolsOf = new IdentityHashMap<>();
  private final Map<ObjectSection, TreeSet<Long>> referenced = new IdentityHashMap<>();
  private final Map<ObjectSymbol, Piece> pieceOf = new IdentityHashMap<>();
  private final Map<String, Integer> unnamed = new HashMap<>();
  private final List<Piece> pieces = new ArrayList<>();

  Cutter(
      Processor processor,
      EntryTable.KernelFile file,
      List<ObjectSection> sections,
      List<ObjectSymbol> symbols) {
    this.processor = processor;
    this.file = file;
    this.sections = sections;
    for (ObjectSymbol s : symbols) {
      ObjectSection section = s.section();
      if (section != null && !s.isSection()) {
        symbolsOf.computeIfAbsent(section, _ -> new ArrayList<>()).add(s);
      }
    }
  }

  List<Piece> cut() {
    sections.forEach(this::findPositions);
    sections.forEach(s -> s.pieces(cut(s)));
    sections.forEach(this::findTargets);
    sections.forEach(this::giveEntriesToCode);
    return pieces;
  }

  // Where references lead.

  private void findPositions(ObjectSection section) {
    Relocations r = section.relocations();
    BitSet ends = null;
    for (int i = 0; i < r.count(); i++) {
      ObjectSymbol symbol = r.symbol(i);
      ObjectSection target = symbol.section();
      if (target == null) {
        continue;
      }
      long bias = 0;
      if (section.isCode() && processor.countsFromInstructionEnd(r.type(i))) {
        ends = ends == null ? instructionEnds(section) : ends;
        bias = distanceToEnd(ends, r.offset(i));
      } else if (section.isCode() && processor.countsFromInstructionStart(r.type(i))) {
        bias = -2;
      }
      long position = symbol.value().value() + r.addend(i) + bias;
      r.position(i, position);
      if (symbol.isSection() || isLabel(symbol)) {
        referenced.computeIfAbsent(target, _ -> new TreeSet<>()).add(position);
      }
    }
  }

  private static boolean isLabel(ObjectSymbol symbol) {
    return symbol.value().type() == SymbolType.NOTYPE && symbol.isLocal();
  }

  /** The offsets at which instructions end. Where code cannot be followed, it goes on behind. */
  private static BitSet instructionEnds(ObjectSection section) {
    byte[] code = section.bytes();
    BitSet ends = new BitSet(code.length + 1);
    int at = 0;
    while (at < code.length) {
      int length = InstructionLength.at(code, at, code.length);
      at += Math.max(1, length);
      ends.set(at);
    }
    return ends;
  }

  /** From a field of four bytes to the end of its instruction: an immediate may follow it. */
  private static long distanceToEnd(BitSet ends, int field) {
    int end = ends.nextSetBit(field + 4);
    return end >= 0 && end <= field + 8 ? end - field : 4;
  }

  // Where to cut.

  private List<Piece> cut(ObjectSection section) {
    SpecialSection special = section.special();
    if (section.size() == 0) {
      return List.of(piece(section, 0, 0, named(section)));
    }
    if (special != null && !special.sizes().isEmpty() && isTable(special.policy())) {
      return atEntries(section, special);
    }
    if (section.isStrings()) {
      return atStrings(section);
    }
    if (section.isConstants() && section.size() % section.header().entrySize() == 0) {
      return every(section, section.header().entrySize(), Piece.Kind.CONTENT);
    }
    List<ObjectSymbol> named = named(section);
    if (named.isEmpty() && isWhole(section)) {
      return List.of(piece(section, 0, section.size(), named));
    }
    return section.isCode() ? atFunctions(section, named) : atData(section, named);
  }

  private static boolean isTable(Policy policy) {
    return switch (policy) {
      case ENTRIES, REBUILT, POOL, DROPPED, FILLED -> true;
      case TARGETS, COPIED, MODINFO, STAYS, INITIAL, AUTHOR -> false;
    };
  }

  /** Sections that nobody takes a part of. */
  private static boolean isWhole(ObjectSection section) {
    return section.has(Policy.STAYS)
        || section.has(Policy.DROPPED)
        || section.has(Policy.MODINFO)
        || section.has(Policy.AUTHOR)
        || section.has(Policy.REBUILT)
        || section.isUnknown();
  }

  private List<Piece> atEntries(ObjectSection section, SpecialSection special) {
    return switch (special.policy()) {
      case POOL -> every(section, special.sizes().getFirst().bytes(), Piece.Kind.CONTENT);
      case ENTRIES ->
          every(section, EntryTable.entrySize(file, section, special), Piece.Kind.ENTRY);
      default ->
          special.most() == 0
              ? List.of(piece(section, 0, section.size(), List.of()))
              : every(section, special.sizes().getFirst().bytes(), Piece.Kind.ENTRY);
    };
  }

  private List<Piece> every(ObjectSection section, long size, Piece.Kind kind) {
    var all = new ArrayList<Piece>();
    for (long at = 0; at < section.size(); at += size) {
      all.add(add(section, at, Math.min(at + size, section.size()), kind, List.of(), ""));
    }
    for (ObjectSymbol s : named(section)) {
      pieceOf.put(s, all.get((int) Math.min(s.value().value() / size, all.size() - 1)));
    }
    return all;
  }

  private List<Piece> atStrings(ObjectSection section) {
    var all = new ArrayList<Piece>();
    byte[] bytes = section.bytes();
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0 || i == bytes.length - 1) {
        all.add(add(section, start, i + 1, Piece.Kind.CONTENT, List.of(), ""));
        start = i + 1;
      }
    }
    return all.isEmpty() ? List.of(piece(section, 0, section.size(), List.of())) : all;
  }

  /** Symbols that name something, in order, with the longest first at the same place. */
  private List<ObjectSymbol> named(ObjectSection section) {
    return symbolsOf.getOrDefault(section, List.of()).stream()
        .filter(s -> !isLabel(s) && !s.name().isEmpty())
        .sorted(
            Comparator.comparingLong((ObjectSymbol s) -> s.value().value())
                .thenComparingLong(s -> -s.value().size()))
        .toList();
  }

  private List<Piece> atFunctions(ObjectSection section, List<ObjectSymbol> named) {
    var all = new ArrayList<Piece>();
    var group = new ArrayList<ObjectSymbol>();
    long start = 0;
    for (ObjectSymbol s : named) {
      boolean next = !group.isEmpty() && s.value().value() != group.getLast().value().value();
      if (next && !isPrefix(group.getLast(), s)) {
        all.add(piece(section, start, s.value().value(), group));
        start = s.value().value();
        group.clear();
      } else if (next) {
        // What belongs before a function is no name of its own.
        group.addLast(s);
        continue;
      }
      group.add(s);
    }
    if (group.isEmpty()) {
      atReferences(section, start, section.size(), all);
    } else {
      all.add(piece(section, start, section.size(), group));
    }
    return all;
  }

  /** Padding and type hash that compilers put before a function: {@code __pfx_f, __cfi_f}. */
  private static boolean isPrefix(ObjectSymbol before, ObjectSymbol function) {
    String name = before.name();
    return (name.startsWith("__pfx_") || name.startsWith("__cfi_"))
        && name.substring(6).equals(function.name());
  }

  private List<Piece> atData(ObjectSection section, List<ObjectSymbol> named) {
    var all = new ArrayList<Piece>();
    long at = 0;
    int i = 0;
    while (i < named.size()) {
      ObjectSymbol first = named.get(i);
      long start = first.value().value();
      // The size is what the symbol claims; it may claim more than there is.
      long claimed = first.value().size();
      long room = section.size() - start;
      long end = start + (Long.compareUnsigned(claimed, room) > 0 ? room : claimed);
      var group = new ArrayList<ObjectSymbol>();
      // A symbol inside of another's data is one more name for it.
      while (i < named.size()
          && (named.get(i).value().value() < end || named.get(i).value().value() == start)) {
        group.add(named.get(i));
        i++;
      }
      if (end == start && i < named.size()) {
        end = Math.max(end, first.isData() ? end : named.get(i).value().value());
      } else if (end == start && !first.isData()) {
        end = section.size();
      }
      end = Math.min(end, section.size());
      if (start > at) {
        atReferences(section, at, start, all);
      }
      all.add(piece(section, start, end, group));
      at = end;
    }
    if (at < section.size()) {
      atReferences(section, at, section.size(), all);
    }
    return all;
  }

  private void atReferences(ObjectSection section, long start, long end, List<Piece> all) {
    long at = start;
    for (long cut : referenced.getOrDefault(section, new TreeSet<>()).subSet(start + 1, end)) {
      all.add(add(section, at, cut, Piece.Kind.CONTENT, List.of(), ""));
      at = cut;
    }
    all.add(add(section, at, end, Piece.Kind.CONTENT, List.of(), ""));
  }

  // What pieces are.

  private Piece piece(ObjectSection section, long start, long end, List<ObjectSymbol> group) {
    List<ObjectSymbol> symbols =
        group.stream().sorted(Comparator.comparingInt(s -> rank(section, s))).toList();
    ObjectSymbol first = symbols.isEmpty() ? null : symbols.getFirst();
    return add(
        section, start, end, kind(section, first), symbols, first == null ? "" : first.name());
  }

  /** Of several names for one place, the one that the section has too, or a global one. */
  private static int rank(ObjectSection section, ObjectSymbol s) {
    boolean prefix = s.name().startsWith("__pfx_") || s.name().startsWith("__cfi_");
    if (prefix) {
      return 4;
    }
    if (section.name().endsWith("." + s.name())) {
      return 0;
    }
    boolean typed = s.isFunction() || s.isData();
    return typed && !s.isLocal() ? 1 : typed ? 2 : 3;
  }

  private static Piece.Kind kind(ObjectSection section, @Nullable ObjectSymbol symbol) {
    if (section.has(Policy.COPIED) || section.has(Policy.TARGETS)) {
      return Piece.Kind.CONTENT;
    }
    if (symbol == null) {
      return section.has(Policy.STAYS) || section.isUnknown()
          ? Piece.Kind.VARIABLE
          : Piece.Kind.CONTENT;
    }
    if (section.isCode()) {
      return CompilerNames.isColdPart(symbol.name()) ? Piece.Kind.CONTENT : Piece.Kind.FUNCTION;
    }
    if (symbol.isLocal() && CompilerNames.isMadeForItsUser(symbol.name())) {
      return Piece.Kind.CONTENT;
    }
    return section.isWritable() || section.has(Policy.STAYS)
        ? Piece.Kind.VARIABLE
        : Piece.Kind.CONSTANT;
  }

  private Piece add(
      ObjectSection section,
      long start,
      long end,
      Piece.Kind kind,
      List<ObjectSymbol> symbols,
      String name) {
    String shown = name;
    if (name.isEmpty()) {
      shown =
          kind == Piece.Kind.VARIABLE
              ? section.name() + numbered(section)
              : "%s+0x%x".formatted(section.name(), start);
    }
    Piece piece = new Piece(pieces.size(), section, start, end, kind, symbols, shown);
    pieces.add(piece);
    symbols.forEach(s -> pieceOf.put(s, piece));
    return piece;
  }

  /** Several sections of one name are told apart by their order. */
  private String numbered(ObjectSection section) {
    int n = unnamed.merge(section.name(), 1, Integer::sum);
    return n == 1 ? "" : " (" + n + ")";
  }

  // Which piece belongs to what.

  private void findTargets(ObjectSection section) {
    Relocations r = section.relocations();
    for (int i = 0; i < r.count(); i++) {
      ObjectSymbol symbol = r.symbol(i);
      ObjectSection target = symbol.section();
      if (target != null) {
        Piece own = pieceOf.get(symbol);
        r.target(i, own != null ? own : target.pieceAt(r.position(i)));
      }
    }
  }

  private void giveEntriesToCode(ObjectSection section) {
    SpecialSection special = section.special();
    for (Piece entry : section.pieces()) {
      if (entry.kind() == Piece.Kind.ENTRY && special != null) {
        Relocations r = section.relocations();
        int i = r.from(entry.start() + special.key());
        if (i < r.count() && r.offset(i) == entry.start() + special.key() && r.isInside(i)) {
          r.target(i).entries().add(entry);
        }
        if (section.name().equals(".altinstructions") && processor == Processor.X86_64) {
          leadNowhere(entry);
        }
      }
    }
  }

  /**
   * An alternative of no instructions (struct alt_instr in {@code
   * arch/x86/include/asm/alternative.h}: replacementlen is the twelfth byte, of 14 the last) names
   * the place where another's begins, and means nothing by it.
   */
  private static void leadNowhere(Piece entry) {
    byte[] bytes = entry.section().bytes();
    long length = entry.start() + (entry.size() == 14 ? 13 : 11);
    Relocations r = entry.section().relocations();
    int i = r.from(entry.start() + 4);
    boolean isReplacement = i < r.count() && r.offset(i) == entry.start() + 4;
    if (isReplacement && length < Math.min(entry.end(), bytes.length) && bytes[(int) length] == 0) {
      r.position(i, entry.start());
      r.target(i, entry);
    }
  }
}
