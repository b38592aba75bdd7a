package dev.elfwright.fat.trial;

import dev.elfwright.fat.FatRefusedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/** Runs the commands of a root in namespaces of their own, by the script beside this class. */
final class Commands {
  private static final List<String> FOLDERS = List.of("bin", "sbin", "usr/bin", "usr/sbin");
  private static final List<String> ARGUMENTS = List.of("--version", "--help");
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
          "LC_ALL", "C",
          "TERM", "dumb",
          "HOME", "/");
  private static final int MOST_OUTPUT = 1 << 20;

  /** timeout(1)'s own code, and that of a command which it had to kill. */
  private static final Set<Integer> STOPPED = Set.of(124, 137);

  /**
   * What a command did: for each argument its exit code, output and errors. What it had said until
   * the limit of time is chance, so that is left out.
   */
  record Answer(List<Integer> codes, List<String> texts) {
    boolean wasStopped() {
      return codes.stream().anyMatch(STOPPED::contains);
    }
  }

  private final Path work;
  private final int seconds;

  /** Runs them with a folder for what is needed, and a limit of time for each. */
  Commands(Path work, int seconds) {
    this.work = work;
    this.seconds = seconds;
  }

  /** The executables in the folders for commands, links included, folders that are links not. */
  static List<String> of(Path root) throws IOException {
    List<String> commands = new ArrayList<>();
    for (String name : FOLDERS) {
      Path folder = root.resolve(name);
      if (Files.isDirectory(folder) && !Files.isSymbolicLink(folder)) {
        try (Stream<Path> files = Files.list(folder)) {
          files
              .filter(f -> Files.isSymbolicLink(f) || Files.isExecutable(f))
              .map(f -> root.relativize(f).toString())
              .forEach(commands::add);
        }
      }
    }
    return commands.stream().sorted().toList();
  }

  /**
   * Runs all.
   *
   * @param registrations lines for binfmt_misc
   * @throws FatRefusedException when this process may not make namespaces
   */
  List<Answer> run(
      Path root, List<String> commands, List<String> registrations, IntConsumer progress)
      throws IOException {
    Path folder = Files.createTempDirectory(work, "commands-");
    Files.write(folder.resolve("commands"), commands);
    Files.write(folder.resolve("registrations"), registrations);
    try (InputStream script = Commands.class.getResourceAsStream("commands.sh")) {
      Files.copy(Objects.requireNonNull(script), folder.resolve("commands.sh"));
    }
    Process users = new ProcessBuilder("unshare", "--user", "cat").start();
    try {
      mapUsers(users);
      runScript(users.pid(), root, folder, progress);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      users.destroy();
    }
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < commands.size(); i++) {
      answers.add(answer(folder.resolve("out"), i));
    }
    return answers;
  }

  private void runScript(long users, Path root, Path folder, IntConsumer progress)
      throws IOException, InterruptedException {
    String namespaces =
        "nsenter --user --setuid 0 --setgid 0 -t %d unshare --mount --pid --fork --kill-child --net"
            + " --ipc --uts setsid -w sh";
    List<String> words = new ArrayList<>(List.of(namespaces.formatted(users).split(" ")));
    words.addAll(List.of("" + folder.resolve("commands.sh"), "" + root, "" + folder, "" + seconds));
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().clear();
    builder.environment().putAll(ENVIRONMENT);
    Path errors = folder.resolve("errors");
    Process script = builder.redirectError(errors.toFile()).start();
    script.getOutputStream().close();
    try (BufferedReader lines = script.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        progress.accept(Integer.parseInt(line));
      }
    }
    if (script.waitFor() != 0) {
      String why = Files.readString(errors).strip();
      throw new FatRefusedException(root + ": its commands cannot be run: " + why);
    }
  }

  /** All users of this machine's lower 65,536 have to be there, for files are theirs. */
  private static void mapUsers(Process users) throws IOException, InterruptedException {
    Path own = Path.of("/proc/self/ns/user");
    Path process = Path.of("/proc/" + users.pid());
    for (int i = 0; i < 500 && users.isAlive(); i++) {
      Path space = process.resolve("ns/user");
      if (!Files.readSymbolicLink(space).equals(Files.readSymbolicLink(own))) {
        break;
      }
      Thread.sleep(2);
    }
    try {
      Files.writeString(process.resolve("uid_map"), "0 0 65536\n");
      Files.writeString(process.resolve("gid_map"), "0 0 65536\n");
    } catch (IOException e) {
      throw new FatRefusedException("a trial runs as root only: user namespaces need all users");
    }
  }

  private static Answer answer(Path out, int number) throws IOException {
    List<Integer> codes = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (String argument : ARGUMENTS) {
      int code =
          Integer.parseInt(Files.readString(out.resolve(number + argument + ".code")).strip());
      if (STOPPED.contains(code)) {
        codes.add(124);
        continue;
      }
      codes.add(code);
      for (String stream : List.of(".out", ".err")) {
        try (InputStream in = Files.newInputStream(out.resolve(number + argument + stream))) {
          texts.add(new String(in.readNBytes(MOST_OUTPUT), StandardCharsets.ISO_8859_1));
        }
      }
    }
    return new Answer(codes, texts);
  }
}
