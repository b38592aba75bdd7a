package dev.elfwright.livepatch.vm;

import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
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
      return new DebianKernel(release, unpacked("linux-image-" + release));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int abi(String release) {
    return Integer.parseInt(release.replaceAll("^6\\.1\\.0-|-amd64$", ""));
  }

  /** Unpacked beside its place and renamed, so that what is there is whole. */
  private static Path unpacked(String name) throws IOException {
    Path target = KEPT.resolve(name).toAbsolutePath().normalize();
    if (!Files.isDirectory(target)) {
      Files.createDirectories(target.getParent());
      Path work = Files.createTempDirectory(target.getParent(), "unpacking");
      Tool.run(work, List.of("apt-get", "-qq", "-o", "APT::Sandbox::User=root", "download", name));
      try (Stream<Path> debs = Files.list(work)) {
        Path deb = debs.findFirst().orElseThrow();
        Tool.run(List.of("dpkg-deb", "-x", deb.toString(), work.resolve("root").toString()));
        Files.move(work.resolve("root"), target, StandardCopyOption.ATOMIC_MOVE);
        Files.delete(deb);
      }
      Files.delete(work);
    }
    return target;
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
