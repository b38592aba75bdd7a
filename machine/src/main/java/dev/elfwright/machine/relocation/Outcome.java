package dev.elfwright.machine.relocation;

/** What came of applying a relocation. */
public sealed interface Outcome {
  /** The field was written. */
  record Applied(long value) implements Outcome {}

  /** The value does not fit; nothing was written. */
  record OutOfRange(RelocationKind kind, long value) implements Outcome {
    /** The finding in words. */
    public String message() {
      return "%s: %s does not fit %s"
          .formatted(kind.name(), FormulaText.number(value), kind.overflow().text());
    }
  }

  /** The value is no multiple of what the field counts in; nothing was written. */
  record Misaligned(RelocationKind kind, long value) implements Outcome {
    /** The finding in words. */
    public String message() {
      return "%s: %s is no multiple of %d"
          .formatted(kind.name(), FormulaText.number(value), kind.overflow().alignment());
    }
  }

  /** The type asks for nothing to be written: a hint, or work for the loader alone. */
  record Nothing() implements Outcome {}
}
