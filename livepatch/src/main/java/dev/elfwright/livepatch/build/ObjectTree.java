package dev.elfwright.livepatch.build;

import dev.elfwright.livepatch.LivepatchRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder that kbuild works in: the headers package, seen through symbolic links, so that tools
 * which the package leaves out can be put beside those that it has.
 */
final class ObjectTree {
  private static final Pattern SOURCE = Pattern.compile("(?m)^include (/\\S+)/Makefile$");
  private static final Pattern INCLUDE = Pattern.compile("-I *\\$\\(srctree\\)/(\\S+)");

  private static final List<String> LINKER_SCRIPTS =
      List.of("scripts/module.lds", "arch/x86/module.lds");

  private final Path folder;
  private final Path sourceOfHeaders;

  private ObjectTree(Path folder, Path sourceOfHeaders) {
    this.folder = folder;
    this.sourceOfHeaders = sourceOfHeaders;
  }

  /**
   * Makes one in an empty folder.
   *
   * @throws LivepatchRefusedException when the headers are not of the form that Debian's have
   */
  static ObjectTree make(Path headers, Path folder) throws IOException {
    Path makefile = headers.resolve("Makefile");
    String text = Files.readString(makefile);
    Matcher source = SOURCE.matcher(text);
    if (!source.find()) {
      throw new LivepatchRefusedException(
          makefile + " does not include that of the kernel's source");
    }
    Path common = Files.createDirectory(folder.resolve("source"));
    linkAll(common(headers, Path.of(source.group(1))), common);
    makeReal(common, Path.of("include/trace/define_trace.h"));
    Files.writeString(
        folder.resolve("Makefile"), text.replace(source.group(1) + "/", common + "/"));
    linkAll(headers, folder);
    return new ObjectTree(folder, common);
  }

  /** Packages that were unpacked and not installed are beside each other too. */
  private static Path common(Path headers, Path installed) {
    Path beside = headers.resolveSibling(String.valueOf(installed.getFileName()));
    Path common = Files.isDirectory(beside) ? beside : installed;
    if (!Files.isDirectory(common)) {
      throw new LivepatchRefusedException(
          headers + ": " + common + " is not there, a package linux-headers-VERSION-common");
    }
    return common;
  }

  private static void linkAll(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.list(from)) {
      for (Path p : all.toList()) {
        Path link = to.resolve(p.getFileName());
        if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
          Files.createSymbolicLink(link, p.toRealPath());
        }
      }
    }
  }

  /** The folder. */
  Path folder() {
    return folder;
  }

  /** What the package has of the kernel's source: its include files and scripts. */
  Path sourceOfHeaders() {
    return sourceOfHeaders;
  }

  /**
   * By what modules are linked; Debian's 6.1 has it with the architecture.
   *
   * @throws LivepatchRefusedException when it is not there
   */
  String linkerScript() {
    return LINKER_SCRIPTS.stream()
        .filter(s -> Files.exists(folder.resolve(s)))
        .findFirst()
        .orElseThrow(() ->
            new LivepatchRefusedException(
                "the headers have no " + String.join(", and no ", LINKER_SCRIPTS)));
  }

  /**
   * Adds what the headers package lacks: a file of the source, or a tool that runs here, built out
   * of one file of the source.
   *
   * @param missing its path, as make names it: {@code scripts/selinux/genheaders/genheaders}
   */
  void complete(Path source, String missing) throws IOException {
    Path file = Path.of(missing);
    if (file.startsWith(sourceOfHeaders)) {
      Path below = sourceOfHeaders.relativize(file);
      requireThere(source.resolve(below), missing);
      makeReal(sourceOfHeaders, below);
      Files.createSymbolicLink(file, source.resolve(below).toRealPath());
    } else if (file.startsWith("scripts")) {
      tool(source, file);
    } else {
      throw new LivepatchRefusedException(missing + ": the build needs it, and nobody makes it");
    }
  }

  /**
   * Shows a folder of the source where the headers package has none: headers of tracepoints are
   * included by their way from {@code include/trace}.
   */
  void showFolder(Path source, Path below) throws IOException {
    Path link = sourceOfHeaders.resolve(below);
    if (!below.toString().isEmpty() && !Files.exists(link)) {
      makeReal(sourceOfHeaders, below);
      Files.createSymbolicLink(link, source.resolve(below));
    }
  }

  private static void requireThere(Path file, String missing) {
    if (!Files.isRegularFile(file)) {
      throw new LivepatchRefusedException(
          missing + ": the build needs it; neither the headers nor the source have it");
    }
  }

  /** The folders on the way to a file are made real ones, with links in them. */
  private static void makeReal(Path root, Path file) throws IOException {
    Path beyond = root;
    for (Path name : file.getParent() == null ? List.<Path>of() : file.getParent()) {
      beyond = beyond.resolve(name);
      if (Files.isSymbolicLink(beyond)) {
        Path target = beyond.toRealPath();
        Files.delete(beyond);
        Files.createDirectory(beyond);
        linkAll(target, beyond);
      } else if (!Files.exists(beyond)) {
        Files.createDirectory(beyond);
      }
    }
  }

  /** A tool includes what its Makefile names. */
  private void tool(Path source, Path tool) throws IOException {
    Path file = source.resolve(tool + ".c");
    requireThere(file, tool.toString());
    makeReal(folder, tool);
    List<String> command = new ArrayList<>(List.of("gcc", "-O1", "-w"));
    Path makefile = file.resolveSibling("Makefile");
    if (Files.isRegularFile(makefile)) {
      Matcher include = INCLUDE.matcher(Files.readString(makefile));
      while (include.find()) {
        command.add("-I" + source.resolve(include.group(1)));
      }
    }
    command.addAll(List.of("-o", folder.resolve(tool).toString(), file.toString()));
    String _ = Command.run("building " + tool, folder, command);
  }
}
