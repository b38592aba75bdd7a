package dev.elfwright.livepatch.object;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Names;
import dev.elfwright.elf.Section;
import dev.elfwright.livepatch.kernel.KernelImage;
import dev.elfwright.livepatch.kernel.KernelModule;
import dev.elfwright.livepatch.kernel.KernelObject;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The compilers that made a file, by the names that they leave in it. */
public final class Compilers {
  /** {@code Linux version RELEASE (USER@HOST) (COMPILER, LINKER) #NUMBER}. */
  private static final Pattern IN_BANNER = Pattern.compile("\\) \\(([^,]+), ");

  private static final Pattern VERSION = Pattern.compile("[0-9]+\\.[0-9]+\\.[0-9]+$");

  private Compilers() {}

  /** Section {@code .comment} has one string for each; empty where there is none. */
  public static Set<String> of(ElfModel object) {
    Set<String> names = new TreeSet<>();
    object
        .section(".comment")
        .filter(Section::hasBytes)
        .ifPresent(s -> {
          byte[] text = s.bytes().toArray(ValueLayout.JAVA_BYTE);
          for (String name : new String(text, StandardCharsets.ISO_8859_1).split("\0")) {
            if (!name.isEmpty()) {
              names.add(Names.printable(name));
            }
          }
        });
    return names;
  }

  /** A kernel's image has no such section any more, and says it in its banner. */
  private static Set<String> of(KernelObject kernel) {
    return switch (kernel) {
      case KernelModule module -> of(module.elf());
      case KernelImage image -> {
        Matcher found = IN_BANNER.matcher(image.banner());
        yield found.find() ? Set.of(Names.printable(found.group(1))) : Set.of();
      }
    };
  }

  /** By which compilers an object was made and what a kernel has of it; empty if nobody knows. */
  public static String compared(ElfModel object, KernelObject kernel) {
    Set<String> here = of(object);
    Set<String> there = of(kernel);
    if (here.isEmpty() || there.isEmpty()) {
      return "";
    }
    return versions(here).equals(versions(there))
        ? "; both by " + String.join(", ", here)
        : "; compiled here by %s, there by %s"
            .formatted(String.join(", ", here), String.join(", ", there));
  }

  /**
   * {@code GCC: (Debian 12.2.0-14) 12.2.0} and {@code gcc-12 (Debian 12.2.0-14) 12.2.0} are one.
   */
  private static Set<String> versions(Set<String> compilers) {
    Set<String> versions = new TreeSet<>();
    for (String c : compilers) {
      int bracket = c.indexOf('(');
      boolean isGcc = bracket > 0 && c.regionMatches(true, 0, "gcc", 0, 3);
      versions.add(isGcc && VERSION.matcher(c).find() ? "gcc " + c.substring(bracket) : c);
    }
    return versions;
  }
}
