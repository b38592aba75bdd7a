package dev.elfwright.livepatch.special;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The table of special sections of kernels since 4.4, a resource beside this class. What has no
 * line here is either an ordinary section of code or data ({@link #isOrdinary}) or unknown; new
 * kernels bring new ones, and whoever meets an unknown one that refers to changed code stops.
 */
public final class SpecialSections {
  private static final List<SpecialSection> ALL = read();

  // What compilers name sections, and kernels where plain code and data is kept together.
  private static final List<String> ORDINARY =
      List.of(
          ".text",
          ".data",
          ".bss",
          ".rodata",
          ".rel.ro",
          ".sdata",
          ".sbss",
          ".tdata",
          ".tbss",
          ".lrodata",
          ".ldata",
          ".lbss",
          ".sched.text",
          ".cpuidle.text",
          ".lock.text",
          ".kprobes.text",
          ".softirqentry.text",
          ".irqentry.text",
          ".entry.text",
          ".noinstr.text",
          ".spinlock.text",
          ".static_call.text",
          ".ref.text",
          ".ref.data",
          ".ref.rodata",
          "__init_rodata",
          ".head.text",
          ".idmap.text",
          ".hibernate_exit.text",
          ".mmuoff.data",
          ".vsyscall",
          "COMMON");

  private SpecialSections() {}

  private static List<SpecialSection> read() {
    try (InputStream in = SpecialSections.class.getResourceAsStream("sections")) {
      if (in == null) {
        throw new IllegalStateException("the table of special sections is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(l -> !l.isBlank() && !l.startsWith("#"))
          .map(SpecialSection::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All lines, in the order of the table. */
  public static List<SpecialSection> all() {
    return ALL;
  }

  /**
   * The line for a section, the first that matches.
   *
   * @param processor as uname calls it, such as {@code x86_64}
   */
  public static Optional<SpecialSection> find(String name, String processor) {
    for (SpecialSection s : ALL) {
      if (s.matches(name, processor)) {
        return Optional.of(s);
      }
    }
    return Optional.empty();
  }

  /** Whether a name is one of plain code or data. */
  public static boolean isOrdinary(String name) {
    for (String prefix : ORDINARY) {
      if (name.startsWith(prefix)
          && (name.length() == prefix.length() || name.charAt(prefix.length()) == '.')) {
        return true;
      }
    }
    return false;
  }
}
