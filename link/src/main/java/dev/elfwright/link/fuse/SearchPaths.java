package dev.elfwright.link.fuse;

import dev.elfwright.elf.constant.DynamicTag;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where the fused program looks for plugins: where its parts looked, the program first. {@code
 * $ORIGIN} becomes the folder that it meant, for the fused file stands elsewhere.
 *
 * @param tag DT_RPATH or DT_RUNPATH, as the program has it
 * @param folders colon-separated
 */
record SearchPaths(long tag, String folders) {
  static SearchPaths of(List<Part> parts) {
    boolean inherited =
        parts.getFirst().dynamic().runpath().isEmpty()
            && parts.getFirst().dynamic().rpath().isPresent();
    Set<String> folders = new LinkedHashSet<>();
    for (Part p : parts) {
      List<String> own = new ArrayList<>();
      p.dynamic()
          .runpath()
          .or(p.dynamic()::rpath)
          .ifPresent(s -> own.addAll(List.of(s.split(":"))));
      for (String folder : own) {
        if (!folder.isEmpty()) {
          folders.add(
              folder
                  .replace("${ORIGIN}", p.object().origin())
                  .replace("$ORIGIN", p.object().origin()));
        }
      }
    }
    return new SearchPaths(
        inherited ? DynamicTag.RPATH : DynamicTag.RUNPATH, String.join(":", folders));
  }
}
