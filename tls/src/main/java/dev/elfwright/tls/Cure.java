package dev.elfwright.tls;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A change after which every dlopen succeeds, each found by simulating it. */
public sealed interface Cure {
  /**
   * A larger {@code glibc.rtld.optional_static_tls}.
   *
   * @param optional the smallest value that does, in bytes; one less fails
   */
  record Tunable(long optional) implements Cure {}

  /**
   * Libraries in LD_PRELOAD, which get their place at the start.
   *
   * @param libraries none of which can be left out
   */
  record Preload(List<Path> libraries) implements Cure {
    /** Copies the list. */
    public Preload {
      libraries = List.copyOf(libraries);
    }
  }

  /**
   * Another order of the dlopens.
   *
   * @param first what has to be opened earlier
   * @param before what it has to come before
   */
  record LoadOrder(String first, String before) implements Cure {}

  /**
   * Libraries built without the initial-exec model.
   *
   * @param libraries none of which can be left out
   * @param flag for their compiler
   */
  record Rebuild(List<Path> libraries, String flag) implements Cure {
    /** Copies the list. */
    public Rebuild {
      libraries = List.copyOf(libraries);
    }
  }

  /** The cure in one line for people. */
  default String describe() {
    return switch (this) {
      case Tunable(long optional) ->
          "GLIBC_TUNABLES=glibc.rtld.optional_static_tls=%d (%d fails)"
              .formatted(optional, optional - 1);
      case Preload(var libraries) -> "LD_PRELOAD=" + joined(libraries, ":");
      case LoadOrder(var first, var before) -> "open " + first + " before " + before;
      case Rebuild(var libraries, var flag) ->
          "build with " + flag + ": " + joined(libraries, ", ");
    };
  }

  private static String joined(List<Path> libraries, String separator) {
    return libraries.stream().map(Path::toString).collect(Collectors.joining(separator));
  }
}
