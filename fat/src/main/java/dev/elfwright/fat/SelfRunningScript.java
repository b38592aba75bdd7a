package dev.elfwright.fat;

import dev.elfwright.elf.ElfBytes;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

/**
 * A FatELF image behind a shell script that runs it, so that nothing has to be installed.
 *
 * <p>The second line says where the image begins, in ten digits; the launcher reads it too. Between
 * script and image lie the launchers, each at a multiple of 4096. The script copies the one for its
 * machine to a file that can be run, which removes itself as it starts.
 */
final class SelfRunningScript {
  private static final String START = "#!/bin/sh\n# fatelf ";
  private static final int DIGITS = 10;
  static final int PAGE = 4096;

  /**
   * A launcher that the file brings along.
   *
   * @param machine as uname calls it
   * @param bytes the program, two pages at most
   */
  record Carried(String machine, byte[] bytes) {}

  private SelfRunningScript() {}

  /** Where the image begins, when a file is such a script. */
  static OptionalLong imageOf(ElfBytes in) {
    int size = START.length() + DIGITS;
    if (in.size() < size || !in.text(0, START.length()).equals(START)) {
      return OptionalLong.empty();
    }
    String digits = in.text(START.length(), DIGITS);
    if (!digits.matches("[0-9]+") || Long.parseLong(digits) > in.size()) {
      throw in.malformed(
          START.length(), "script", "expected the offset of its image but found " + digits);
    }
    return OptionalLong.of(Long.parseLong(digits));
  }

  /** The script, one page at most. */
  static MemorySegment text(List<Carried> launchers, long image) {
    StringBuilder text = new StringBuilder(START).append("%010d%n".formatted(image));
    text.append("# Made by elfwright: one program for several architectures.\n");
    text.append("case $(uname -m) in\n");
    for (int i = 0; i < launchers.size(); i++) {
      text.append("%s) at=%d ;;%n".formatted(launchers.get(i).machine(), 1 + 2 * i));
    }
    text.append(
        """
        *) echo "elfwright: $0: no launcher for $(uname -m)" >&2; exit 126 ;;
        esac
        for folder in /dev/shm "${TMPDIR:-/tmp}" "$HOME"; do
          file=$(mktemp "$folder/elfwright.XXXXXX" 2>/dev/null) || continue
          dd if="$0" of="$file" bs=4096 skip=$at count=2 2>/dev/null && chmod 700 "$file" &&
            [ -x "$file" ] && exec "$file" --self "$0" "$@"
          rm -f "$file"
        done
        echo "elfwright: $0: no folder for a program of 8 KiB, see TMPDIR" >&2
        exit 126
        """);
    return MemorySegment.ofArray(text.toString().getBytes(StandardCharsets.US_ASCII));
  }
}
