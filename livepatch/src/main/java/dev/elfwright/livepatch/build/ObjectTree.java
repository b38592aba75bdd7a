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
    Matcher source = SOURCE.matcher(Files.readString(headers.resolve("Makefile")));
    if (!source.find()) {
      throw new LivepatchRefusedException(
          headers + "/Makefile does not include that of the kernel's source");
    }
    linkAll(headers, folder);
    return new ObjectTree(folder, Path.of(source.group(1)));
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
   * Builds a tool of the kernel's build that runs here, out of one file of the kernel's source,
   * with the folders of include files that its Makefile names.
   *
   * @param tool its path, {@code scripts/selinux/genheaders/genheaders}
   */
  void tool(Path source, String tool) throws IOException {
    Path file = source.resolve(tool + ".c");
    if (!Files.isRegularFile(file)) {
      throw new LivepatchRefusedException(
          tool + ": a tool that the build needs; neither the headers nor the source have it");
    }
    Path below = Path.of("");
    Path to = Path.of(tool);
    for (Path name : to.subpath(0, to.getNameCount() - 1)) {
      Path beyond = folder.resolve(below).resolve(name);
      below = below.resolve(name);
      if (Files.isSymbolicLink(beyond)) {
        Path target = beyond.toRealPath();
        Files.delete(beyond);
        Files.createDirectory(beyond);
        linkAll(target, beyond);
      } else if (!Files.exists(beyond)) {
        Files.createDirectory(beyond);
      }
    }
    List<String> command = new ArrayList<>(List.of("gcc", "-O1", "-w"));
    Path makefile = file.resolveSibling("Makefile");
    if (Files.isRegularFile(makefile)) {
      Matcher include = INCLUDE.matcher(Files.readString(makefile));
      while (include.find()) {
        command.add("-I" + source.resolve(include.group(1)));
      }
    }
    command.addAll(List.of("-o", folder.resolve(to).toString(), file.toString()));
    String _ = Command.run("building " + tool, folder, command);
  }
}
