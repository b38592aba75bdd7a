package dev.elfwright.elf.diff;

import java.util.List;

/** One difference between an old file and a new one. */
public sealed interface Change {
  /** What differs. */
  Subject subject();

  /**
   * Only the new file has it.
   *
   * @param facts what is known of it
   */
  record Added(Subject subject, List<Fact> facts) implements Change {
    /** Copies the list. */
    public Added {
      facts = List.copyOf(facts);
    }
  }

  /**
   * Only the old file has it.
   *
   * @param facts what was known of it
   */
  record Removed(Subject subject, List<Fact> facts) implements Change {
    /** Copies the list. */
    public Removed {
      facts = List.copyOf(facts);
    }
  }

  /**
   * Both files have it, with another property.
   *
   * @param property what of it differs, such as {@code size}
   * @param before the value in the old file, empty for none
   * @param after the value in the new file, empty for none
   */
  record Altered(Subject subject, String property, String before, String after) implements Change {}

  /**
   * A property of something that only one file has.
   *
   * @param property its name, such as {@code size}
   * @param value numbers decimal, addresses hexadecimal, sizes in bytes
   */
  record Fact(String property, String value) {}
}
