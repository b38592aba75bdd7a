package dev.elfwright.livepatch.build;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Headers of a copy of the source, seen before those of the headers package. The kernel's build
 * names the package's folders; each is preceded by the copy's, and what is included without being
 * asked for is the copy's.
 *
 * @param headers what the headers package has of the source
 * @param copy a copy of the source
 */
record Overlay(Path headers, Path copy) {
  private static final Pattern SYSTEM = Pattern.compile(" -nostdinc ");

  /** A command for a compiler with the copy's headers. */
  String over(String shell) {
    StringBuilder folders = new StringBuilder(" -nostdinc ");
    for (String below :
        new String[] {"arch/x86/include", "include", "arch/x86/include/uapi", "include/uapi"}) {
      folders.append("-I").append(copy.resolve(below)).append(' ');
    }
    return SYSTEM
        .matcher(shell)
        .replaceFirst(Matcher.quoteReplacement(folders.toString()))
        .replace(" -include " + headers + "/", " -include " + copy + "/");
  }
}
