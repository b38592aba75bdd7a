package dev.elfwright.abi.diff;

import dev.elfwright.abi.type.Type;
import dev.elfwright.abi.type.TypeTable;
import dev.elfwright.dwarf.constant.Encoding;
import dev.elfwright.elf.constant.Machine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * In which registers a struct is passed. On x86-64 by classes of its eight-byte parts (AMD64 psABI,
 * section 3.2.3); on other machines, where rules look at the numbers inside, by these numbers.
 */
final class PassingClass {
  private static final int DEEPEST = 32;
  private static final int MOST_NUMBERS = 64;

  /** Structs may have parts without numbers, and twice as many at each depth. */
  private static final int MOST_PARTS = 4096;

  private record Leaf(long offset, long size, char kind) {}

  private final TypeTable types;
  private final List<Leaf> leaves = new ArrayList<>();
  private int parts;
  private boolean isByReference;

  private PassingClass(TypeTable types) {
    this.types = types;
  }

  /** A text that is equal for structs that are passed alike. */
  static String of(TypeTable types, int type, int machine) {
    PassingClass c = new PassingClass(types);
    c.add(type, 0, 0);
    if (c.isByReference) {
      return "its address";
    }
    return machine == Machine.X86_64 ? c.eightbytes(types.size(type)) : c.leaves.toString();
  }

  private void add(int type, long offset, int depth) {
    if (depth > DEEPEST || leaves.size() > MOST_NUMBERS || ++parts > MOST_PARTS) {
      return;
    }
    int plain = types.plain(type);
    switch (types.get(plain)) {
      case Type.Aggregate a -> {
        isByReference |= a.passing() == Type.Passing.BY_REFERENCE;
        a.bases().forEach(b -> add(b.type(), offset + Math.max(0, b.offset()), depth + 1));
        for (Type.Member m : a.members()) {
          if (m.bitSize() != 0) {
            leaves.add(new Leaf(offset + m.offset(), 1, 'i'));
          } else {
            add(m.type(), offset + m.offset(), depth + 1);
          }
        }
      }
      case Type.Array array -> {
        if (array.isVector()) {
          leaves.add(new Leaf(offset, types.size(plain), 'v'));
          return;
        }
        long size = types.size(array.element());
        long count = size == 0 ? 0 : types.size(plain) / size;
        for (long i = 0; i < count && leaves.size() <= MOST_NUMBERS; i++) {
          add(array.element(), offset + i * size, depth + 1);
        }
      }
      case Type.Base b -> leaves.add(new Leaf(offset, b.size(), kind(b)));
      default -> leaves.add(new Leaf(offset, types.size(plain), 'i'));
    }
  }

  private static char kind(Type.Base b) {
    return switch (b.encoding()) {
      case Encoding.FLOAT, Encoding.IMAGINARY_FLOAT ->
          b.size() > 8 && b.name().startsWith("long") ? 'x' : 'f';
      case Encoding.COMPLEX_FLOAT -> b.size() > 16 ? 'x' : 'f';
      default -> 'i';
    };
  }

  private String eightbytes(long size) {
    boolean isVector = leaves.size() == 1 && leaves.getFirst().kind() == 'v' && size <= 64;
    if (isVector) {
      return "vector register of " + size + " bytes";
    }
    if (size > 16 || leaves.isEmpty()) {
      return "memory, %d bytes".formatted(size);
    }
    String[] parts = new String[size > 8 ? 2 : 1];
    for (Leaf leaf : leaves) {
      if (leaf.size() > 0 && leaf.offset() % Math.min(16, Long.highestOneBit(leaf.size())) != 0) {
        return "memory, %d bytes".formatted(size);
      }
      if (leaf.kind() == 'x') {
        return leaves.size() == 1 ? "x87" : "memory, %d bytes".formatted(size);
      }
      long last = leaf.offset() + Math.max(1, leaf.size()) - 1;
      for (long part = leaf.offset() / 8; part <= last / 8 && part < parts.length; part++) {
        String own = leaf.kind() == 'i' ? "integer" : "SSE";
        parts[(int) part] = "integer".equals(parts[(int) part]) ? "integer" : own;
      }
    }
    return String.join(" and ", Arrays.stream(parts).map(p -> p == null ? "SSE" : p).toList());
  }
}
