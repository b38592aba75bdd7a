package dev.elfwright.abi.library;

import dev.elfwright.dwarf.Dwarf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.debug.DebugFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Debugging information that was looked for, and where it was found. */
record DebuggingInformation(Optional<Dwarf> dwarf, Sight.Debugging origin)
    implements AutoCloseable {
  static final DebuggingInformation NONE =
      new DebuggingInformation(Optional.empty(), Sight.Debugging.NONE);

  static DebuggingInformation of(ElfModel model, Path file, DebugFiles debugFiles)
      throws IOException {
    boolean isHere = hasBytes(model, ".debug_info") || hasBytes(model, ".zdebug_info");
    Optional<Dwarf> dwarf = Dwarf.open(file, debugFiles);
    return dwarf.isEmpty()
        ? NONE
        : new DebuggingInformation(dwarf, isHere ? Sight.Debugging.IN_FILE : Sight.Debugging.APART);
  }

  private static boolean hasBytes(ElfModel model, String section) {
    return model.section(section).filter(Section::hasBytes).isPresent();
  }

  @Override
  public void close() {
    dwarf.ifPresent(Dwarf::close);
  }
}
