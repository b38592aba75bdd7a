package dev.elfwright.link.graph;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a search depends on besides the files themselves.
 *
 * @param libraryPath LD_LIBRARY_PATH, if it is set
 * @param preload the names in LD_PRELOAD and then those in /etc/ld.so.preload
 * @param cache the path of ld.so.cache; it need not exist
 * @param systemFolders the folders built into the loader, each with a slash at its end
 * @param lib what {@code $LIB} means
 * @param loader the loader for objects without PT_INTERP
 * @param hardware the processor
 */
public record SearchEnvironment(
    Optional<String> libraryPath,
    List<String> preload,
    Path cache,
    List<String> systemFolders,
    String lib,
    Path loader,
    Hardware hardware) {
  private static final Path CACHE = Path.of("/etc/ld.so.cache");
  private static final Path PRELOAD = Path.of("/etc/ld.so.preload");

  /** Copies the lists. */
  public SearchEnvironment {
    preload = List.copyOf(preload);
    systemFolders = List.copyOf(systemFolders);
  }

  /** This machine, and this process's LD_LIBRARY_PATH and LD_PRELOAD. */
  public static SearchEnvironment current() {
    SearchEnvironment machine = machine();
    List<String> preload = new ArrayList<>();
    Optional.ofNullable(System.getenv("LD_PRELOAD")).ifPresent(v -> split(v, "[ :]+", preload));
    preload.addAll(machine.preload);
    return machine
        .withLibraryPath(Optional.ofNullable(System.getenv("LD_LIBRARY_PATH")))
        .withPreload(preload);
  }

  /** This machine, as a process without any LD_ variable sees it. */
  public static SearchEnvironment machine() {
    String triplet = System.getProperty("os.arch").replace("amd64", "x86_64") + "-linux-gnu";
    Path loader = loaderOfThisMachine();
    List<String> preload = new ArrayList<>();
    try {
      // Comments run to the end of the line; names are separated as in elf/rtld.c.
      split(Files.readString(PRELOAD).replaceAll("#.*", ""), "[ :\t\n]+", preload);
    } catch (IOException e) {
      // Usually there is none.
    }
    boolean multiarch = mentions(loader, "/usr/lib/" + triplet + "/");
    return new SearchEnvironment(
        Optional.empty(),
        preload,
        CACHE,
        multiarch
            ? List.of("/lib/" + triplet + "/", "/usr/lib/" + triplet + "/", "/lib/", "/usr/lib/")
            : List.of("/lib64/", "/usr/lib64/"),
        multiarch ? "lib/" + triplet : "lib64",
        loader,
        Hardware.current());
  }

  private static Path loaderOfThisMachine() {
    return switch (System.getProperty("os.arch")) {
      case "aarch64" -> Path.of("/lib/ld-linux-aarch64.so.1");
      case "riscv64" -> Path.of("/lib/ld-linux-riscv64-lp64d.so.1");
      default -> Path.of("/lib64/ld-linux-x86-64.so.2");
    };
  }

  /** The folders are compiled into the loader, and the distributions differ: look at its bytes. */
  private static boolean mentions(Path loader, String text) {
    try {
      return new String(Files.readAllBytes(loader), StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException e) {
      return false;
    }
  }

  private static void split(String text, String separators, List<String> found) {
    Pattern.compile(separators).splitAsStream(text).filter(n -> !n.isEmpty()).forEach(found::add);
  }

  /** The same with another LD_LIBRARY_PATH. */
  public SearchEnvironment withLibraryPath(Optional<String> value) {
    return new SearchEnvironment(value, preload, cache, systemFolders, lib, loader, hardware);
  }

  /** The same with other preloaded libraries. */
  public SearchEnvironment withPreload(List<String> names) {
    return new SearchEnvironment(libraryPath, names, cache, systemFolders, lib, loader, hardware);
  }

  /** The same with another ld.so.cache. */
  public SearchEnvironment withCache(Path file) {
    return new SearchEnvironment(libraryPath, preload, file, systemFolders, lib, loader, hardware);
  }

  /** The same with other folders built into the loader, each with a slash at its end. */
  public SearchEnvironment withSystemFolders(List<String> folders) {
    return new SearchEnvironment(libraryPath, preload, cache, folders, lib, loader, hardware);
  }

  /** The same on another processor. */
  public SearchEnvironment withHardware(Hardware other) {
    return new SearchEnvironment(libraryPath, preload, cache, systemFolders, lib, loader, other);
  }
}
