package dev.elfwright.livepatch.calls;

/**
 * A function of a kernel or module, and the one of a livepatch that takes its place.
 *
 * @param name the old one's name
 * @param old the old one's address in the {@link CodeMap}
 * @param made the new one's address there
 */
record Replacement(String name, long old, long made) {}
