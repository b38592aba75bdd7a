package dev.elfwright.link.fuse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** What relocating one part leaves to be done when the program starts, in its own addresses. */
final class PartEdits {
  /** A word that gets an import's address plus an addend. */
  record ImportSlot(long address, Target.Import target, long addend) {}

  /** A word that gets what the resolver returns. */
  record ResolverSlot(long address, long resolver) {}

  /** A relocation that ld.so applies. */
  record LoaderRelocation(long address, int type, Target.@Nullable Import symbol, long addend) {}

  /** Bytes of a fused library that the program holds a copy of. */
  record Copy(long from, Part source, long to, long size) {}

  private long[] slides = new long[256];
  private int slideCount;
  final List<ImportSlot> imports = new ArrayList<>();
  final List<ResolverSlot> resolvers = new ArrayList<>();
  final List<LoaderRelocation> loader = new ArrayList<>();
  final List<Copy> copies = new ArrayList<>();

  /** Words that only PLT entries read, by vaddr. */
  final Map<Long, Target> calls = new LinkedHashMap<>();

  void slide(long address) {
    if (slideCount == slides.length) {
      slides = Arrays.copyOf(slides, 2 * slideCount);
    }
    slides[slideCount++] = address;
  }

  /** Whether anything writes to these addresses when the program starts. */
  boolean writesTo(long start, long end) {
    return LongStream.concat(
            slides(),
            LongStream.concat(
                imports.stream().mapToLong(ImportSlot::address),
                LongStream.concat(
                    resolvers.stream().mapToLong(ResolverSlot::address),
                    loader.stream().mapToLong(LoaderRelocation::address))))
        .anyMatch(a -> a >= start && a < end);
  }

  LongStream slides() {
    return Arrays.stream(slides, 0, slideCount);
  }
}
