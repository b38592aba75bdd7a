package dev.elfwright.livepatch.diff;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.livepatch.LivepatchRefusedException;
import dev.elfwright.livepatch.kernel.KernelImage;
import dev.elfwright.livepatch.kernel.KernelObject;
import dev.elfwright.livepatch.object.CompiledObject;
import dev.elfwright.livepatch.object.Compilers;
import dev.elfwright.livepatch.object.Piece;
import dev.elfwright.livepatch.special.StructureSizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a patch changes in one object file of a kernel. */
public final class ObjectDiff {
  private final ObjectPair pair;
  private final Selection selection;
  private final List<String> refusals;
  private final List<Irrelevant> irrelevant;

  private ObjectDiff(
      ObjectPair pair, Selection selection, List<String> refusals, List<Irrelevant> irrelevant) {
    this.pair = pair;
    this.selection = selection;
    this.refusals = refusals;
    this.irrelevant = irrelevant;
  }

  /**
   * Compares the object files that one source file became before and after a patch.
   *
   * @throws LivepatchRefusedException when a file is of no use for it, or the two do not fit each
   *     other
   * @throws dev.elfwright.elf.ElfFormatException when a file is malformed
   */
  public static ObjectDiff between(ElfModel original, ElfModel patched) {
    CompiledObject before = CompiledObject.read(original);
    CompiledObject after = CompiledObject.read(patched);
    requireAlike(before, after);
    requireOneCompiler(original, patched);
    return of(ObjectPair.of(before, after, new Reasons(new SourcePlaces(patched))));
  }

  private static ObjectDiff of(ObjectPair pair) {
    Selection selection = Selection.of(pair);
    List<String> refusals = new ArrayList<>(Refusals.find(pair, selection));
    refusals.addAll(StayingCallers.find(pair, selection));
    Accounts accounts = new Accounts(pair, selection);
    if (refusals.isEmpty()) {
      refusals.addAll(accounts.unexplained());
    }
    return new ObjectDiff(
        pair, selection, List.copyOf(refusals), List.copyOf(accounts.irrelevant()));
  }

  /** Two compilers make different code of the same source, and nothing of that is the patch's. */
  private static void requireOneCompiler(ElfModel original, ElfModel patched) {
    Set<String> before = Compilers.of(original);
    Set<String> after = Compilers.of(patched);
    if (!before.isEmpty() && !after.isEmpty() && !before.equals(after)) {
      throw new LivepatchRefusedException(
          "%s was compiled by %s, %s by %s"
              .formatted(
                  original.file(),
                  String.join(", ", before),
                  patched.file(),
                  String.join(", ", after)));
    }
  }

  private static void requireAlike(CompiledObject original, CompiledObject patched) {
    if (original.processor() != patched.processor()) {
      throw new LivepatchRefusedException(
          "%s is for %s, %s for %s"
              .formatted(original, original.processor(), patched, patched.processor()));
    }
    if (original.flags() != patched.flags()) {
      throw new LivepatchRefusedException(
          "%s and %s were compiled for different ABIs: e_flags 0x%x and 0x%x"
              .formatted(original, patched, original.flags(), patched.flags()));
    }
  }

  /** Whether the patch has nothing to carry. */
  public boolean isEmpty() {
    return selection.included().isEmpty();
  }

  /** Why the patch cannot be carried into a running kernel, a line each; empty when it can. */
  public List<String> refusals() {
    return refusals;
  }

  /** All that is carried, and why: first what has been found, then what that needs. */
  public List<Carried> carried() {
    return selection.included().entrySet().stream()
        .map(e -> carried(e.getKey(), e.getValue()))
        .toList();
  }

  /** The functions that are replaced or added. */
  public List<Carried> functions() {
    return carried().stream().filter(c -> c.what() == Carried.What.FUNCTION).toList();
  }

  /** The differences that are not carried, and why. */
  public List<Irrelevant> irrelevant() {
    return irrelevant;
  }

  private Carried carried(Piece piece, String why) {
    Piece twin = pair.before(piece);
    Carried.Change change =
        selection.isReplacedThroughCallers(piece)
            ? Carried.Change.COPIED
            : twin != null
                ? Carried.Change.CHANGED
                : piece.isNamed() ? Carried.Change.NEW : Carried.Change.COPIED;
    return new Carried(
        twin != null ? twin.name() : piece.name(),
        Carried.What.valueOf(piece.kind().name()),
        change,
        piece.size(),
        why);
  }

  /**
   * An object file of all that is carried, to be linked into the patch's module. The kernel finds
   * symbols of the patched object by their names, and refuses the patch when one has a namesake.
   *
   * @param object the patched object: {@code vmlinux}, or a module's name with underscores
   * @throws LivepatchRefusedException when the patch cannot be carried, or has nothing to carry
   */
  public LayoutPlan plan(String object) {
    return plan(SymbolPositions.unknown(object));
  }

  /**
   * The same for a kernel or module that is at hand: each symbol is looked up in it, and where
   * several have one name, told by its bytes.
   *
   * @throws LivepatchRefusedException also when a symbol is not found
   */
  public LayoutPlan plan(KernelObject kernel) {
    return plan(kernel, Map.of());
  }

  /**
   * The same where somebody knows positions by other means, as where the whole object file lies.
   *
   * @param known the position of a symbol by its name, 0 for one without namesakes
   * @throws LivepatchRefusedException as there
   */
  public LayoutPlan plan(KernelObject kernel, Map<String, Integer> known) {
    if (kernel instanceof KernelImage image) {
      StructureSizes types = StructureSizes.of(image.elf());
      KernelSizes.requireAgreement(pair.original(), image.elf().file(), types);
      KernelSizes.requireAgreement(pair.patched(), image.elf().file(), types);
    }
    return plan(new Namesakes(kernel, pair.original().processor(), known));
  }

  private LayoutPlan plan(SymbolPositions kernel) {
    if (!refusals.isEmpty()) {
      throw new LivepatchRefusedException(pair.patched() + ": " + refusals.getFirst());
    }
    if (isEmpty()) {
      throw new LivepatchRefusedException(pair.patched() + ": nothing that runs has changed");
    }
    return new PatchObject(pair, selection, kernel).plan();
  }
}
