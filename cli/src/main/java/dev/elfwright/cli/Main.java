package dev.elfwright.cli;

import dev.elfwright.cli.output.Terminal;

/** The process's entry. Everything testable is in {@link Elfwright}. */
public final class Main {
  private Main() {}

  /**
   * Runs one command and ends the process with its exit code.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    spareStartUp();
    Preparation.begin(args);
    var terminal = Terminal.ofProcess();
    int exitCode = new Elfwright(terminal).run(args);
    terminal.flush();
    // halt, not exit: no command leaves work to a shutdown hook, and exit waits for one it starts.
    Runtime.getRuntime().halt(exitCode);
  }

  /**
   * Leaves out what picocli prepares and this program never uses; 11 of 18 ms, measured. It looks
   * for Groovy, which is not there, so every jar is opened; and it finds converters for types of
   * java.sql and java.time by reflection.
   */
  static void spareStartUp() {
    System.setProperty("picocli.disable.closures", "true");
    System.setProperty("picocli.converters.excludes", ".*");
  }
}
