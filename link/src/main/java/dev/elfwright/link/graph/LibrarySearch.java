package dev.elfwright.link.graph;

import dev.elfwright.elf.constant.DynamicTag;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The search for one name, rule after rule (glibc elf/dl-load.c, _dl_map_object): a name with a
 * slash is a path; else DT_RPATH of the object that needs it and of all that led to it, unless that
 * object has a DT_RUNPATH; LD_LIBRARY_PATH; DT_RUNPATH; ld.so.cache; the default folders.
 */
final class LibrarySearch {
  /** What was found, and how. */
  record Found(FolderProbe.Hit hit, FoundBy rule) {}

  private interface Rule {
    FoundBy at(String folder, @Nullable String subfolder);
  }

  private final SearchEnvironment environment;
  private final FolderProbe probe;
  private final Optional<CacheFile> cache;
  private final List<String> libraryPath;
  private final Map<LoadedObject, List<String>> rpaths = new HashMap<>();
  private final Map<LoadedObject, List<String>> runpaths = new HashMap<>();

  LibrarySearch(
      SearchEnvironment environment,
      FolderProbe probe,
      Optional<CacheFile> cache,
      String programOrigin) {
    this.environment = environment;
    this.probe = probe;
    this.cache = cache;
    this.libraryPath =
        environment
            .libraryPath()
            .filter(path -> !path.isEmpty())
            .map(path -> folders(path, "[:;]", programOrigin))
            .orElse(List.of());
  }

  /**
   * Null when nothing was found; {@code tried} then says where.
   *
   * @param neededBy whose search path counts; null for a program without a dynamic section
   */
  @Nullable Found find(String name, @Nullable LoadedObject neededBy, List<String> tried)
      throws FolderProbe.Unusable {
    if (name.indexOf('/') >= 0) {
      FolderProbe.Hit hit = probe.atPath(name, tried);
      return hit == null ? null : new Found(hit, new FoundBy.ExactPath());
    }
    Found found = null;
    if (neededBy != null && neededBy.dynamic().runpath().isEmpty()) {
      for (LoadedObject o = neededBy; o != null && found == null; o = o.loadedFor().orElse(null)) {
        LoadedObject owner = o;
        List<String> folders = rpaths.computeIfAbsent(owner, this::rpath);
        found = inFolders(folders, name, tried, (f, s) -> new FoundBy.Rpath(owner, f, s));
      }
    }
    if (found == null) {
      found = inFolders(libraryPath, name, tried, FoundBy.LibraryPath::new);
    }
    if (found == null && neededBy != null) {
      List<String> folders = runpaths.computeIfAbsent(neededBy, this::runpath);
      found = inFolders(folders, name, tried, (f, s) -> new FoundBy.Runpath(neededBy, f, s));
    }
    boolean defaults =
        neededBy == null || (neededBy.dynamic().flags1() & DynamicTag.DF_1_NODEFLIB) == 0;
    if (found == null) {
      found = inCache(name, defaults, tried);
    }
    if (found == null && defaults) {
      found = inFolders(environment.systemFolders(), name, tried, FoundBy.DefaultFolder::new);
    }
    return found;
  }

  private List<String> rpath(LoadedObject owner) {
    // Where both are, DT_RPATH counts for nothing (elf/get-dynamic-info.h).
    return owner.dynamic().runpath().isPresent()
        ? List.of()
        : owner.dynamic().rpath().map(p -> folders(p, ":", owner.origin())).orElse(List.of());
  }

  private List<String> runpath(LoadedObject owner) {
    return owner.dynamic().runpath().map(p -> folders(p, ":", owner.origin())).orElse(List.of());
  }

  /** Splits a list of folders (fillin_rpath): an empty element is the working directory. */
  private List<String> folders(String path, String separators, String origin) {
    if (path.isEmpty()) {
      return List.of();
    }
    Set<String> folders = new LinkedHashSet<>();
    for (String element : path.split(separators, -1)) {
      String folder = DynamicString.expand(element, origin, environment);
      if (folder != null && (!folder.isEmpty() || element.isEmpty())) {
        folders.add(folder.isEmpty() ? "" : withOneSlash(folder));
      }
    }
    return List.copyOf(folders);
  }

  private static String withOneSlash(String folder) {
    int end = folder.length();
    while (end > 1 && folder.charAt(end - 1) == '/') {
      end--;
    }
    String trimmed = folder.substring(0, end);
    return trimmed.equals("/") ? trimmed : trimmed + "/";
  }

  private @Nullable Found inFolders(
      List<String> folders, String name, List<String> tried, Rule rule)
      throws FolderProbe.Unusable {
    for (String folder : folders) {
      FolderProbe.Hit hit = probe.inFolder(folder, name, tried);
      if (hit != null) {
        return new Found(hit, rule.at(folder, hit.subfolder()));
      }
    }
    return null;
  }

  private @Nullable Found inCache(String name, boolean defaults, List<String> tried)
      throws FolderProbe.Unusable {
    String path = cache.map(c -> c.lookup(name)).orElse(null);
    if (path == null) {
      tried.add(environment.cache() + ": has no entry for it");
      return null;
    }
    if (!defaults && environment.systemFolders().stream().anyMatch(path::startsWith)) {
      tried.add(environment.cache() + ": " + path + " is excluded by DF_1_NODEFLIB");
      return null;
    }
    FolderProbe.Hit hit = probe.atPath(path, tried);
    return hit == null ? null : new Found(hit, new FoundBy.Cache(subfolder(path)));
  }

  private static @Nullable String subfolder(String path) {
    int start = path.lastIndexOf("/glibc-hwcaps/");
    return start < 0 ? null : path.substring(start + 1, path.lastIndexOf('/'));
  }
}
