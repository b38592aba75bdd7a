package dev.elfwright.abi.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * All consumers and all providers of the versions of a struct, in one family.
 *
 * @param family how it grows
 * @param cells every pair; a provider that says more than it knows has cells of its own
 */
public record Matrix(Family family, List<Cell> cells) {
  /** Copies the list. */
  public Matrix {
    cells = List.copyOf(cells);
  }

  /** Whether no pair goes wrong without a word, and no consumer misses what its provider knows. */
  public boolean isSafe() {
    return cells.stream()
        .allMatch(c ->
            c.consumer() <= c.provider() ? c.outcome() == Outcome.WORKS : c.outcome().isSafe());
  }

  /** Simulates a family. */
  static Matrix of(Family family, List<StructLayout> versions) {
    List<Cell> cells = new ArrayList<>();
    for (int c = 0; c < versions.size(); c++) {
      for (int p = 0; p < versions.size(); p++) {
        cells.add(cell(family, versions, c, p));
      }
      StructLayout first = versions.getFirst();
      boolean tells = family == Family.NEGOTIATED || family == Family.CONSTANTS;
      if (tells && first.size() > first.end()) {
        // glibc 2.35 said 32 for the 20 bytes that it knew.
        cells.add(announced(versions, c, 0, first.size()));
      }
    }
    return new Matrix(family, cells);
  }

  private static Cell cell(Family family, List<StructLayout> versions, int c, int p) {
    return switch (family) {
      case KERNEL_COPY ->
          bySize(
              versions,
              c,
              p,
              Outcome.REFUSED,
              "E2BIG: a field is set that the kernel does not know");
      case SIZE_FIRST ->
          bySize(
              versions, c, p, Outcome.IGNORED, "the provider reads no field that it does not know");
      case NEGOTIATED, CONSTANTS -> announced(versions, c, p, versions.get(p).end());
      case RESERVED -> reserved(versions, c, p);
      case OPAQUE ->
          c > p
              ? cell(
                  versions,
                  c,
                  p,
                  Outcome.REFUSED,
                  "the accessor is missing, so the consumer is not loaded")
              : cell(versions, c, p, Outcome.WORKS, "");
      case EXPORTED_OBJECT -> exported(versions, c, p);
    };
  }

  private static Cell cell(List<StructLayout> versions, int c, int p, Outcome outcome, String why) {
    return new Cell(c, p, versions.get(p).size(), outcome, why);
  }

  /** The size that the consumer tells is all that says which fields there are. */
  private static Cell bySize(
      List<StructLayout> versions, int c, int p, Outcome unknown, String why) {
    StructLayout consumer = versions.get(c);
    StructLayout provider = versions.get(p);
    if (c < p) {
      return firstFieldIn(consumer.size(), versions, c, p)
          ? cell(
              versions,
              c,
              p,
              Outcome.GARBAGE,
              "the size is that of before, and padding is taken for the field")
          : cell(versions, c, p, Outcome.WORKS, "fields that are not passed count as zero");
    }
    if (c == p) {
      return cell(versions, c, p, Outcome.WORKS, "");
    }
    return consumer.end() > provider.size()
        ? cell(versions, c, p, unknown, why)
        : cell(versions, c, p, Outcome.IGNORED, "the size is one that the provider knows");
  }

  /** Whether a field that {@code p} has and {@code c} does not lies within so many bytes. */
  private static boolean firstFieldIn(long size, List<StructLayout> versions, int c, int p) {
    List<Field> known = versions.get(c).fields();
    return versions.get(p).fields().stream()
        .filter(f -> !f.isOpen() && !f.isReserved())
        .filter(f -> known.stream().noneMatch(k -> k.name().equals(f.name())))
        .anyMatch(f -> f.offset() < size);
  }

  /**
   * The consumer reads a field when the provider's size reaches over it. The sizeof of the first
   * version counts as the bytes that it had: there are providers that said so.
   */
  private static Cell announced(List<StructLayout> versions, int c, int p, long bytes) {
    StructLayout first = versions.getFirst();
    long known = bytes == first.size() ? first.end() : bytes;
    long end = versions.get(c).newest().end();
    if (known < end) {
      String why =
          known == bytes
              ? "%d bytes do not reach over it".formatted(bytes)
              : "%d is taken for %d".formatted(bytes, known);
      return new Cell(c, p, bytes, Outcome.WITHOUT_FIELD, why);
    }
    return c > p
        ? new Cell(
            c,
            p,
            bytes,
            Outcome.GARBAGE,
            "the provider says %d and knows %d bytes".formatted(bytes, versions.get(p).end()))
        : new Cell(c, p, bytes, Outcome.WORKS, "");
  }

  /** Consumers have to clear what is reserved, and providers to refuse what is not clear. */
  private static Cell reserved(List<StructLayout> versions, int c, int p) {
    StructLayout first = versions.getFirst();
    int newer = Math.max(c, p);
    if (c != p && versions.get(newer).size() > first.size()) {
      return c < p
          ? cell(versions, c, p, Outcome.GARBAGE, "the field does not fit into what was reserved")
          : cell(versions, c, p, Outcome.IGNORED, "the field lies behind what the provider knows");
    }
    if (c < p) {
      return cell(
          versions, c, p, Outcome.WORKS, "what is reserved is zero, if every consumer clears it");
    }
    return c == p
        ? cell(versions, c, p, Outcome.WORKS, "")
        : cell(
            versions, c, p, Outcome.REFUSED, "what is reserved is not zero, if the provider looks");
  }

  /** The executable has the object, as large as it was when it was linked. */
  private static Cell exported(List<StructLayout> versions, int c, int p) {
    StructLayout consumer = versions.get(c);
    StructLayout provider = versions.get(p);
    if (c < p && provider.end() > consumer.size()) {
      return cell(
          versions,
          c,
          p,
          Outcome.OVERFLOW,
          "the executable has room for %d bytes (DATA-COPY-SIZE)".formatted(consumer.size()));
    }
    if (c > p) {
      return cell(versions, c, p, Outcome.GARBAGE, "nobody sets the field, and nothing says so");
    }
    return cell(versions, c, p, Outcome.WORKS, "");
  }
}
