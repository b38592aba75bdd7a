package dev.elfwright.livepatch.build;

import dev.elfwright.livepatch.LivepatchRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The files that a patch changes, in their three states.
 *
 * @param applied by their paths from the top of the source on
 */
record ChangedFiles(SequencedMap<String, FilePatch.Applied> applied) {
  /** As many files as this are compiled for the sake of a header; it takes a second for each. */
  static final int MOST_INCLUDERS = 64;

  /**
   * Applies a patch.
   *
   * @throws LivepatchRefusedException when it does not apply, or changes what is neither a source
   *     file nor a header of C
   */
  static ChangedFiles of(Path patch, Path source) throws IOException {
    SequencedMap<String, FilePatch.Applied> applied = new LinkedHashMap<>();
    for (FilePatch file : SourcePatch.read(patch)) {
      if (!file.path().endsWith(".c") && !file.path().endsWith(".h")) {
        throw new LivepatchRefusedException(
            patch + ": changes " + file.path() + ", and only .c and .h files can be");
      }
      Path path = source.resolve(file.path());
      if (!Files.isRegularFile(path)) {
        throw new LivepatchRefusedException(patch + ": the source has no file " + file.path());
      }
      String text = Files.readString(path, StandardCharsets.ISO_8859_1);
      applied.put(file.path(), file.apply(List.of(text.split("\n", -1))));
    }
    return new ChangedFiles(applied);
  }

  /** The source files. */
  SequencedSet<String> units() {
    SequencedSet<String> units = new LinkedHashSet<>(applied.keySet());
    units.removeIf(p -> !p.endsWith(".c"));
    return units;
  }

  /** The headers. */
  Set<String> headers() {
    Set<String> headers = new TreeSet<>(applied.keySet());
    headers.removeIf(p -> !p.endsWith(".h"));
    return headers;
  }

  /**
   * Source files that the patch leaves alone, and that include headers which it changes.
   *
   * @param work a folder for what is made on the way
   * @throws LivepatchRefusedException when they are too many, or not all of them are there
   */
  Set<String> includers(Path patch, Path source, Path work) throws IOException {
    Set<String> headers = headers();
    if (headers.isEmpty()) {
      return Set.of();
    }
    for (String header : headers) {
      requireWhole(patch, source, header);
    }
    Set<String> includers = new TreeSet<>(Includers.of(source, headers, MOST_INCLUDERS, work));
    includers.removeAll(applied.keySet());
    if (includers.size() > MOST_INCLUDERS) {
      throw new LivepatchRefusedException(
          "%s: changes %s, which more than %d files include (%s, ...): so many are not compiled for it"
              .formatted(
                  patch, String.join(", ", headers), MOST_INCLUDERS, includers.iterator().next()));
    }
    return includers;
  }

  /** Whether a header is where the compiler searches, and not just beside those who include it. */
  private static boolean isSearched(String header) {
    return header.startsWith("include/") || header.startsWith("arch/x86/include/");
  }

  /** Whether a header is changed that the headers package has too. */
  boolean changesSearched() {
    return headers().stream().anyMatch(ChangedFiles::isSearched);
  }

  /** All of the kernel may include what is in its folders for that. */
  private static void requireWhole(Path patch, Path source, String header) {
    if (isSearched(header)) {
      for (String folder : Includers.FOLDERS) {
        if (!Files.isDirectory(source.resolve(folder))) {
          throw new LivepatchRefusedException(
              "%s: changes header %s, and the source has no folder %s, whose files may include it"
                  .formatted(patch, header, folder));
        }
      }
    }
  }

  /** One state of all files, as lines. */
  Map<String, List<String>> state(Function<FilePatch.Applied, List<String>> state) {
    Map<String, List<String>> files = new LinkedHashMap<>();
    applied.forEach((path, a) -> files.put(path, state.apply(a)));
    return files;
  }
}
