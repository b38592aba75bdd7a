package dev.elfwright.livepatch.build;

/**
 * A state of the system that a livepatch takes into its care, so that later ones know whether they
 * understand what it has changed (struct klp_state; Documentation/livepatch/system-state.rst). A
 * livepatch is refused by the kernel when one that is loaded has a higher version of a state, or,
 * where it replaces that one, when it lacks the state.
 *
 * @param id which state; any number that all patches of one author agree on
 * @param version 0 or more, 32 bits
 */
public record State(long id, int version) {
  /** Both have to be 0 or more. */
  public State {
    if (id < 0 || version < 0) {
      throw new IllegalArgumentException(
          "state %d, version %d: expected numbers of 0 or more".formatted(id, version));
    }
  }
}
