package dev.elfwright.link.fuse;

import java.util.List;
import java.util.Optional;

/**
 * How to unwind through the parts.
 *
 * @param frames their call frames
 * @param index the sorted index of them, or empty when no part has any
 */
record Unwinding(CallFrames frames, Optional<UnwindIndex> index) {
  static Unwinding of(List<Part> parts, long address) {
    CallFrames frames = CallFrames.merge(parts, address);
    return new Unwinding(frames, UnwindIndex.of(parts, frames));
  }
}
