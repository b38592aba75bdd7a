package dev.elfwright.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The kernel of Debian whose headers are installed: its image package, unpacked and not installed,
 * kept between builds.
 *
 * @param release what {@code uname -r} prints in it
 * @param root the unpacked package
 */
public record DebianKernel(String release, Path root) {
  private static final Path KEPT = Path.of("..", "target", "kernel");

  private static final class Newest {
    static final DebianKernel KERNEL = find();
  }

  /** The newest one. */
  public static DebianKernel newest() {
    return Newest.KERNEL;
  }

  /**
   * The newest 6.12 for virtual machines, the smallest that checks indirect branches
   * (CONFIG_X86_KERNEL_IBT); without headers and source.
   */
  public static DebianKernel checkingBranches() {
    Pattern name = Pattern.compile("linux-image-(6\\.12\\.([0-9]+)\\+deb12-cloud-amd64)-unsigned");
    String release =
        Tool.run(List.of("apt-cache", "pkgnames", "linux-image-6.12."))
            .lines()
            .map(name::matcher)
            .filter(Matcher::matches)
            .max(Comparator.comparingInt(m -> Integer.parseInt(m.group(2))))
            .orElseThrow(() -> new AssertionError("apt knows no " + name))
            .group(1);
    try {
      return new DebianKernel(release, unpacked(release));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DebianKernel find() {
    try (Stream<Path> installed = Files.list(Path.of("/usr/src"))) {
      String prefix = "linux-headers-";
      String release =
          installed
              .map(p -> p.getFileName().toString())
              .filter(n -> n.matches("linux-headers-6\\.1\\.0-[0-9]+-amd64"))
              .map(n -> n.substring(prefix.length()))
              .max(Comparator.comparingInt(DebianKernel::abi))
              .orElseThrow(() -> new AssertionError("install linux-headers-amd64"));
      return new DebianKernel(release, unpacked(release));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int abi(String release) {
    return Integer.parseInt(release.replaceAll("^6\\.1\\.0-|-amd64$", ""));
  }

  /** What a package unpacked beside its place is made into, before it is renamed to it. */
  private interface Contents {
    Path of(Path work, Path deb) throws IOException;
  }

  private static Path unpacked(String release) throws IOException {
    String name = "linux-image-" + release;
    return kept(
        name,
        () -> offered(name, name + "-unsigned"),
        (work, deb) -> {
          Path all = work.resolve("root");
          Tool.run(List.of("dpkg-deb", "-x", deb.toString(), all.toString()));
          return all;
        });
  }

  /**
   * The first of the packages that the archive has: a new kernel is there for some days before the
   * image that Debian signs, which is the same but for signatures.
   */
  private static String offered(String... packages) {
    List<String> command = new ArrayList<>(List.of("apt-cache", "madison"));
    command.addAll(List.of(packages));
    return Tool.output(command)
        .lines()
        .map(l -> l.substring(0, l.indexOf('|')).strip())
        .findFirst()
        .orElseThrow(() -> new AssertionError("apt knows none of " + List.of(packages)));
  }

  /** Made beside its place and renamed, so that what is there is whole. */
  private static Path kept(String name, Supplier<String> debianPackage, Contents contents)
      throws IOException {
    Path target = KEPT.resolve(name).toAbsolutePath().normalize();
    if (!Files.isDirectory(target)) {
      Files.createDirectories(target.getParent());
      Path work = Files.createTempDirectory(target.getParent(), "unpacking");
      Tool.run(
          work,
          List.of(
              "apt-get", "-qq", "-o", "APT::Sandbox::User=root", "download", debianPackage.get()));
      Path deb;
      try (Stream<Path> debs = Files.list(work)) {
        deb = debs.findFirst().orElseThrow();
      }
      Files.move(contents.of(work, deb), target, StandardCopyOption.ATOMIC_MOVE);
      Tool.run(List.of("rm", "-r", work.toString()));
    }
    return target;
  }

  /** The source, with the folders that tests touch and what their tools include. */
  public Path source() {
    List<String> folders =
        Stream.of("fs", "kernel", "lib", "net/core", "security", "scripts", "include")
            .map(f -> "linux-source-6.1/" + f)
            .toList();
    try {
      return kept(
          "source-" + release,
          () -> "linux-source-6.1=" + version(),
          (work, deb) -> {
            Tool.run(List.of("dpkg-deb", "-x", deb.toString(), work.toString()));
            List<String> command = new ArrayList<>();
            command.addAll(List.of("tar", "-xJf", "usr/src/linux-source-6.1.tar.xz"));
            command.addAll(folders);
            Tool.run(work, command);
            return work.resolve("linux-source-6.1");
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of the package of its headers: archives have the sources of later kernels too. */
  private String version() {
    return Tool.run(List.of("dpkg-query", "-W", "-f", "${Version}", "linux-headers-" + release));
  }

  /** The image that is booted. */
  public Path vmlinuz() {
    return root.resolve("boot/vmlinuz-" + release);
  }

  /** A module of it, by its name. */
  public Path module(String name) {
    Path modules = root.resolve("lib/modules").resolve(release).resolve("kernel");
    try (Stream<Path> all = Files.walk(modules)) {
      return all.filter(p -> p.getFileName().toString().replace('-', '_').equals(name + ".ko"))
          .findFirst()
          .orElseThrow(() -> new AssertionError(modules + ": no module " + name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What modules for it are built with. */
  public Path headers() {
    return Path.of("/usr/src/linux-headers-" + release);
  }
}
