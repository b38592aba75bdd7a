package dev.elfwright.livepatch.kernel;

import dev.elfwright.elf.constant.Machine;
import dev.elfwright.livepatch.LivepatchRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A kernel with its modules and headers, where a distribution puts them: {@code boot/vmlinuz-R},
 * {@code lib/modules/R}, {@code usr/src/linux-headers-R}. Files are read when they are asked for.
 */
public final class KernelFiles {
  private final Path vmlinuz;
  private final List<Path> moduleFolders;
  private final List<Path> headerFolders;
  private final Map<String, KernelModule> read = new HashMap<>();
  private @Nullable KernelImage image;
  private @Nullable SymbolVersions exports;
  private @Nullable Map<String, Path> moduleFiles;

  private KernelFiles(Path vmlinuz, List<Path> moduleFolders, List<Path> headerFolders) {
    this.vmlinuz = vmlinuz;
    this.moduleFolders = moduleFolders;
    this.headerFolders = headerFolders;
  }

  /**
   * The kernel of a release, or one in a file.
   *
   * @param root where packages are installed, or were unpacked; headers may also be in {@code /}
   * @param kernel a release as {@code uname -r} prints it, or the path of a vmlinuz or vmlinux
   * @throws LivepatchRefusedException when there is no such kernel
   */
  public static KernelFiles of(Path root, String kernel) {
    Path file = Path.of(kernel);
    if (Files.isRegularFile(file)) {
      String name = file.getFileName().toString();
      return of(root, file, name.startsWith("vmlinuz-") ? name.substring(8) : "");
    }
    Path vmlinuz = root.resolve("boot/vmlinuz-" + kernel);
    if (!Files.isRegularFile(vmlinuz)) {
      throw new LivepatchRefusedException(
          kernel + ": neither a file nor a kernel; " + vmlinuz + " is not there");
    }
    return of(root, vmlinuz, kernel);
  }

  private static KernelFiles of(Path root, Path vmlinuz, String release) {
    if (release.isEmpty()) {
      return new KernelFiles(vmlinuz, List.of(), List.of());
    }
    Path installed = Path.of("/");
    return new KernelFiles(
        vmlinuz,
        List.of(
            root.resolve("lib/modules").resolve(release),
            root.resolve("usr/lib/modules").resolve(release)),
        Stream.of(root, installed)
            .map(r -> r.resolve("usr/src/linux-headers-" + release))
            .toList());
  }

  /** The file of the kernel. */
  public Path vmlinuz() {
    return vmlinuz;
  }

  /** The kernel. */
  public KernelImage image() throws IOException {
    KernelImage made = image;
    if (made == null) {
      KernelObject object = KernelObject.open(vmlinuz);
      if (!(object instanceof KernelImage kernel)) {
        throw new LivepatchRefusedException(vmlinuz + ": a module, expected a kernel");
      }
      made = kernel;
      image = made;
    }
    return made;
  }

  /** What modules are built with: the folder of the headers package. */
  public Optional<Path> headers() {
    return headerFolders.stream().filter(Files::isDirectory).findFirst();
  }

  /**
   * Adds a module that is not among the kernel's own, or takes the place of one.
   *
   * @throws LivepatchRefusedException when it is for another processor
   */
  public KernelFiles with(KernelModule module) throws IOException {
    requireMachine(module);
    read.put(module.name(), module);
    return this;
  }

  private void requireMachine(KernelModule module) throws IOException {
    int machine = image().elf().header().machine();
    if (module.elf().header().machine() != machine) {
      throw new LivepatchRefusedException(
          "%s: for %s, the kernel for %s"
              .formatted(
                  module.elf().file(),
                  Machine.name(module.elf().header().machine()),
                  Machine.name(machine)));
    }
  }

  /**
   * The module of a name, if the kernel has it.
   *
   * @throws LivepatchRefusedException when it is for another processor
   */
  public Optional<KernelModule> module(String name) throws IOException {
    KernelModule known = read.get(name);
    if (known == null) {
      Path file = moduleFiles().get(name);
      if (file == null) {
        return Optional.empty();
      }
      KernelObject object = KernelObject.open(file);
      if (!(object instanceof KernelModule module)) {
        throw new LivepatchRefusedException(file + ": no module");
      }
      requireMachine(module);
      known = module;
      read.put(name, known);
    }
    return Optional.of(known);
  }

  /** The kernel for {@code vmlinux}, else the module of that name. */
  public Optional<KernelObject> object(String name) throws IOException {
    return name.equals("vmlinux")
        ? Optional.of(image())
        : module(name).map(KernelObject.class::cast);
  }

  private Map<String, Path> moduleFiles() throws IOException {
    Map<String, Path> made = moduleFiles;
    if (made == null) {
      made = new HashMap<>();
      for (Path folder : moduleFolders) {
        if (Files.isDirectory(folder)) {
          find(folder, made);
        }
      }
      moduleFiles = made;
    }
    return made;
  }

  private static void find(Path folder, Map<String, Path> into) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      all.forEach(p -> {
        String name = p.getFileName().toString();
        int end = name.indexOf(".ko");
        if (end > 0) {
          into.putIfAbsent(name.substring(0, end).replace('-', '_'), p);
        }
      });
    }
  }

  /**
   * What modules may use: {@code Module.symvers} of the headers, which has the exports of modules
   * too; where there are no headers, the kernel's own exports.
   */
  public SymbolVersions exports() throws IOException {
    SymbolVersions made = exports;
    if (made == null) {
      Optional<Path> file =
          headers().map(h -> h.resolve("Module.symvers")).filter(Files::isRegularFile);
      made =
          file.isPresent() ? SymbolVersions.read(file.get()) : SymbolVersions.of(image().exports());
      exports = made;
    }
    return made;
  }
}
