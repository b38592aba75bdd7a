package dev.elfwright.cli.elf.change;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.build.Label;
import dev.elfwright.elf.build.ObjectBuilder;
import dev.elfwright.elf.build.ObjectFile;
import dev.elfwright.elf.build.SymbolBuilder;
import dev.elfwright.elf.build.Target;
import dev.elfwright.elf.image.IntelHex;
import dev.elfwright.elf.image.MemoryImage;
import dev.elfwright.elf.image.RawImage;
import dev.elfwright.elf.image.SRecords;
import dev.elfwright.elf.write.LayoutPlan;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The formats of objcopy that hold memory alone. */
enum ImageFormat {
  /** The bytes. */
  BINARY("binary"),

  /** Intel HEX. */
  INTEL_HEX("ihex"),

  /** Motorola S-records. */
  S_RECORDS("srec");

  private final String name;

  ImageFormat(String name) {
    this.name = name;
  }

  /** A format by BFD's name for it. */
  static Optional<ImageFormat> of(String name) {
    return Arrays.stream(values()).filter(f -> f.name.equals(name)).findFirst();
  }

  /**
   * The plan of a file of this format.
   *
   * @param out the name of that file
   */
  LayoutPlan plan(MemoryImage image, RawImage.Filling filling, String out) {
    return switch (this) {
      case BINARY -> RawImage.plan(image, filling);
      case INTEL_HEX -> IntelHex.plan(image);
      case S_RECORDS -> SRecords.plan(image, out);
    };
  }

  /** A file of this format as an object file. */
  ElfModel object(Path file, String name, Target target) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    MemorySegment text = MemorySegment.ofArray(bytes);
    return switch (this) {
      case BINARY -> ObjectFile.model(name, target, o -> data(o, name, bytes));
      case INTEL_HEX -> object(IntelHex.read(name, text), target);
      case S_RECORDS -> object(SRecords.read(name, text), target);
    };
  }

  /** The bytes with symbols for their start, their end and their number, as linkers make them. */
  private static void data(ObjectBuilder o, String name, byte[] bytes) {
    String stem = "_binary_" + name.replaceAll("[^A-Za-z0-9]", "_");
    Label end = o.label();
    Label start = o.data(".data", s -> s.bytes(bytes).bind(end));
    o.define(stem + "_start", start, SymbolBuilder::global);
    o.define(stem + "_end", end, SymbolBuilder::global);
    o.absolute(stem + "_size", bytes.length);
  }

  private static ElfModel object(MemoryImage image, Target target) {
    return ObjectFile.model(
        image.file(),
        target,
        o -> {
          o.entry(image.entry());
          for (MemoryImage.Chunk c : image.chunks()) {
            byte[] bytes = c.bytes().toArray(ValueLayout.JAVA_BYTE);
            o.data(c.name(), s -> s.bytes(bytes).address(c.address()));
          }
        });
  }
}
