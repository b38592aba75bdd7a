package dev.elfwright.abi.type;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Types by their numbers; number 0 is {@link Type.Nothing}. Immutable. */
public final class TypeTable {
  /** Nothing that nests deeper is spelled out or measured: it contains itself. */
  private static final int DEEPEST = 64;

  /** A table without types. */
  public static final TypeTable EMPTY = new TypeTable(List.of(new Type.Nothing()), 8);

  private final List<Type> types;
  private final long largestAlignment;
  private final int[] plain;
  private final @Nullable String[] spellings; // null for not asked for yet
  private final long[] alignments; // 0 for not measured yet

  /**
   * A table of the given types, each of whose references is a number in the list.
   *
   * @param largestAlignment that of numbers, in bytes: 4 on i386, where a struct's double has it
   */
  TypeTable(List<Type> types, long largestAlignment) {
    this.types = List.copyOf(types);
    this.largestAlignment = largestAlignment;
    this.plain = findPlain();
    this.alignments = new long[types.size()];
    this.spellings = new String[types.size()];
  }

  /** The number of types. */
  public int count() {
    return types.size();
  }

  /** All types in the order of their numbers. */
  public List<Type> types() {
    return types;
  }

  /** The type of a number. */
  public Type get(int number) {
    return types.get(number);
  }

  /** The number of what is left of a type without its qualifiers and other names. */
  public int plain(int number) {
    return plain[number];
  }

  /** Each chain of names is followed once; what leads back to itself stays as it is. */
  private int[] findPlain() {
    int[] found = new int[types.size()];
    Arrays.fill(found, -1);
    for (int i = 0; i < found.length; i++) {
      int end = i;
      for (int step = 0; step < found.length && found[end] < 0 && next(end) >= 0; step++) {
        end = next(end);
      }
      int plainest = found[end] >= 0 ? found[end] : end;
      for (int at = i; found[at] < 0; at = next(at)) {
        found[at] = plainest;
        if (next(at) < 0) {
          break;
        }
      }
    }
    return found;
  }

  private int next(int number) {
    return switch (types.get(number)) {
      case Type.Qualified(_, int of) -> of;
      case Type.Typedef(_, int of) -> of;
      default -> -1;
    };
  }

  /** Bytes of an object of the type; 0 for what has no size, such as functions and open arrays. */
  public long size(int number) {
    return size(number, 0);
  }

  private long size(int number, int depth) {
    int at = plain(number);
    return switch (types.get(at)) {
      case Type.Base(_, long size, _) -> size;
      case Type.Pointer(_, long size, _) -> size;
      case Type.Enumeration e -> e.size();
      case Type.Aggregate a -> a.size();
      case Type.Array(int element, var counts, _) -> {
        long product = depth > DEEPEST ? 0 : size(element, depth + 1);
        for (long count : counts) {
          product = count <= 0 ? 0 : saturated(product, count);
        }
        yield product;
      }
      case Type.MemberPointer(_, int to) ->
          types.get(plain(to)) instanceof Type.Function ? 2 * WORD : WORD;
      case Type.Nothing _, Type.Function _, Type.Opaque _, Type.Qualified _, Type.Typedef _ -> 0;
    };
  }

  private static final long WORD = 8;

  private static long saturated(long a, long b) {
    long high = Math.multiplyHigh(a, b);
    long low = a * b;
    return high != 0 || low < 0 ? Long.MAX_VALUE : low;
  }

  /** Bytes that addresses of objects of the type are a multiple of; at least 1. */
  public synchronized long alignment(int number) {
    return alignment(number, 0);
  }

  /** What contains itself, or nests deeper than anybody writes, is taken as not aligned there. */
  private long alignment(int number, int depth) {
    int at = plain(number);
    if (alignments[at] == 0 && depth <= DEEPEST) {
      alignments[at] = 1;
      alignments[at] = measureAlignment(at, depth);
    }
    return Math.max(1, alignments[at]);
  }

  private long measureAlignment(int at, int depth) {
    return switch (types.get(at)) {
      case Type.Base(_, long size, _) -> natural(size);
      case Type.Pointer(_, long size, _) -> natural(size);
      case Type.MemberPointer _ -> natural(WORD);
      case Type.Enumeration e -> natural(e.size());
      case Type.Array(int element, _, boolean isVector) ->
          isVector ? Math.max(1, Long.highestOneBit(size(at))) : alignment(element, depth + 1);
      case Type.Aggregate a -> {
        long largest = Math.max(1, a.alignment());
        for (int part : a.references().toArray()) {
          largest = Math.max(largest, alignment(part, depth + 1));
        }
        // A packed struct is aligned to less than its members; its size shows that.
        yield a.alignment() == 0 && a.size() % largest != 0
            ? Math.max(1, Long.lowestOneBit(a.size()))
            : largest;
      }
      case Type.Nothing _, Type.Function _, Type.Opaque _, Type.Qualified _, Type.Typedef _ -> 1;
    };
  }

  private long natural(long size) {
    return size <= 0 ? 1 : Math.min(Long.highestOneBit(size), largestAlignment);
  }

  /** The type as C and C++ write it; what would take more than 1,000 characters is cut short. */
  public String spell(int number) {
    String known = spellings[number];
    if (known == null) {
      known = new Spelling(this).of(number);
      spellings[number] = known;
    }
    return known;
  }
}
