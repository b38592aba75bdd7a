package dev.elfwright.livepatch.text;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.livepatch.LivepatchRefusedException;
import dev.elfwright.livepatch.code.CodeImage;
import dev.elfwright.livepatch.code.Structure;
import dev.elfwright.livepatch.kernel.KernelImage;
import dev.elfwright.livepatch.kernel.KernelSymbol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A kernel in memory: its data, by the symbols and types of the image that was booted. */
final class RunningKernel {
  /** Where kernels are linked for; what is below is an offset in a processor's own data. */
  private static final long LINKED = 0xffff_ffff_8000_0000L;

  /** A kernel moves by multiples of this, within a gigabyte (CONFIG_PHYSICAL_ALIGN). */
  private static final long STEP = 2L << 20;

  private static final long FARTHEST = 1L << 30;

  private final KernelImage image;
  private final MemoryPicture memory;
  private final long moved;

  private RunningKernel(KernelImage image, MemoryPicture memory, long moved) {
    this.image = image;
    this.memory = memory;
    this.moved = moved;
  }

  /**
   * Finds the kernel by the line that it prints first.
   *
   * @throws LivepatchRefusedException when another kernel is in memory, or none
   */
  static RunningKernel find(KernelImage image, MemoryPicture memory) throws IOException {
    byte[] banner = image.banner().getBytes(StandardCharsets.UTF_8);
    long linked =
        symbol(image, "linux_banner")
            .orElseThrow(() -> new IllegalStateException("a banner without a symbol"));
    for (long moved = 0; moved < FARTHEST; moved += STEP) {
      if (memory.contains(linked + moved, banner)) {
        return new RunningKernel(image, memory, moved);
      }
    }
    throw new LivepatchRefusedException(
        "%s: this kernel is not in it: %s".formatted(memory.file(), image.banner()));
  }

  private static OptionalLong symbol(KernelImage image, String name) {
    List<KernelSymbol> found = image.symbols().named(name);
    return found.size() == 1 ? OptionalLong.of(found.getFirst().address()) : OptionalLong.empty();
  }

  KernelImage image() {
    return image;
  }

  MemoryPicture memory() {
    return memory;
  }

  /** How far it is from where it was linked for, in bytes. */
  long moved() {
    return moved;
  }

  /** Where something is that was linked for an address. */
  long moved(long linked) {
    return Long.compareUnsigned(linked, LINKED) < 0 ? linked : linked + moved;
  }

  /** Where the only symbol of a name is in memory. */
  OptionalLong find(String name) {
    OptionalLong found = symbol(image, name);
    return found.isPresent() ? OptionalLong.of(moved(found.getAsLong())) : found;
  }

  /** What modules may mean by a name. */
  OptionalLong exported(String name) {
    return image.symbols().named(name).stream()
        .filter(s -> !s.isLocal())
        .mapToLong(s -> moved(s.address()))
        .findFirst();
  }

  /**
   * Where a symbol is that the kernel has to have.
   *
   * @throws ElfFormatException when it has none
   */
  long address(String name) {
    return find(name)
        .orElseThrow(() ->
            new ElfFormatException(
                image.elf().file(),
                ElfFormatException.NO_OFFSET,
                "kallsyms",
                "no symbol " + name + ", or several"));
  }

  /** The word of a variable. */
  long word(String variable) throws IOException {
    return memory.i64(address(variable));
  }

  Structure structure(String name) {
    return Structure.of(image.elf().file(), image.btf(), name);
  }

  /** Whether a processor's feature or bug is there, as {@code boot_cpu_has} says. */
  boolean hasFeature(int bit) throws IOException {
    long words = address("boot_cpu_data") + structure("cpuinfo_x86").offset("x86_capability");
    return (memory.i32(words + 4L * (bit >>> 5)) >>> (bit & 31) & 1) != 0;
  }

  /** The table between two symbols. */
  Optional<CodeImage.Table> table(String start, String end) {
    OptionalLong from = find(start);
    OptionalLong to = find(end);
    return from.isPresent() && to.isPresent() && to.getAsLong() >= from.getAsLong()
        ? Optional.of(new CodeImage.Table(from.getAsLong(), to.getAsLong() - from.getAsLong()))
        : Optional.empty();
  }
}
