package dev.elfwright.elf.edit;

import dev.elfwright.elf.constant.DynamicTag;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the dynamic section while it changes.
 *
 * @param tag d_tag
 * @param value d_val in the original file, or the new number
 * @param text the string that the value names, or null
 * @param index its place in the original section, or {@link #NEW}
 */
record DynamicValue(long tag, long value, @Nullable String text, int index) {
  /** The index of an entry that the file did not have. */
  static final int NEW = -1;

  /** The value of a string that has no offset yet. */
  static final long UNPLACED = -1;

  static DynamicValue ofText(long tag, String text) {
    return new DynamicValue(tag, UNPLACED, text, NEW);
  }

  /** Whether values of this tag are offsets in DT_STRTAB (gABI, "Dynamic Section"; Solaris). */
  static boolean isText(long tag) {
    return tag == DynamicTag.NEEDED
        || tag == DynamicTag.SONAME
        || tag == DynamicTag.RPATH
        || tag == DynamicTag.RUNPATH
        || tag == DynamicTag.AUXILIARY
        || tag == DynamicTag.FILTER
        || tag == DynamicTag.CONFIG
        || tag == DynamicTag.DEPAUDIT
        || tag == DynamicTag.AUDIT;
  }

  String requireText() {
    return Objects.requireNonNull(text);
  }

  DynamicValue withText(String changed) {
    return new DynamicValue(tag, UNPLACED, changed, index);
  }

  DynamicValue withValue(long changed) {
    return new DynamicValue(tag, changed, text, index);
  }

  DynamicValue at(int place) {
    return new DynamicValue(tag, value, text, place);
  }
}
