package dev.elfwright.cli.elf.change;

import dev.elfwright.cli.InputException;
import dev.elfwright.elf.edit.ElfEditor;
import dev.elfwright.elf.write.Content;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.elf.write.Placement;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Writes the bytes of a section to a file. */
final class SectionDump {
  private SectionDump() {}

  static void write(ElfEditor e, String section, Path file) {
    var bytes = e.sections().bytes(section);
    LayoutPlan plan = LayoutPlan.of(List.of(new Placement(0, section, new Content.Bytes(bytes))));
    try {
      ElfWriter.write(plan, file, PosixFilePermissions.fromString("rw-r--r--"));
    } catch (IOException failed) {
      throw new InputException(file + ": cannot be written: " + failed.getMessage());
    }
  }
}
