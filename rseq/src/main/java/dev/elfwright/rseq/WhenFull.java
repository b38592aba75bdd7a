package dev.elfwright.rseq;

/** What a trace does with an event for which there is no room. */
public enum WhenFull {
  /** Forgets the oldest of the CPU: what is there at the end is what happened last. */
  OVERWRITE_OLDEST,

  /** Refuses the event: what is there at the end is what happened first. */
  DROP_NEWEST
}
