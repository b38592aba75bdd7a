package dev.elfwright.packages;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder in which apt works for one architecture, by the sources that this machine is configured
 * for, and without touching the machine's own state. It holds apt's lists and the downloaded .debs.
 *
 * @param folder where all of it is kept
 * @param architecture Debian's name
 */
public record AptState(Path folder, String architecture) {
  private static final String NO_APT = "apt-get cannot be run, which packages by name need";

  /**
   * Brings the lists, unless they are there.
   *
   * @throws IOException when apt fails; the message is apt's first complaint
   */
  public void prepare() throws IOException {
    Files.createDirectories(lists().resolve("partial"));
    Files.createDirectories(archives().resolve("partial"));
    alone(() -> {
      if (indexes().isEmpty()) {
        try {
          apt(List.of("-qq", "update"));
        } catch (IOException e) {
          // Some lists may be there: taken for all, they would give older versions silently.
          for (Path index : indexes()) {
            Files.delete(index);
          }
          throw e;
        }
        if (indexes().isEmpty()) {
          throw new IOException("the sources of apt have no packages for " + architecture);
        }
      }
    });
  }

  /** Work in the folder. */
  private interface Work {
    void run() throws IOException;
  }

  /** Two processes, or two threads, may want the same. */
  private void alone(Work work) throws IOException {
    synchronized (AptState.class) {
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        work.run();
      }
    }
  }

  /**
   * All packages that the lists know, of which some may be there in several versions.
   *
   * @throws IOException when a list cannot be read
   */
  public List<Package> packages() throws IOException {
    List<Package> packages = new ArrayList<>();
    for (List<Package> index : ParallelReading.of(indexes(), PackagesIndex::read)) {
      packages.addAll(index);
    }
    return packages;
  }

  /**
   * Brings packages, in the version that apt would install, and says where they are. What is there
   * already is not brought again.
   *
   * @throws IOException when there is none of a name, or apt fails
   */
  public List<DebFile> download(List<Package> packages) throws IOException {
    alone(() -> downloadMissing(packages));
    List<DebFile> files = new ArrayList<>();
    for (Package p : packages) {
      if (!Files.exists(fileOf(p))) {
        throw new IOException("apt has brought no file for " + p + ", expected " + fileOf(p));
      }
      files.add(new DebFile(fileOf(p)));
    }
    return files;
  }

  private void downloadMissing(List<Package> packages) throws IOException {
    List<String> command = new ArrayList<>(List.of("-qq", "download"));
    int options = command.size();
    for (Package p : packages) {
      if (!Files.exists(fileOf(p))) {
        command.add(p.name() + "=" + p.version());
      }
    }
    if (command.size() > options) {
      apt(command);
    }
  }

  /** The name apt gives a file: what may not be in one is escaped as in addresses. */
  private Path fileOf(Package p) {
    String version = p.version().text().replace(":", "%3a");
    return archives().resolve(p.name() + "_" + version + "_" + p.architecture() + ".deb");
  }

  private Path lists() {
    return folder.resolve("lists");
  }

  private Path archives() {
    return folder.resolve("archives");
  }

  private List<Path> indexes() throws IOException {
    if (!Files.isDirectory(lists())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(lists())) {
      return files
          .filter(f -> f.getFileName().toString().matches(".*_Packages(\\.[a-z0-9]+)?"))
          .sorted()
          .toList();
    }
  }

  private void apt(List<String> arguments) throws IOException {
    Path home = folder.toAbsolutePath();
    Path status = home.resolve("status");
    if (!Files.exists(status)) {
      Files.createFile(status);
    }
    List<String> command = new ArrayList<>();
    command.add("apt-get");
    for (String option :
        List.of(
            "APT::Architecture=" + architecture,
            "APT::Architectures=" + architecture,
            "APT::Sandbox::User=root",
            "Dir::State=" + home,
            "Dir::State::Lists=" + home.resolve("lists"),
            "Dir::State::status=" + status,
            "Dir::Cache=" + home,
            "Dir::Cache::archives=" + home.resolve("archives"))) {
      command.addAll(List.of("-o", option));
    }
    command.addAll(arguments);
    run(command);
  }

  private void run(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(archives().toFile()).environment().put("LC_ALL", "C");
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new IOException(NO_APT, e);
    }
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException("apt-get: " + complaint(text));
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static String complaint(String text) {
    return text.lines()
        .filter(line -> line.startsWith("E: "))
        .map(line -> line.substring(3))
        .findFirst()
        .orElse("failed without saying why");
  }
}
