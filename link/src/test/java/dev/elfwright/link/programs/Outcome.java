package dev.elfwright.link.programs;

/**
 * How a command ended.
 *
 * @param exit the status that a shell would show
 * @param output what it wrote to standard output and standard error, in that order
 */
record Outcome(int exit, String output) {
  /** The output of a command that has to succeed. */
  String ofSuccess() {
    if (exit != 0) {
      throw new AssertionError("ended with " + exit + ": " + output);
    }
    return output;
  }
}
