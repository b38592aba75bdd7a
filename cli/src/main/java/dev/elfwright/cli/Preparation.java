package dev.elfwright.cli;

import dev.elfwright.packages.ExtendedAttributes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Set;

/**
 * What the JDK does at first use and no AOT cache holds (JDK 25), done while the command line is
 * parsed: memory segments, through which files are read, spin method handles for some 10 ms, and
 * the call that lists extended attributes for 45.
 */
final class Preparation extends Thread {
  /** Commands of {@code fat} that keep a file's attributes, and FatELF's names for them. */
  private static final Set<String> KEEPING =
      Set.of(
          "create",
          "thin",
          "extract",
          "extract-family",
          "remove",
          "replace",
          "align",
          "convert",
          "fatelf-glue",
          "fatelf-extract",
          "fatelf-remove",
          "fatelf-replace");

  private final String command;

  private Preparation(String command) {
    this.command = command;
    setDaemon(true);
  }

  /** Begins, and does not wait. */
  static void begin(String[] args) {
    if (args.length > 1) {
      new Preparation(args[0].equals("fat") || args[0].equals("elf") ? args[1] : args[0]).start();
    }
  }

  @Override
  public void run() {
    MemorySegment.ofArray(new byte[1]);
    try (Arena arena = Arena.ofConfined()) {
      arena.allocate(1);
    }
    if (KEEPING.contains(command)) {
      ExtendedAttributes.prepare();
    }
  }
}
