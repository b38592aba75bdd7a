package dev.elfwright.abi.library;

import dev.elfwright.elf.btf.Btf;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the types of the kernel that a module was built for: its own BTF continues them. */
@FunctionalInterface
public interface KernelTypes {
  /** Knows no kernel. */
  KernelTypes NONE = _ -> Optional.empty();

  /**
   * The types of the kernel of a module; empty when it is not at hand.
   *
   * @throws IOException when it cannot be read
   */
  Optional<Btf> of(Path module) throws IOException;
}
