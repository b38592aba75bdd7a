package dev.elfwright.cli.output;

import dev.elfwright.elf.write.Content;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.elf.write.Placement;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan as JSON.
 *
 * @param file the file that it changes
 * @param size of the new file, in bytes
 * @param placements what stands where, in order
 */
public record PlanReport(String file, long size, List<Piece> placements) {
  /**
   * One piece of the new file.
   *
   * @param offset in the new file, in bytes
   * @param size in bytes
   * @param what what it is
   * @param kind new bytes, bytes of the old file, or zeros
   * @param origin offset in the old file, of bytes of it
   */
  public record Piece(long offset, long size, String what, Kind kind, @Nullable Long origin) {}

  /** Where the bytes of a piece come from. */
  public enum Kind {
    NEW,
    KEPT,
    HOLE
  }

  /** The plan of a file. */
  public static PlanReport of(Path file, LayoutPlan plan) {
    return new PlanReport(
        file.toString(), plan.size(), plan.placements().stream().map(PlanReport::piece).toList());
  }

  private static Piece piece(Placement p) {
    return switch (p.content()) {
      case Content.Bytes _, Content.FileRange _ -> piece(p, Kind.NEW, null);
      case Content.Hole _ -> piece(p, Kind.HOLE, null);
      case Content.Kept(_, var origin, _) -> piece(p, Kind.KEPT, origin);
    };
  }

  private static Piece piece(Placement p, Kind kind, @Nullable Long origin) {
    return new Piece(p.offset(), p.size(), p.what(), kind, origin);
  }
}
