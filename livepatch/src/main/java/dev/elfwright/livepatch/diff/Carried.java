package dev.elfwright.livepatch.diff;

/**
 * Something that the patch carries.
 *
 * @param name the symbol's name, or the section and offset of what has none
 * @param what what it is
 * @param change what happened to it
 * @param size in bytes
 * @param why why it is carried
 */
public record Carried(String name, What what, Change change, long size, String why) {
  /** What is carried. */
  public enum What {
    /** Machine code with a name. */
    FUNCTION,
    /** A variable. */
    VARIABLE,
    /** Constant data with a name. */
    CONSTANT,
    /** What belongs to code that is carried: strings, tables, its cold part. */
    CONTENT,
    /** An entry of a special section. */
    ENTRY
  }

  /** How it relates to the original. */
  public enum Change {
    /** It is not what it was, or goes to what is not and cannot be replaced itself. */
    CHANGED,
    /** The original has none. */
    NEW,
    /**
     * It goes with those that use it: it has no name under which the original could be used, or the
     * tracer cannot lead from the original to it.
     */
    COPIED
  }
}
