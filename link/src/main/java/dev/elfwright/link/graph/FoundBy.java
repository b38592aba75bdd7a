package dev.elfwright.link.graph;

import org.jspecify.annotations.Nullable;

/**
 * The rule that found a file, in the order in which glibc tries them (elf/dl-load.c,
 * _dl_map_object). A {@code subfolder} is the part of the path that the processor's capabilities
 * chose, such as {@code glibc-hwcaps/x86-64-v3}, or null.
 */
public sealed interface FoundBy {
  /** The program itself. */
  record Program() implements FoundBy {}

  /** The program's PT_INTERP: the loader is there before any search. */
  record Interpreter() implements FoundBy {}

  /** The name has a slash, so it is a path and nothing is searched. */
  record ExactPath() implements FoundBy {}

  /**
   * A folder of a DT_RPATH.
   *
   * @param owner the object that has the DT_RPATH: the one that needs the library, or one of those
   *     that caused that one to be loaded
   */
  record Rpath(LoadedObject owner, String folder, @Nullable String subfolder) implements FoundBy {}

  /** A folder of LD_LIBRARY_PATH. */
  record LibraryPath(String folder, @Nullable String subfolder) implements FoundBy {}

  /**
   * A folder of the DT_RUNPATH of the object that needs the library.
   *
   * @param owner the object that has the DT_RUNPATH
   */
  record Runpath(LoadedObject owner, String folder, @Nullable String subfolder)
      implements FoundBy {}

  /** An entry of ld.so.cache. */
  record Cache(@Nullable String subfolder) implements FoundBy {}

  /** A folder built into the loader. */
  record DefaultFolder(String folder, @Nullable String subfolder) implements FoundBy {}

  /**
   * Named by LD_PRELOAD or by /etc/ld.so.preload.
   *
   * @param rule how the file was found then
   */
  record Preload(FoundBy rule) implements FoundBy {}

  /**
   * Asked for by dlopen.
   *
   * @param rule how the file was found then
   */
  record Opened(FoundBy rule) implements FoundBy {}

  /** Nothing was searched, or what was found turned out to be there already. */
  record AlreadyLoaded(Match match) implements FoundBy {}

  /** How a name led to an object that was already loaded. */
  enum Match {
    /** The same name was asked for before. */
    NAME,
    /** It is the DT_SONAME of an object that was found under another name. */
    SONAME,
    /** The search led to a file that has another name too: same device, same inode. */
    SAME_FILE
  }

  /** The rule in a few words for people. */
  default String describe() {
    return switch (this) {
      case Program() -> "program";
      case Interpreter() -> "PT_INTERP";
      case ExactPath() -> "path with a slash";
      case Rpath(var owner, var folder, var sub) ->
          "DT_RPATH of " + owner.path() + ": " + folder + in(sub);
      case LibraryPath(var folder, var sub) -> "LD_LIBRARY_PATH: " + folder + in(sub);
      case Runpath(var owner, var folder, var sub) ->
          "DT_RUNPATH of " + owner.path() + ": " + folder + in(sub);
      case Cache(var sub) -> "ld.so.cache" + in(sub);
      case DefaultFolder(var folder, var sub) -> "default folder " + folder + in(sub);
      case Preload(var rule) -> "preloaded, " + rule.describe();
      case Opened(var rule) -> "dlopen, " + rule.describe();
      case AlreadyLoaded(var match) ->
          switch (match) {
            case NAME -> "already loaded";
            case SONAME -> "already loaded, by its DT_SONAME";
            case SAME_FILE -> "already loaded, the same file by another name";
          };
    };
  }

  private static String in(@Nullable String subfolder) {
    return subfolder == null ? "" : ", subfolder " + subfolder;
  }
}
