package dev.elfwright.fat.trial;

import dev.elfwright.fat.trial.TrialRow.Cause;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What commands that no longer work say of the reason. */
final class Complaint {
  /** glibc's, of a library that does not begin as ELF files do (elf/dl-load.c). */
  private static final Pattern LIBRARY = Pattern.compile("([^/\\s]+): invalid ELF header");

  /** The kernel's ELIBBAD: the program is thin, its interpreter is fat (fs/binfmt_elf.c). */
  private static final String LOADER = "Accessing a corrupted shared library";

  /**
   * The kernel's, which chroot(1) and others print; or the shell's: execvp(3) hands it what the
   * kernel does not know, and it reads the fat file as a script.
   */
  private static final Pattern PROGRAM =
      Pattern.compile("failed to run command|Exec format error|(?m)^[^ :]+: [0-9]+: ");

  private Complaint() {}

  /** The reason that an answer gives. */
  static String of(Commands.Answer answer) {
    for (String text : answer.texts()) {
      Matcher library = LIBRARY.matcher(text);
      if (library.find()) {
        return "the loader found " + library.group(1) + " fat";
      }
    }
    if (answer.texts().stream().anyMatch(t -> t.contains(LOADER))) {
      return "the kernel takes no fat loader for a thin program";
    }
    return answer.texts().stream().anyMatch(t -> PROGRAM.matcher(t).find())
        ? "the kernel knows no fat program"
        : "another answer";
  }

  /** Reasons by how often they were given. */
  static List<Cause> counted(List<String> reasons) {
    Map<String, Integer> counts = new TreeMap<>();
    reasons.forEach(r -> counts.merge(r, 1, Integer::sum));
    return counts.entrySet().stream()
        .map(e -> new Cause(e.getKey(), e.getValue()))
        .sorted(Comparator.comparingInt(Cause::commands).reversed())
        .toList();
  }
}
