package dev.elfwright.elf.debug;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.note.BuildId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where files of debugging information lie (GDB manual, "Debugging Information in Separate Files").
 *
 * @param root the folder for all of them, on most systems {@code /usr/lib/debug}
 */
public record DebugFiles(Path root) {

  /**
   * The file that belongs to a program or library: by its build ID below {@code .build-id}; else by
   * its link, beside it, in {@code .debug} beside it, and below the root in a folder of the same
   * path. A file of another build ID or CRC-32 is passed over.
   *
   * @param file where the model's file lies
   * @throws IOException when a file that may be the one cannot be read
   * @throws ElfFormatException when what the model says of it is malformed
   */
  public Optional<Path> find(ElfModel model, Path file) throws IOException {
    Optional<BuildId> id = BuildId.of(model);
    if (id.isPresent()) {
      Path place = place(id.get());
      if (Files.isRegularFile(place) && hasBuildId(place, id.get())) {
        return Optional.of(place);
      }
    }
    Optional<DebugLink> link = DebugLink.of(model);
    return link.isEmpty() ? Optional.empty() : find(link.get(), file.toRealPath());
  }

  /**
   * The file of what several files of debugging information share, as {@link DebugAltLink} names
   * it: at its path, else by the build ID below {@code .build-id}. A file of another build ID is
   * passed over.
   *
   * @param file where the model's file lies
   * @throws IOException when a file that may be the one cannot be read
   * @throws ElfFormatException when the link is malformed
   */
  public Optional<Path> findShared(ElfModel model, Path file) throws IOException {
    Optional<DebugAltLink> link = DebugAltLink.of(model);
    if (link.isEmpty()) {
      return Optional.empty();
    }
    BuildId id = link.get().id();
    List<Path> places = new ArrayList<>();
    sibling(file.toRealPath(), link.get().path()).ifPresent(places::add);
    if (id.hex().length() > 2) {
      places.add(place(id));
    }
    for (Path place : places) {
      if (Files.isRegularFile(place) && hasBuildId(place, id)) {
        return Optional.of(place.toRealPath());
      }
    }
    return Optional.empty();
  }

  /** Empty for a name that this system has no characters for, which is no file's name then. */
  private static Optional<Path> sibling(Path file, String name) {
    try {
      return Optional.of(file.resolveSibling(name));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Where a build ID says that the file lies: {@code .build-id/xx/yyyy.debug}. */
  public Path place(BuildId id) {
    String hex = id.hex();
    return root.resolve(".build-id", hex.substring(0, 2), hex.substring(2) + ".debug");
  }

  private Optional<Path> find(DebugLink link, Path file) throws IOException {
    String name = link.name();
    if (name.isEmpty() || name.contains("/") || sibling(file, name).isEmpty()) {
      return Optional.empty();
    }
    Path folder = Path.of("/").resolve(file).getParent();
    if (folder == null) {
      return Optional.empty();
    }
    List<Path> places =
        List.of(
            folder.resolve(name),
            folder.resolve(".debug", name),
            root.resolve(Path.of("/").relativize(folder)).resolve(name));
    for (Path place : places) {
      if (Files.isRegularFile(place) && !place.equals(file) && link.matches(place)) {
        return Optional.of(place);
      }
    }
    return Optional.empty();
  }

  private static boolean hasBuildId(Path file, BuildId id) throws IOException {
    try (ElfModel model = Elf.open(file)) {
      return BuildId.of(model).filter(id::equals).isPresent();
    } catch (ElfFormatException e) {
      return false;
    }
  }
}
