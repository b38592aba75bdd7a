package dev.elfwright.link.fuse;

import dev.elfwright.link.graph.SearchEnvironment;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How to fuse.
 *
 * @param addressMode who chooses the base address
 * @param keep sonames or paths of libraries that stay separate; what they need stays with them
 * @param guard what is checked at each start
 * @param environment how the loader searches
 * @param base the base address to use, or empty to draw one; a multiple of the page size
 * @param progress told what is being done
 * @param without rules that are switched off, for tests of the rules
 */
public record FuseOptions(
    AddressMode addressMode,
    List<String> keep,
    Guard guard,
    SearchEnvironment environment,
    OptionalLong base,
    FuseProgress progress,
    Set<Rule> without) {

  /** The defaults: a new address for each process, nothing kept, everything guarded. */
  public static FuseOptions defaults() {
    return new FuseOptions(
        AddressMode.PROCESS,
        List.of(),
        Guard.FILES,
        SearchEnvironment.current(),
        OptionalLong.empty(),
        FuseProgress.NONE,
        EnumSet.noneOf(Rule.class));
  }

  /** The same with another address mode. */
  public FuseOptions withAddressMode(AddressMode mode) {
    return new FuseOptions(mode, keep, guard, environment, base, progress, without);
  }

  /** The same with other libraries kept. */
  public FuseOptions withKeep(List<String> libraries) {
    return new FuseOptions(
        addressMode, List.copyOf(libraries), guard, environment, base, progress, without);
  }

  /** The same with another guard. */
  public FuseOptions withGuard(Guard other) {
    return new FuseOptions(addressMode, keep, other, environment, base, progress, without);
  }

  /** The same with another search. */
  public FuseOptions withEnvironment(SearchEnvironment other) {
    return new FuseOptions(addressMode, keep, guard, other, base, progress, without);
  }

  /** The same with another listener. */
  public FuseOptions withProgress(FuseProgress listener) {
    return new FuseOptions(addressMode, keep, guard, environment, base, listener, without);
  }

  FuseOptions without(Rule first, Rule... more) {
    return new FuseOptions(
        addressMode, keep, guard, environment, base, progress, EnumSet.of(first, more));
  }

  boolean obeys(Rule rule) {
    return !without.contains(rule);
  }
}
