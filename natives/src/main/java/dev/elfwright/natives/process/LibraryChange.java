package dev.elfwright.natives.process;

import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.edit.ElfEditor;
import dev.elfwright.elf.edit.ElfTransform;
import dev.elfwright.elf.edit.Strip;
import java.util.Map;

/**
 * What is to be changed in each library.
 *
 * @param searchPath where it looks for the libraries it needs
 * @param soname its name
 * @param needed libraries that it needs under other names: from the old name to the new
 * @param stripping what is left out
 */
public record LibraryChange(
    SearchPath searchPath, Soname soname, Map<String, String> needed, Stripping stripping) {

  /** Changes nothing. */
  public static final LibraryChange NONE =
      new LibraryChange(new SearchPath.Kept(), Soname.KEPT, Map.of(), Stripping.NOTHING);

  /** Copies the map. */
  public LibraryChange {
    needed = Map.copyOf(needed);
  }

  /** Where a library looks for those it needs. */
  public sealed interface SearchPath {
    /** As it is. */
    record Kept() implements SearchPath {}

    /** Nowhere but in the folders of the system: no DT_RPATH and DT_RUNPATH. */
    record Removed() implements SearchPath {}

    /**
     * In these folders: DT_RUNPATH.
     *
     * @param folders separated by colons, such as {@code $ORIGIN}
     */
    record Folders(String folders) implements SearchPath {}
  }

  /** What DT_SONAME becomes. */
  public enum Soname {
    /** What it was. */
    KEPT,
    /** The name of the file. */
    FILE_NAME
  }

  /** What is left out. */
  public enum Stripping {
    /** Nothing. */
    NOTHING,
    /** Debugging information. */
    DEBUG,
    /** Debugging information and all symbols that loading does not need. */
    ALL
  }

  /** The same as a change to one library; programs keep that they have no DT_SONAME. */
  ElfTransform transform(String fileName) {
    return e -> {
      if (e.model().dynamic().isPresent()) {
        change(e, fileName);
      }
      switch (stripping) {
        case NOTHING -> {}
        case DEBUG -> Strip.debug().apply(e);
        case ALL -> Strip.all().apply(e);
      }
    };
  }

  /** Only what differs is set, so that a second run finds nothing to do. */
  private void change(ElfEditor e, String fileName) {
    switch (searchPath) {
      case SearchPath.Kept _ -> {}
      case SearchPath.Removed _ -> {
        if (e.dynamic().searchPath().isPresent()) {
          e.dynamic().removeSearchPath();
        }
      }
      case SearchPath.Folders(var folders) -> {
        if (!e.dynamic().text(DynamicTag.RUNPATH).filter(folders::equals).isPresent()
            || e.dynamic().text(DynamicTag.RPATH).isPresent()) {
          e.dynamic().setRunpath(folders);
        }
      }
    }
    if (soname == Soname.FILE_NAME && isLibrary(e.model(), fileName)) {
      e.dynamic().setSoname(fileName);
    }
    needed.forEach((from, to) -> {
      if (e.dynamic().needed().contains(from)) {
        e.dynamic().replaceNeeded(from, to);
      }
    });
  }

  private static boolean isLibrary(ElfModel model, String fileName) {
    boolean named = model.dynamic().flatMap(d -> d.soname()).filter(fileName::equals).isPresent();
    return model.interpreter().isEmpty() && !named;
  }
}
