package dev.elfwright.cli.abi;

import dev.elfwright.abi.library.KernelTypes;
import dev.elfwright.cli.InputException;
import dev.elfwright.elf.btf.Btf;
import dev.elfwright.livepatch.kernel.KernelImage;
import dev.elfwright.livepatch.kernel.KernelObject;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The kernel of a module.
 *
 * @param named the user's, which is that of all modules; else it is looked for where distributions
 *     install it
 */
record ModuleKernel(Optional<Path> named) implements KernelTypes {
  private static final Path MODULES = Path.of("lib/modules");

  @Override
  public Optional<Btf> of(Path module) throws IOException {
    Optional<Path> file = named.or(() -> installed(module));
    return file.isEmpty() ? Optional.empty() : Optional.of(types(file.get()));
  }

  /** The file of a kernel, or its types alone, as the running one shows them. */
  private static Btf types(Path file) throws IOException {
    if (isBtf(file)) {
      return Btf.parse(file.toString(), MemorySegment.ofArray(Files.readAllBytes(file)));
    }
    if (KernelObject.open(file) instanceof KernelImage image) {
      return image.btf();
    }
    throw new InputException(file + ": a module, expected a kernel");
  }

  private static boolean isBtf(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (var in = Files.newInputStream(file)) {
      int first = in.read();
      int second = in.read();
      return first == 0x9f && second == 0xeb || first == 0xeb && second == 0x9f;
    }
  }

  /** Of {@code ROOT/lib/modules/R/...} it is {@code ROOT/boot/vmlinuz-R}. */
  private static Optional<Path> installed(Path module) {
    return Stream.<@Nullable Path>iterate(
            module.toAbsolutePath().normalize(), p -> p != null, Path::getParent)
        .flatMap(p -> kernel(p).stream())
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static Optional<Path> kernel(@Nullable Path release) {
    Path modules = release == null ? null : release.getParent();
    Path library = modules == null || !modules.endsWith(MODULES) ? null : modules.getParent();
    Path root = library == null ? null : library.getParent();
    if (release == null || root == null) {
      return Optional.empty();
    }
    Path above = root.endsWith("usr") && root.getParent() != null ? root.getParent() : root;
    return Optional.of(above.resolve("boot/vmlinuz-" + release.getFileName()));
  }
}
