package dev.elfwright.natives.rule;

import dev.elfwright.natives.model.NativeLibrary;
import java.util.stream.Stream;

/**
 * Libraries load where memory pages have this size: each PT_LOAD is aligned to it, in its p_align
 * and in the distance between its address and its offset. Android 15 asks for 16 KiB of 64-bit
 * libraries; kernels for aarch64, ppc64 and loongarch64 come with 64 KiB.
 *
 * @param page the size of a page in bytes, a power of two from 4096 on
 */
public record LoadsOnPages(long page) implements LibraryRule {
  private static final long SMALLEST = 4096;

  /** Android's, in bytes. */
  public static final long ANDROID_15 = 16 << 10;

  /** The largest that a Linux kernel is built with for any machine in common use, in bytes. */
  public static final long LARGEST = 64 << 10;

  /** Refuses what is no size of a page. */
  public LoadsOnPages {
    if (page < SMALLEST || Long.bitCount(page) != 1) {
      throw new IllegalArgumentException(page + " bytes are no size of a page");
    }
  }

  @Override
  public String name() {
    return "pages";
  }

  @Override
  public Stream<Finding> check(NativeLibrary library) {
    return Finding.unless(
        library.largestPage() >= page,
        () ->
            Finding.violation(
                this,
                library,
                "",
                "loads on pages of at most %d bytes, asked for: %d"
                    .formatted(library.largestPage(), page),
                "link with -Wl,-z,max-page-size=" + page));
  }
}
