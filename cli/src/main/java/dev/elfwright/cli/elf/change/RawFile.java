package dev.elfwright.cli.elf.change;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.build.Label;
import dev.elfwright.elf.build.ObjectFile;
import dev.elfwright.elf.build.SymbolBuilder;
import dev.elfwright.elf.build.Target;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that is converted: ELF, or bytes that become the {@code .data} of an object file. */
record RawFile(ElfModel model) implements AutoCloseable {
  static RawFile open(Path file, boolean raw, String name, String output) throws IOException {
    if (!raw) {
      return new RawFile(Elf.open(file));
    }
    boolean elf = !output.isEmpty() && !output.equals("binary");
    // Without a target the object file is for no machine, as LLVM makes it.
    Target target = elf ? Formats.target(output) : Target.of(true, ByteOrder.LITTLE_ENDIAN, 0, 0);
    return new RawFile(object(name, target, Files.readAllBytes(file)));
  }

  /** The bytes with symbols for their start, their end and their number, as linkers make them. */
  private static ElfModel object(String name, Target target, byte[] bytes) {
    String stem = "_binary_" + name.replaceAll("[^A-Za-z0-9]", "_");
    return ObjectFile.model(
        name,
        target,
        o -> {
          Label end = o.label();
          Label start = o.data(".data", s -> s.bytes(bytes).bind(end));
          o.define(stem + "_start", start, SymbolBuilder::global);
          o.define(stem + "_end", end, SymbolBuilder::global);
          o.absolute(stem + "_size", bytes.length);
        });
  }

  @Override
  public void close() {
    model.close();
  }
}
