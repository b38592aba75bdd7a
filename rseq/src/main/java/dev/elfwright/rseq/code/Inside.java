package dev.elfwright.rseq.code;

/**
 * What is inside of sections besides their work: nothing, in the product.
 *
 * <p>Tests put a delay before every commit, so that the kernel often finds threads inside, and
 * leave out the registration of sections, after which the same programs have to go wrong: a test
 * that passes either way would show nothing.
 *
 * @param pauses how many times the processor pauses before each commit
 * @param guard whether the kernel is told about the section
 */
public record Inside(int pauses, Guard guard) {
  /** Whether the kernel is told about a section. */
  public enum Guard {
    SECTION,
    NONE
  }

  /** What runs in production. */
  public static final Inside NOTHING = new Inside(0, Guard.SECTION);

  private static final String PROPERTY = "dev.elfwright.rseq.inside";

  /**
   * What the property {@code dev.elfwright.rseq.inside} says, which is for tests: {@code delayed}
   * or {@code broken}.
   */
  public static Inside ofProperty() {
    return switch (System.getProperty(PROPERTY, "")) {
      case "delayed" -> new Inside(12, Guard.SECTION);
      case "broken" -> new Inside(12, Guard.NONE);
      case "" -> NOTHING;
      case String other ->
          throw new IllegalArgumentException(
              PROPERTY + ": expected delayed or broken but was " + other);
    };
  }
}
