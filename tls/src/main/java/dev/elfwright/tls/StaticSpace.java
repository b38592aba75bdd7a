package dev.elfwright.tls;

import dev.elfwright.link.graph.LoadedObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The static block while libraries come and go, as the loader keeps it (glibc elf/dl-reloc.c,
 * elf/dl-static-tls.h, elf/dl-close.c). An object's segment is at first nowhere; what is asked of
 * it first decides whether it comes to lie in the block or elsewhere, and then it stays there.
 */
final class StaticSpace {
  private final Map<LoadedObject, Variant.Piece> placed = new HashMap<>();
  private final Set<LoadedObject> elsewhere = new HashSet<>();
  private final ProcessKind kind;
  private StaticBlock block;

  private StaticSpace(StaticBlock block, ProcessKind kind) {
    this.block = block;
    this.kind = kind;
  }

  /** The space of a process with some objects placed by its start. */
  static StaticSpace of(ProcessStart start, Tunables tunables) {
    StaticSpace space = new StaticSpace(start.block(tunables), start.kind());
    space.placed.putAll(start.placed());
    return space;
  }

  StaticBlock block() {
    return block;
  }

  /** Where an object's segment lies, when it lies in the block. */
  Optional<Variant.Piece> piece(LoadedObject object) {
    return Optional.ofNullable(placed.get(object));
  }

  /** Meets the claims of a step one after the other, up to the first that cannot be met. */
  Optional<Refusal> apply(Step step) {
    for (Claim claim : step.claims()) {
      Optional<Refusal> refusal = apply(claim);
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return Optional.empty();
  }

  private Optional<Refusal> apply(Claim claim) {
    LoadedObject target = claim.target();
    if (claim.access() == TlsAccess.DYNAMIC || placed.containsKey(target)) {
      return Optional.empty();
    }
    TlsSegment segment = TlsSegment.of(target.model()).orElse(null);
    if (segment == null) {
      return Optional.empty();
    }
    // A statically linked program has no other way to serve a descriptor.
    boolean optional =
        claim.access() == TlsAccess.DESCRIPTOR && kind != ProcessKind.STATICALLY_LINKED;
    Optional<Rule> objection =
        elsewhere.contains(target) ? Optional.of(Rule.USED_DYNAMICALLY) : block.objection(segment);
    if (objection.isPresent()) {
      return optional
          ? Optional.empty()
          : Optional.of(Refusal.of(objection.get(), claim, segment, block));
    }
    long cost = block.cost(segment);
    if (!optional || cost <= block.optional()) {
      Variant.Piece piece = block.area().variant().take(block, segment);
      placed.put(target, piece);
      block = block.with(piece).withOptional(block.optional() - (optional ? cost : 0));
    }
    return Optional.empty();
  }

  /** A thread calls __tls_get_addr for an object: if it has no place yet, it gets none any more. */
  void touch(LoadedObject object) {
    if (!placed.containsKey(object)) {
      elsewhere.add(object);
    }
  }

  /**
   * Takes back the pieces of objects that are unloaded. Only what lies at the end of what is used
   * becomes free again, and bytes lost to alignment do not.
   *
   * @param gone in the order of their destructors
   */
  void release(List<LoadedObject> gone) {
    long start = 0;
    long end = 0;
    for (LoadedObject object : gone) {
      elsewhere.remove(object);
      Variant.Piece piece = placed.remove(object);
      if (piece == null) {
        continue;
      }
      if (end == 0) {
        start = piece.start();
        end = piece.end();
      } else if (piece.end() == start) {
        start = piece.start();
      } else if (piece.start() == end) {
        end = piece.end();
      } else if (piece.end() == block.used()) {
        block = block.withUsed(piece.start());
      } else {
        if (end == block.used()) {
          block = block.withUsed(start);
        } else if (end >= piece.end()) {
          continue;
        }
        start = piece.start();
        end = piece.end();
      }
    }
    if (end != 0 && end == block.used()) {
      block = block.withUsed(start);
    }
  }
}
