package dev.elfwright.livepatch.diff;

import dev.elfwright.livepatch.object.CompiledObject;
import dev.elfwright.livepatch.object.Piece;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The objects that one source file became before and after a patch, and how they differ.
 *
 * @param original the object that the running kernel has
 * @param patched the object of the patched source
 * @param twins which pieces of the two are the same thing
 * @param comparison in what those differ
 * @param ignored pieces of the patched object whose changes the patch's author leaves out
 * @param reasons the words for differences
 */
record ObjectPair(
    CompiledObject original,
    CompiledObject patched,
    Twins twins,
    Comparison comparison,
    Set<Piece> ignored,
    Reasons reasons) {

  static ObjectPair of(CompiledObject original, CompiledObject patched, Reasons reasons) {
    Twins twins = Twins.find(original, patched);
    return new ObjectPair(
        original,
        patched,
        twins,
        Comparison.of(original, patched, twins),
        Author.ignored(patched),
        reasons);
  }

  /** What a piece of the patched object was in the original; null when it is new or has no name. */
  @Nullable Piece before(Piece piece) {
    return twins.inOriginal(piece);
  }

  /** In what a piece of the patched object differs from what it was; null when it does not. */
  @Nullable Difference difference(Piece piece) {
    return comparison.differenceOf(piece);
  }

  /** Whether the author leaves out what the patch changes in this piece of the patched object. */
  boolean isLeftOut(Piece piece) {
    return ignored.contains(piece);
  }
}
