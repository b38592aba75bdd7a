package dev.elfwright.tls;

import dev.elfwright.link.graph.DependencySort;
import java.util.OptionalLong;

/**
 * The tunables that decide about static TLS (glibc elf/dl-tunables.list), as GLIBC_TUNABLES gives
 * them. Values out of range are passed over, as glibc does.
 *
 * @param namespaces {@code glibc.rtld.nns}, 1 to 16, usually 4
 * @param optional {@code glibc.rtld.optional_static_tls} in bytes, usually 512
 * @param dynamicSort {@code glibc.rtld.dynamic_sort}, empty when it is not set: 1 for the order of
 *     glibc before 2.35
 */
public record Tunables(int namespaces, long optional, OptionalLong dynamicSort) {
  /** What holds when GLIBC_TUNABLES is not set. */
  public static final Tunables DEFAULT = new Tunables(4, 512, OptionalLong.empty());

  static final String OPTIONAL = "glibc.rtld.optional_static_tls";
  private static final int MOST_NAMESPACES = 16;

  /**
   * The bytes that a process may be given; with more, glibc's own computation in an int goes wrong.
   */
  static final long MOST_OPTIONAL = Integer.MAX_VALUE / 2;

  /** Reads {@code NAME=VALUE:NAME=VALUE}. Other tunables are none of our business. */
  public static Tunables parse(String text) {
    Tunables read = DEFAULT;
    for (String setting : text.split(":")) {
      int sign = setting.indexOf('=');
      if (sign > 0) {
        OptionalLong value = number(setting.substring(sign + 1));
        if (value.isPresent()) {
          read = read.with(setting.substring(0, sign), value.getAsLong());
        }
      }
    }
    return read;
  }

  private Tunables with(String name, long value) {
    return switch (name) {
      case "glibc.rtld.nns" ->
          value >= 1 && value <= MOST_NAMESPACES
              ? new Tunables((int) value, optional, dynamicSort)
              : this;
      case OPTIONAL -> value >= 0 && value <= MOST_OPTIONAL ? withOptional(value) : this;
      case "glibc.rtld.dynamic_sort" ->
          value == 1 || value == 2
              ? new Tunables(namespaces, optional, OptionalLong.of(value))
              : this;
      default -> this;
    };
  }

  /** Decimal, or octal after 0, or hexadecimal after 0x (elf/dl-misc.c, _dl_strtoul). */
  private static OptionalLong number(String text) {
    try {
      return OptionalLong.of(Long.decode(text));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** The same with another {@code glibc.rtld.optional_static_tls}. */
  public Tunables withOptional(long bytes) {
    return new Tunables(namespaces, bytes, dynamicSort);
  }

  /**
   * How a release of glibc sorts objects under these tunables.
   *
   * @param usual how it does without them
   */
  DependencySort sort(GlibcVersion version, DependencySort usual) {
    boolean isAsked =
        version.isSince(GlibcVersion.RSEQ_IN_THREAD)
            && dynamicSort.isPresent()
            && dynamicSort.getAsLong() == 1;
    return isAsked ? DependencySort.ORIGINAL : usual;
  }
}
