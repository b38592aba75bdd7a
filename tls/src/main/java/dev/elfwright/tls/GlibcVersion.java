package dev.elfwright.tls;

import dev.elfwright.elf.SymbolVersion;
import dev.elfwright.elf.VersionTable;
import dev.elfwright.link.graph.DependencySort;
import dev.elfwright.link.graph.LoadedObject;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release of glibc, which decides about the rules.
 *
 * @param major 2
 * @param minor such as 36
 */
public record GlibcVersion(int major, int minor) implements Comparable<GlibcVersion> {
  private static final Pattern TEXT =
      Pattern.compile("(?:GLIBC_)?([0-9]{1,3})[.]([0-9]{1,3})(?:[.][0-9]+)?");

  /**
   * The surplus is computed from tunables; descriptors take a bounded part of it (BZ 25051). What
   * is opened is relocated in the order of its constructors.
   */
  public static final GlibcVersion SURPLUS_BY_TUNABLES = new GlibcVersion(2, 32);

  /** On x86 descriptors are no longer bound when they are first used. */
  public static final GlibcVersion DESCRIPTORS_AT_ONCE = new GlibcVersion(2, 34);

  /** The area of restartable sequences asks for 32 bytes of alignment; objects are sorted anew. */
  public static final GlibcVersion RSEQ_IN_THREAD = new GlibcVersion(2, 35);

  /** What is opened is relocated last, whatever needs it (BZ 28937); earlier in updates. */
  public static final GlibcVersion ROOT_LAST = new GlibcVersion(2, 37);

  /** The area of restartable sequences lies behind the blocks of the start. */
  public static final GlibcVersion RSEQ_IN_BLOCK = new GlibcVersion(2, 41);

  /** Reads {@code 2.36} or {@code GLIBC_2.36}; empty for anything else. */
  public static Optional<GlibcVersion> parse(String text) {
    Matcher m = TEXT.matcher(text);
    return m.matches()
        ? Optional.of(new GlibcVersion(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2))))
        : Optional.empty();
  }

  /** The release that a set of objects holds: the newest version that its libc.so.6 defines. */
  static Optional<GlibcVersion> of(List<LoadedObject> objects) {
    return objects.stream()
        .filter(o -> o.soname().filter("libc.so.6"::equals).isPresent())
        .findFirst()
        .flatMap(libc -> libc.dynamic().versions())
        .flatMap(GlibcVersion::newest);
  }

  private static Optional<GlibcVersion> newest(VersionTable versions) {
    return versions.declared().values().stream()
        .filter(v -> v.from() instanceof SymbolVersion.Defined)
        .flatMap(v -> parse(v.name()).stream())
        .max(Comparator.naturalOrder());
  }

  /** Whether this release is at least the other. */
  public boolean isSince(GlibcVersion other) {
    return compareTo(other) >= 0;
  }

  /** How this release sorts what is opened. */
  DependencySort sort() {
    if (!isSince(SURPLUS_BY_TUNABLES)) {
      return DependencySort.ORIGINAL_WITH_ROOT;
    }
    if (!isSince(RSEQ_IN_THREAD)) {
      return DependencySort.ORIGINAL;
    }
    return isSince(ROOT_LAST) ? DependencySort.DEPTH_FIRST_ROOT_LAST : DependencySort.DEPTH_FIRST;
  }

  @Override
  public int compareTo(GlibcVersion other) {
    return Comparator.comparingInt(GlibcVersion::major)
        .thenComparingInt(GlibcVersion::minor)
        .compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
