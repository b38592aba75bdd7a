package dev.elfwright.elf.edit;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Changes to the search path as a list of folders. */
public final class SearchPaths {
  private SearchPaths() {}

  /** Appends folders to DT_RUNPATH, or to DT_RPATH where that is what the file has. */
  public static ElfTransform append(String folders) {
    return e -> {
      String before = e.dynamic().searchPath().orElse("");
      set(e.dynamic(), before.isEmpty() ? folders : before + ":" + folders);
    };
  }

  private static void set(DynamicEdit dynamic, String folders) {
    boolean rpath =
        dynamic.text(dev.elfwright.elf.constant.DynamicTag.RUNPATH).isEmpty()
            && dynamic.text(dev.elfwright.elf.constant.DynamicTag.RPATH).isPresent();
    if (rpath) {
      dynamic.setRpath(folders);
    } else {
      dynamic.setRunpath(folders);
    }
  }

  /**
   * Leaves out folders that hold no needed file of the same machine, or only such that an earlier
   * folder has. Folders that do not begin with a slash, {@code $ORIGIN} among them, are kept: what
   * they are is known only where the file is used.
   *
   * @param allowed which folders may stay
   */
  public static ElfTransform shrink(Predicate<String> allowed) {
    return e -> {
      List<String> kept = new ArrayList<>();
      Set<String> missing = new HashSet<>(e.dynamic().needed());
      String path = e.dynamic().searchPath().orElse("");
      for (String folder : Arrays.asList(path.split(":"))) {
        boolean relative = !folder.startsWith("/");
        if (!folder.isEmpty() && allowed.test(folder) && (relative || finds(folder, missing, e))) {
          kept.add(folder);
        }
      }
      if (!path.isEmpty()) {
        set(e.dynamic(), String.join(":", kept));
      }
    };
  }

  private static boolean finds(String folder, Set<String> missing, ElfEditor e) {
    List<String> found =
        missing.stream().filter(name -> fits(Path.of(folder, name), e.model())).toList();
    found.forEach(missing::remove);
    return !found.isEmpty();
  }

  private static boolean fits(Path file, ElfModel like) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (ElfModel model = Elf.open(file)) {
      return model.header().machine() == like.header().machine()
          && model.header().is64() == like.header().is64();
    } catch (IOException | ElfFormatException notALibrary) {
      // The loader would go on to the next folder, too.
      return false;
    }
  }
}
