package dev.elfwright.livepatch.calls;

import dev.elfwright.elf.btf.Btf;
import dev.elfwright.elf.btf.BtfType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which registers functions take and give back (psABI, "Parameter Passing"), by their types. */
final class Prototypes {
  /** rdi, rsi, rdx, rcx, r8, r9 as numbers of registers. */
  static final List<Integer> ARGUMENTS = List.of(7, 6, 2, 1, 8, 9);

  private static final int DEEPEST = 32;

  /**
   * A function's type.
   *
   * @param arguments registers that may have arguments, a bit each
   * @param returnsPair whether it returns more than eight bytes in two registers
   */
  record Prototype(int arguments, boolean returnsPair) {}

  private final Btf types;
  private final Map<String, Optional<Prototype>> known = new HashMap<>();

  Prototypes(Btf types) {
    this.types = types;
  }

  /** The first so many registers for arguments. */
  static int first(int count) {
    return ARGUMENTS.stream().limit(count).mapToInt(r -> 1 << r).reduce(0, (a, b) -> a | b);
  }

  /** The type of all functions of a name; empty when there is none, or they differ. */
  Optional<Prototype> find(String function) {
    return known.computeIfAbsent(function, this::read);
  }

  private Optional<Prototype> read(String function) {
    List<Prototype> found =
        types.functions(function).stream()
            .map(f -> types.type(f.prototype()))
            .filter(BtfType.Prototype.class::isInstance)
            .map(p -> read((BtfType.Prototype) p))
            .distinct()
            .toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  private Prototype read(BtfType.Prototype prototype) {
    int count = 0;
    for (BtfType.Parameter p : prototype.parameters()) {
      long size = size(p.type(), 0);
      count += size > 16 || p.type() == 0 ? 0 : size > 8 ? 2 : 1;
    }
    long returned = prototype.result() == 0 ? 0 : size(prototype.result(), 0);
    return new Prototype(first(count), returned > 8 && returned <= 16);
  }

  private long size(int id, int depth) {
    if (depth > DEEPEST || id <= 0 || id >= types.count()) {
      return 0;
    }
    return switch (types.type(id)) {
      case BtfType.Int i -> i.size();
      case BtfType.Pointer _ -> 8;
      case BtfType.Enumeration e -> e.size();
      case BtfType.Composite c -> c.size();
      case BtfType.Floating f -> f.size();
      case BtfType.Array a -> a.count() * size(a.element(), depth + 1);
      case BtfType.Typedef t -> size(t.target(), depth + 1);
      case BtfType.Qualified q -> size(q.target(), depth + 1);
      default -> 0;
    };
  }
}
