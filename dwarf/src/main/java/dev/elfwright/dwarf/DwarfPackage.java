package dev.elfwright.dwarf;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A package ({@code .dwp}): all split units of a program in one file, each with its own part of the
 * sections (DWARF 5, section 7.3.5). Any thread may use it.
 */
final class DwarfPackage implements AutoCloseable {
  private final ElfModel model;
  private final DebugSections sections;
  private final PackageIndex units;
  private final PackageIndex types;
  private final Map<Long, Optional<Dwarf>> read = new ConcurrentHashMap<>();

  private DwarfPackage(ElfModel model) {
    this.model = model;
    DebugSections indices = new DebugSections(model, "");
    this.sections = new DebugSections(model, DebugSections.SPLIT);
    this.units = PackageIndex.read(indices, DebugSection.CU_INDEX, sections);
    this.types = PackageIndex.read(indices, DebugSection.TU_INDEX, sections);
  }

  /**
   * The package that lies beside the first of some files that has one, by its name with {@code
   * .dwp} behind it.
   *
   * @throws UncheckedIOException when it cannot be read
   * @throws dev.elfwright.elf.ElfFormatException when it is malformed
   */
  static Optional<DwarfPackage> besideOneOf(List<Path> files) {
    return files.stream()
        .map(f -> f.resolveSibling(nameFor(f)))
        .filter(Files::isRegularFile)
        .findFirst()
        .map(DwarfPackage::open);
  }

  /** What a file's package is called. */
  static String nameFor(Path file) {
    return file.getFileName() + ".dwp";
  }

  private static DwarfPackage open(Path file) {
    try {
      ElfModel model = Elf.openShared(file);
      try {
        return new DwarfPackage(model);
      } catch (RuntimeException e) {
        model.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The sections as the split unit of an ID has them. */
  Optional<DebugSections> unit(long id) {
    return units.find(id).map(sections::part);
  }

  /**
   * The unit of a type, one for all that refer to it.
   *
   * @param reading makes it of its sections
   */
  Optional<Dwarf> type(long signature, Function<DebugSections, Dwarf> reading) {
    return read.computeIfAbsent(signature, s -> types.find(s).map(sections::part).map(reading));
  }

  @Override
  public void close() {
    model.close();
  }

  @Override
  public String toString() {
    return model.file();
  }
}
