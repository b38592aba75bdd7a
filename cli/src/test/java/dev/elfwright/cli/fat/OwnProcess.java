package dev.elfwright.cli.fat;

import dev.elfwright.cli.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Elfwright in a process of its own, for what a process as a whole has: rights, a session. */
public final class OwnProcess {
  private final List<String> before;

  private OwnProcess(List<String> before) {
    this.before = before;
  }

  /** With all that this process may do. */
  public static OwnProcess ofThisUser() {
    return new OwnProcess(List.of());
  }

  /** The user nobody. What it may read is what root may: classes and libraries lie anywhere. */
  public static OwnProcess ofNobody() {
    return new OwnProcess(
        List.of(
            "setpriv",
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            "--inh-caps=-all,+dac_read_search",
            "--ambient-caps=+dac_read_search",
            "--bounding-set=-all,+dac_read_search"));
  }

  /**
   * How a command ended.
   *
   * @param code its exit code
   * @param text all that it printed
   */
  public record Result(int code, String text) {}

  /** Runs a command to its end. */
  public Result run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(before);
    command.addAll(
        List.of(
            System.getProperty("java.home") + "/bin/java",
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), text);
  }
}
