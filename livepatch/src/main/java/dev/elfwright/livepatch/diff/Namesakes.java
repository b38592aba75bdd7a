package dev.elfwright.livepatch.diff;

import static java.util.Objects.requireNonNull;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.livepatch.LivepatchRefusedException;
import dev.elfwright.livepatch.kernel.KernelImage;
import dev.elfwright.livepatch.kernel.KernelModule;
import dev.elfwright.livepatch.kernel.KernelObject;
import dev.elfwright.livepatch.kernel.KernelSymbol;
import dev.elfwright.livepatch.object.ObjectSymbol;
import dev.elfwright.livepatch.object.Piece;
import dev.elfwright.livepatch.object.Processor;
import dev.elfwright.livepatch.object.Relocations;
import dev.elfwright.machine.relocation.RelocationKind;
import dev.elfwright.machine.relocation.RelocationKinds;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Positions by the kernel's own table of symbols. Of several with one name, the one is meant whose
 * bytes are those of the original object, wherever no relocation was applied.
 */
final class Namesakes implements SymbolPositions {
  private final KernelObject kernel;
  private final Processor processor;
  private final Map<String, Integer> known;

  Namesakes(KernelObject kernel, Processor processor, Map<String, Integer> known) {
    this.kernel = kernel;
    this.processor = processor;
    this.known = known;
  }

  @Override
  public String object() {
    return kernel.name();
  }

  @Override
  public int position(Piece original) {
    ObjectSymbol symbol = requireNonNull(original.symbol(), original.name());
    Integer position = known.get(symbol.name());
    if (position != null) {
      return position;
    }
    List<KernelSymbol> all = kernel.symbols().named(symbol.name());
    if (all.isEmpty()) {
      throw new LivepatchRefusedException(
          "%s has no symbol %s, which the patch needs".formatted(object(), symbol.name()));
    }
    if (all.size() == 1) {
      return all.getFirst().sympos();
    }
    List<KernelSymbol> same = all.stream().filter(s -> hasBytesOf(s, original, symbol)).toList();
    if (same.size() != 1) {
      throw new LivepatchRefusedException(
          ("%s has %d symbols %s, and %s of them has the bytes of the original object: which one is"
                  + " meant is not known")
              .formatted(
                  object(), all.size(), symbol.name(), same.isEmpty() ? "none" : "more than one"));
    }
    return same.getFirst().sympos();
  }

  private boolean hasBytesOf(KernelSymbol candidate, Piece original, ObjectSymbol symbol) {
    int from = (int) symbol.value().value();
    int size = (int) (original.start() + original.contentSize() - from);
    if (!original.section().hasBytes() || size <= 0) {
      return false;
    }
    byte[] there;
    try {
      there = bytes(candidate, size);
    } catch (IndexOutOfBoundsException | ElfFormatException e) {
      // Not even as long as that.
      return false;
    }
    byte[] here = Arrays.copyOfRange(original.section().bytes(), from, from + size);
    blank(original, from, here);
    blank(original, from, there);
    return Arrays.equals(here, there);
  }

  private byte[] bytes(KernelSymbol symbol, int size) {
    MemorySegment bytes =
        switch (kernel) {
          case KernelImage image -> image.bytes(symbol.address(), size);
          case KernelModule module ->
              module.elf().sections().get(symbol.section()).bytes().asSlice(symbol.address(), size);
        };
    return bytes.toArray(ValueLayout.JAVA_BYTE);
  }

  /** Zeros where relocations were applied, and the opcode before the tracer's call, made a nop. */
  private void blank(Piece original, int from, byte[] bytes) {
    Relocations r = original.section().relocations();
    for (int i = original.firstRelocation(); i < original.endOfRelocations(); i++) {
      int at = r.offset(i) - from;
      int size = fieldSize(r.type(i));
      boolean tracer = r.symbol(i).name().equals("__fentry__");
      for (int k = tracer ? at - 1 : at; k < at + size; k++) {
        if (k >= 0 && k < bytes.length) {
          bytes[k] = 0;
        }
      }
    }
  }

  private int fieldSize(int type) {
    return RelocationKinds.of(processor.target().machine())
        .flatMap(k -> k.find(type))
        .map(RelocationKind::field)
        .map(f -> f.size())
        .orElse(4);
  }
}
