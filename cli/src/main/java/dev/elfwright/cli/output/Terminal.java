package dev.elfwright.cli.output;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a command prints: results to {@code out}, all else to {@code err}.
 *
 * @param out results, buffered
 * @param err messages and progress
 * @param interactive whether somebody watches {@code err}, so that progress may move
 * @param usual how {@code out} is coloured when nothing else is asked for
 */
public record Terminal(PrintStream out, PrintStream err, boolean interactive, Ink usual) {

  /** Results that go to no terminal. */
  public Terminal(PrintStream out, PrintStream err, boolean interactive) {
    this(out, err, interactive, Ink.PLAIN);
  }

  /** The standard streams of this process. */
  public static Terminal ofProcess() {
    var buffered = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16);
    return new Terminal(
        new PrintStream(buffered, false, StandardCharsets.UTF_8),
        System.err,
        isTerminal(2),
        isTerminal(1) ? Ink.ofEnvironment(System.getenv()) : Ink.PLAIN);
  }

  // System.console() asks about standard input and output, and starts a good part of JLine.
  private static boolean isTerminal(int descriptor) {
    try {
      Path target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
      return target.startsWith("/dev/pts") || target.toString().startsWith("/dev/tty");
    } catch (IOException e) {
      return false;
    }
  }

  /** How results are coloured. */
  public Ink ink(Ink.When when) {
    return switch (when) {
      case AUTO -> usual;
      case ALWAYS -> Ink.ANSI;
      case NEVER -> Ink.PLAIN;
    };
  }

  /** Prints one line that says why the command failed. */
  public void error(String message) {
    flush();
    err.println("elfwright: " + message);
  }

  /** Prints one line that says what to do about it. */
  public void hint(String message) {
    err.println("elfwright: " + message);
  }

  /** Hands what was printed to the system. */
  public void flush() {
    out.flush();
    err.flush();
  }
}
