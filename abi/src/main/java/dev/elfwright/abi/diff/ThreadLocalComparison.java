package dev.elfwright.abi.diff;

import dev.elfwright.abi.consumer.StaticRoom;
import dev.elfwright.abi.library.ThreadLocals;
import java.util.Optional;

/**
 * Compares thread-local blocks. A block that is found by a call may grow as it likes. One at a
 * fixed distance from the thread pointer is laid out at start, or, for a library that is loaded
 * later, put into what space is left.
 */
final class ThreadLocalComparison {
  private final ThreadLocals before;
  private final ThreadLocals after;

  ThreadLocalComparison(ThreadLocals before, ThreadLocals after) {
    this.before = before;
    this.after = after;
  }

  private static boolean isStatic(ThreadLocals block) {
    return block.model().filter(ThreadLocals.Model.STATIC::equals).isPresent();
  }

  Optional<Change> change() {
    if (!isStatic(after)) {
      return Optional.empty();
    }
    Victims victims = new Victims.LateLoaders(after.size(), after.alignment());
    if (after.alignment() > StaticRoom.PLAIN.alignment()
        && (after.alignment() > before.alignment() || !isStatic(before))) {
      return Optional.of(
          Change.of(
              Rule.TLS_ALIGN_GT_STATIC,
              "TLS",
              "static block aligned to %d, was %d".formatted(after.alignment(), before.alignment()),
              victims));
    }
    if (!isStatic(before)) {
      return Optional.of(
          Change.of(
              Rule.TLS_MODEL_IE,
              "TLS",
              "block of %d bytes has to be static now".formatted(after.size()),
              victims));
    }
    return after.size() > before.size()
        ? Optional.of(
            Change.of(
                Rule.TLS_SIZE,
                "TLS",
                "static block of %d bytes, was %d".formatted(after.size(), before.size()),
                victims))
        : Optional.empty();
  }
}
