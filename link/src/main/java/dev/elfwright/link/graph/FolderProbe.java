package dev.elfwright.link.graph;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.FileHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks into folders for a library (glibc elf/dl-load.c, open_path and open_verify), and remembers
 * what was not there.
 */
final class FolderProbe {
  /** A library that fits. */
  record Hit(String name, Path path, ElfModel model, @Nullable String subfolder) {}

  /** The loader gives up here: the file is there and is no library that it could load. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    Unusable(String reason) {
      super(reason);
      this.reason = reason;
    }

    Unusable(ElfFormatException defect) {
      this(String.valueOf(defect.getMessage()));
    }

    String reason() {
      return reason;
    }
  }

  private static final int OSABI_NONE = 0;
  private static final int OSABI_GNU = 3;

  private final FileHeader program;
  private final SharedFiles files;
  private final List<String> subfolders;
  private final Map<String, List<String>> existing = new HashMap<>();
  private final Map<String, Boolean> folders = new HashMap<>();
  private final Set<Path> absent = new LinkedHashSet<>();
  private final Set<Path> rejected = new LinkedHashSet<>();

  FolderProbe(FileHeader program, Hardware hardware, SharedFiles files) {
    this.program = program;
    this.files = files;
    this.subfolders = hardware.subfolders();
  }

  List<Path> absent() {
    return List.copyOf(absent);
  }

  List<Path> rejected() {
    return List.copyOf(rejected);
  }

  /**
   * Tries the subfolders of a folder, then the folder.
   *
   * @param folder ends with a slash, or is empty for the working directory
   */
  @Nullable Hit inFolder(String folder, String name, List<String> tried) throws Unusable {
    List<String> parts = existing.computeIfAbsent(folder, this::existingParts);
    if (parts.isEmpty()) {
      tried.add(folder + ": no such folder");
    }
    for (String part : parts) {
      Hit hit = atPath(folder + part + name, tried);
      if (hit != null) {
        String subfolder = part.isEmpty() ? null : part.substring(0, part.length() - 1);
        return new Hit(hit.name(), hit.path(), hit.model(), subfolder);
      }
    }
    return null;
  }

  private List<String> existingParts(String folder) {
    List<String> parts = new ArrayList<>();
    if (!folder.isEmpty() && !isFolder(folder)) {
      return parts;
    }
    for (String part : subfolders) {
      int end = 0;
      do {
        end = part.indexOf('/', end) + 1;
      } while (end > 0 && isFolder(folder + part.substring(0, end)));
      if (end == 0) {
        parts.add(part);
      }
    }
    return parts;
  }

  private boolean isFolder(String folder) {
    return folders.computeIfAbsent(
        folder,
        f -> {
          Path path = pathOf(f);
          if (path == null || Files.isDirectory(path)) {
            return path != null;
          }
          absent.add(path);
          return false;
        });
  }

  /** The path of this name, or null for bytes that the JVM cannot give to the system. */
  static @Nullable Path pathOf(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /** Tries one path. Null when nothing is there, or something for another machine. */
  @Nullable Hit atPath(String name, List<String> tried) throws Unusable {
    Path path = pathOf(name);
    if (path == null) {
      tried.add(name + ": no possible path");
      return null;
    }
    try {
      ElfModel model = files.library(path);
      String objection = objection(model.header());
      if (objection == null) {
        return new Hit(name, path, model, null);
      }
      tried.add(name + ": " + objection);
      rejected.add(path);
    } catch (NoSuchFileException e) {
      tried.add(name + ": not there");
      absent.add(path);
    } catch (IOException e) {
      if (Files.isDirectory(path)) {
        throw new Unusable(name + ": is a folder");
      }
      tried.add(name + ": cannot be read");
      rejected.add(path);
    } catch (ElfFormatException e) {
      throw new Unusable(e);
    }
    return null;
  }

  /** Why a file is passed over, or null; other defects end the search. */
  private @Nullable String objection(FileHeader found) throws Unusable {
    if (found.is64() != program.is64()) {
      return "is for " + (found.is64() ? 64 : 32) + " bits";
    }
    if (!found.order().equals(program.order())) {
      throw new Unusable("byte order differs from the program's");
    }
    boolean abi =
        (found.osAbi() == OSABI_NONE && found.abiVersion() == 0) || found.osAbi() == OSABI_GNU;
    if (!abi) {
      throw new Unusable("OS ABI " + found.osAbi() + " is not one of the loader's");
    }
    if (found.machine() != program.machine()) {
      return "is for machine " + dev.elfwright.elf.constant.Machine.name(found.machine());
    }
    return null;
  }
}
