package dev.elfwright.cli.abi;

import dev.elfwright.abi.type.Type;
import dev.elfwright.abi.type.TypeTable;
import java.util.ArrayList;
import java.util.List;

/** An aggregate as a list of lines with offsets. */
final class LayoutText {
  private LayoutText() {}

  static List<String> lines(Type.Aggregate a, TypeTable types) {
    List<String> lines = new ArrayList<>();
    String word = a.kind() == Type.AggregateKind.UNION ? "union" : "struct";
    lines.add("%s %s, %d bytes".formatted(word, a.name(), a.size()));
    for (Type.BaseClass base : a.bases()) {
      lines.add(
          "%8s  : %s".formatted(base.offset() < 0 ? "" : base.offset(), types.spell(base.type())));
    }
    for (Type.Member m : a.members()) {
      lines.add("%8s  %s %s".formatted(place(m), types.spell(m.type()), m.name()).stripTrailing());
    }
    for (Type.VirtualFunction f : a.virtuals()) {
      lines.add("%8s  virtual %s".formatted(f.slot() < 0 ? "" : "[" + f.slot() + "]", f.name()));
    }
    return lines;
  }

  /** Bytes, and for bit-fields the bits from there. */
  private static String place(Type.Member m) {
    return m.bitSize() == 0
        ? Long.toString(m.offset())
        : "%d.%d:%d".formatted(m.offset(), m.bitOffset() % 8, m.bitSize());
  }
}
