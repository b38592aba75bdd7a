package dev.elfwright.cli.tour;

import dev.elfwright.packages.AptState;
import dev.elfwright.packages.DebFile;
import dev.elfwright.packages.Package;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Debian's kernel 6.1 whose headers are installed: its image, and the folder of its source that the
 * tour patches. What is not installed is taken out of packages.
 *
 * @param release what {@code uname -r} prints in it
 * @param root where {@code boot/vmlinuz-RELEASE} is
 * @param source the top of the source
 */
record DebianKernel(String release, Path root, Path source) {
  private static final String HEADERS = "linux-headers-";
  private static final String SOURCE = "linux-source-6.1";
  private static final List<String> FILES = List.of("fs/proc/cmdline.c", "fs/proc/Makefile");

  /** The newest release whose headers are here. */
  static Optional<String> installed() throws IOException {
    Path folder = Path.of("/usr/src");
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(p -> p.getFileName().toString())
          .filter(n -> n.matches(HEADERS + "6\\.1\\.0-[0-9]{1,6}-amd64"))
          .map(n -> n.substring(HEADERS.length()))
          .max(Comparator.comparingInt(DebianKernel::number));
    }
  }

  private static int number(String release) {
    return Integer.parseInt(release.substring(6, release.lastIndexOf('-')));
  }

  /**
   * Finds it, in packages where need be, in an empty folder.
   *
   * @throws IOException when there is no such package, or it cannot be brought
   */
  static DebianKernel of(String release, Path folder) throws IOException {
    AptState apt = new AptState(Files.createDirectories(folder.resolve("apt")), "amd64");
    return new DebianKernel(release, image(release, folder, apt), source(folder, apt));
  }

  /** The image. */
  Path vmlinuz() {
    return root.resolve("boot/vmlinuz-" + release);
  }

  private static Path image(String release, Path folder, AptState apt) throws IOException {
    String file = "boot/vmlinuz-" + release;
    if (Files.isReadable(Path.of("/").resolve(file))) {
      return Path.of("/");
    }
    Path root = folder.resolve("root");
    String signed = "linux-image-" + release;
    // A new kernel is there for some days before the image that Debian signs.
    extract(apt, List.of(signed, signed + "-unsigned"), file, root.resolve(file));
    return root;
  }

  private static Path source(Path folder, AptState apt) throws IOException {
    Path installed = Path.of("/usr/src", SOURCE);
    if (Files.isRegularFile(installed.resolve(FILES.getFirst()))) {
      return installed;
    }
    Path archive = Path.of("/usr/src", SOURCE + ".tar.xz");
    if (!Files.isRegularFile(archive)) {
      archive = folder.resolve(SOURCE + ".tar.xz");
      extract(apt, List.of(SOURCE), "usr/src/" + SOURCE + ".tar.xz", archive);
    }
    // Java would take twice as long for the 1.3 GB that the archive becomes.
    List<String> command = new ArrayList<>();
    command.addAll(List.of("tar", "-xJf", archive.toString(), "--occurrence=1"));
    command.addAll(List.of("-C", folder.toString()));
    FILES.forEach(f -> command.add(SOURCE + "/" + f));
    run(command);
    return folder.resolve(SOURCE);
  }

  /** From the newest of the first of the names that there is a package of. */
  private static void extract(AptState apt, List<String> names, String file, Path to)
      throws IOException {
    apt.prepare();
    Package found =
        apt.packages().stream()
            .filter(p -> names.contains(p.name()))
            .min(
                Comparator.<Package>comparingInt(p -> names.indexOf(p.name()))
                    .thenComparing(Package::version, Comparator.reverseOrder()))
            .orElseThrow(() ->
                new IOException(
                    "package " + String.join(" or ", names) + " is not in the lists of apt"));
    DebFile deb = apt.download(List.of(found)).getFirst();
    Files.createDirectories(to.getParent());
    deb.read((member, content) -> {
      if (member.path().equals("/" + file)) {
        Files.copy(content, to, StandardCopyOption.REPLACE_EXISTING);
      }
    });
    if (!Files.exists(to)) {
      throw new IOException(deb.file().getFileName() + " has no " + file);
    }
  }

  private static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String said = new String(process.getInputStream().readAllBytes());
      if (process.waitFor() != 0) {
        throw new IOException(said.lines().findFirst().orElse(command.getFirst() + " failed"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
