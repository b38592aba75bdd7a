package dev.elfwright.tls;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Why a dlopen fails.
 *
 * @param rule the loader's rule
 * @param library the library that the loader names: the one whose segment finds no place, or that
 *     is missing
 * @param segment its segment; empty when it is missing
 * @param askedBy the library whose relocation asks for the place
 * @param symbol the variable that is asked for, empty for the segment as a whole
 * @param free bytes of the surplus that are free at that moment
 * @param message one sentence for people
 */
public record Refusal(
    Rule rule,
    Path library,
    Optional<TlsSegment> segment,
    Optional<Path> askedBy,
    String symbol,
    long free,
    String message) {
  static Refusal of(Rule rule, Claim claim, TlsSegment s, StaticBlock block) {
    Path library = claim.target().path();
    String need = "%d bytes aligned to %d".formatted(s.size(), s.alignment());
    String message =
        switch (rule) {
          case ALIGNMENT ->
              "it needs %s, and the block was made with an alignment of %d"
                  .formatted(need, block.alignment());
          case SURPLUS ->
              "it needs %s%s, and %d are free"
                  .formatted(
                      need,
                      s.firstByte() == 0 ? "" : " plus " + s.firstByte(),
                      Math.max(0, block.free()));
          case USED_DYNAMICALLY ->
              "it needs %s in the static block, and threads use it elsewhere already"
                  .formatted(need);
          case MUSL, MISSING -> throw new IllegalArgumentException(rule.id());
        };
    return new Refusal(
        rule,
        library,
        Optional.of(s),
        Optional.of(claim.from().path()),
        claim.symbol(),
        Math.max(0, block.free()),
        message);
  }

  boolean isOf(Claim claim) {
    return askedBy.filter(claim.from().path()::equals).isPresent()
        && library.equals(claim.target().path())
        && symbol.equals(claim.symbol());
  }

  static Refusal missing(dev.elfwright.link.graph.MissingLibrary missing, long free) {
    return new Refusal(
        Rule.MISSING,
        Path.of(missing.name()),
        Optional.empty(),
        Optional.ofNullable(missing.neededBy()).map(o -> o.path()),
        "",
        free,
        missing.toString());
  }
}
