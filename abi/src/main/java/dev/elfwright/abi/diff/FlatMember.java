package dev.elfwright.abi.diff;

import dev.elfwright.abi.type.Type;
import dev.elfwright.abi.type.TypeTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A member as a program names it: those of structs and unions without a name count as the outer
 * one's.
 *
 * @param bits how many it takes
 */
record FlatMember(String name, int type, long bitOffset, long bits, boolean isBitField) {
  private static final int DEEPEST = 16;

  /** What is in more structs without names counts as they do, for they may double at each depth. */
  private static final int MOST = 4096;

  static List<FlatMember> of(Type.Aggregate a, TypeTable types) {
    Flattening flattening = new Flattening(types);
    flattening.add(a, 0, 0);
    return flattening.found;
  }

  private static final class Flattening {
    private final TypeTable types;
    private final List<FlatMember> found = new ArrayList<>();
    private int nameless;

    Flattening(TypeTable types) {
      this.types = types;
    }

    void add(Type.Aggregate a, long start, int depth) {
      for (Type.Member m : a.members()) {
        if (m.name().isEmpty()
            && m.bitSize() == 0
            && depth < DEEPEST
            && nameless + found.size() < MOST
            && types.get(types.plain(m.type())) instanceof Type.Aggregate inner) {
          nameless++;
          add(inner, start + m.bitOffset(), depth + 1);
        } else {
          found.add(
              new FlatMember(
                  m.name(),
                  m.type(),
                  start + m.bitOffset(),
                  m.bitSize() != 0 ? m.bitSize() : 8 * types.size(m.type()),
                  m.bitSize() != 0));
        }
      }
    }
  }

  long end() {
    return bitOffset + bits;
  }

  boolean overlaps(FlatMember other) {
    return bitOffset < other.end() && other.bitOffset < end();
  }

  /** Whether the name says that the member is kept for later. */
  boolean isReserved() {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.contains("reserve")
        || lower.contains("resv")
        || lower.contains("rsvd")
        || lower.contains("unused")
        || lower.contains("spare")
        || lower.contains("pad")
        || lower.contains("future");
  }

  /** Whether the name says that the member holds the size or version of the struct. */
  boolean isSizeOrVersion() {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.contains("size")
        || lower.contains("version")
        || lower.endsWith("len")
        || lower.endsWith("length")
        || lower.startsWith("cb");
  }

  /** The place, for people. */
  String place() {
    return isBitField ? "bits %d to %d".formatted(bitOffset, end() - 1) : "offset " + bitOffset / 8;
  }
}
