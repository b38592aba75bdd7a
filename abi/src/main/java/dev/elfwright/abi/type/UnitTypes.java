package dev.elfwright.abi.type;

import dev.elfwright.dwarf.Entry;
import dev.elfwright.dwarf.constant.At;
import dev.elfwright.dwarf.constant.Tag;
import dev.elfwright.elf.ElfFormatException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The types that can be reached from some entries of one unit, each with a number of its own here,
 * 0 for void. Read from a list of what is still to be read, so that no chain of types is too deep.
 */
final class UnitTypes {
  /** Of one type or function: some hundred times what the largest generated code has. */
  private static final int MOST_PARTS = 1 << 17;

  private final ByteOrder order;

  /** Of functions that take their parameters from the same entry there are a few, not all. */
  private long parameterBudget;

  private final Map<Entry, Integer> numbers = new HashMap<>();
  private final List<Entry> waiting = new ArrayList<>();
  private final List<Node> types = new ArrayList<>();
  private int[] references = new int[16];
  private int referenceCount;

  /**
   * Types of a unit.
   *
   * @param size bytes of the unit
   */
  UnitTypes(ByteOrder order, long size) {
    this.order = order;
    this.parameterBudget = 16 * size;
    types.add(node(new Type.Nothing()));
  }

  /** The byte order of the file. */
  ByteOrder order() {
    return order;
  }

  /**
   * A type without its references, which all say void, and these.
   *
   * @param shape equal for types that differ in nothing but their references
   * @param references the numbers, in the order of {@link Type#references}
   */
  @SuppressWarnings("ArrayRecordComponent") // made once and read once, never compared
  record Node(Type shape, int[] references) {}

  /** The number of the type that an entry refers to, which is void when it does not. */
  int number(Entry entry) {
    return numberOf(entry.type());
  }

  /** Notes the next reference of the type that is being read; void stands for it in the shape. */
  int typeOf(Entry entry) {
    return refer(entry.type());
  }

  private int refer(Optional<Entry> type) {
    if (referenceCount == references.length) {
      references = Arrays.copyOf(references, 2 * referenceCount);
    }
    references[referenceCount++] = numberOf(type);
    return Type.VOID;
  }

  private Node node(Type shape) {
    int[] own = Arrays.copyOf(references, referenceCount);
    referenceCount = 0;
    return new Node(shape, own);
  }

  private int numberOf(Optional<Entry> type) {
    // What stands in a unit of its own has a declaration here that leads there.
    return type.map(t -> t.reference(At.SIGNATURE).orElse(t))
        .map(t ->
            numbers.computeIfAbsent(
                t,
                e -> {
                  waiting.add(e);
                  return waiting.size();
                }))
        .orElse(Type.VOID);
  }

  /** The type of a function, from the entry that defines it. */
  Node functionNode(Entry entry) {
    return node(function(entry));
  }

  /** The same for an entry that defines or declares one. */
  private Type function(Entry entry) {
    // What was inlined and also stands alone has its parameters in the abstract entry.
    Entry origin = entry.reference(At.ABSTRACT_ORIGIN).orElse(entry);
    Entry typed = origin.origin(At.TYPE).orElse(origin);
    int result = typeOf(typed);
    List<Integer> parameters = new ArrayList<>();
    boolean isVariadic = false;
    for (Entry child : parts(origin)) {
      if (--parameterBudget < 0) {
        throw new ElfFormatException(
            entry.unit().toString(), entry.offset(), ".debug_info", "functions share parameters");
      }
      switch (child.tag()) {
        case Tag.FORMAL_PARAMETER -> parameters.add(typeOf(child.origin(At.TYPE).orElse(child)));
        case Tag.UNSPECIFIED_PARAMETERS -> isVariadic = true;
        default -> {}
      }
    }
    return new Type.Function(result, parameters, isVariadic);
  }

  /**
   * All types asked for and what they refer to, in the order of their numbers.
   *
   * @throws dev.elfwright.elf.ElfFormatException when one is malformed
   */
  List<Node> read() {
    while (types.size() <= waiting.size()) {
      types.add(node(read(waiting.get(types.size() - 1))));
    }
    return types;
  }

  private Type read(Entry e) {
    return switch (e.tag()) {
      case Tag.BASE_TYPE ->
          new Type.Base(name(e), size(e), e.number(At.ENCODING).orElse(0L).intValue());
      case Tag.POINTER_TYPE -> pointer(e, Type.PointerKind.POINTER);
      case Tag.REFERENCE_TYPE -> pointer(e, Type.PointerKind.REFERENCE);
      case Tag.RVALUE_REFERENCE_TYPE -> pointer(e, Type.PointerKind.RVALUE_REFERENCE);
      case Tag.PTR_TO_MEMBER_TYPE ->
          new Type.MemberPointer(refer(e.reference(At.CONTAINING_TYPE)), typeOf(e));
      case Tag.CONST_TYPE -> new Type.Qualified(Type.Qualifier.CONST, typeOf(e));
      case Tag.VOLATILE_TYPE -> new Type.Qualified(Type.Qualifier.VOLATILE, typeOf(e));
      case Tag.RESTRICT_TYPE -> new Type.Qualified(Type.Qualifier.RESTRICT, typeOf(e));
      case Tag.ATOMIC_TYPE -> new Type.Qualified(Type.Qualifier.ATOMIC, typeOf(e));
      case Tag.TYPEDEF -> new Type.Typedef(Scopes.qualifiedName(e), typeOf(e));
      case Tag.ARRAY_TYPE -> array(e);
      case Tag.SUBROUTINE_TYPE -> function(e);
      case Tag.ENUMERATION_TYPE -> enumeration(e);
      case Tag.STRUCTURE_TYPE, Tag.CLASS_TYPE ->
          new AggregateReader(this, e, Type.AggregateKind.STRUCT).read();
      case Tag.UNION_TYPE -> new AggregateReader(this, e, Type.AggregateKind.UNION).read();
      // decltype(nullptr), and what other languages have: a name is all there is to compare.
      default -> new Type.Base(e.name().orElse(Tag.name(e.tag())), size(e), 0);
    };
  }

  /**
   * The members, enumerators, parameters or dimensions of an entry.
   *
   * @throws ElfFormatException when they are more than anybody writes
   */
  static List<Entry> parts(Entry e) {
    List<Entry> parts = e.children();
    if (parts.size() > MOST_PARTS) {
      throw new ElfFormatException(
          e.unit().toString(),
          e.offset(),
          ".debug_info",
          "%s with %d parts, which are more than %d"
              .formatted(Tag.name(e.tag()), parts.size(), MOST_PARTS));
    }
    return parts;
  }

  private static String name(Entry e) {
    return e.name().orElse("");
  }

  private static long size(Entry e) {
    return e.number(At.BYTE_SIZE).orElse(0L);
  }

  private Type pointer(Entry e, Type.PointerKind kind) {
    long size = e.number(At.BYTE_SIZE).orElse((long) e.unit().header().addressSize());
    return new Type.Pointer(kind, size, typeOf(e));
  }

  private Type array(Entry e) {
    List<Long> counts = new ArrayList<>();
    for (Entry range : parts(e)) {
      if (range.tag() == Tag.SUBRANGE_TYPE) {
        counts.add(count(range));
      }
    }
    return new Type.Array(typeOf(e), counts, e.flag(At.GNU_VECTOR));
  }

  private static long count(Entry range) {
    Optional<Long> count = range.number(At.COUNT);
    if (count.isPresent()) {
      return count.get();
    }
    long lower = range.number(At.LOWER_BOUND).orElse(0L);
    // The bound of an open array is absent, or computed; gcc also writes one of all ones.
    return range.number(At.UPPER_BOUND).map(upper -> Math.max(-1, upper - lower + 1)).orElse(-1L);
  }

  private static Type enumeration(Entry e) {
    if (e.flag(At.DECLARATION)) {
      return new Type.Opaque(Type.DeclaredKind.ENUM, Scopes.qualifiedName(e));
    }
    List<Type.Enumerator> values = new ArrayList<>();
    for (Entry child : parts(e)) {
      if (child.tag() == Tag.ENUMERATOR) {
        values.add(new Type.Enumerator(name(child), child.number(At.CONST_VALUE).orElse(0L)));
      }
    }
    return new Type.Enumeration(Scopes.qualifiedName(e), size(e), values);
  }
}
