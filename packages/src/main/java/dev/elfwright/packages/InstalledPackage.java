package dev.elfwright.packages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A package as it is installed below a root: dpkg's status tells of it, its info folder lists its
 * files (dpkg-query(1)). Files that are gone are passed over.
 *
 * @param root the root folder
 * @param description from the status file
 */
public record InstalledPackage(Path root, Package description) implements PackageSource {
  static final String STATUS = "var/lib/dpkg/status";
  private static final String INFO = "var/lib/dpkg/info";

  /**
   * All packages that dpkg has unpacked below a root.
   *
   * @throws PackageFormatException when the status file is malformed
   */
  public static List<InstalledPackage> allOf(Path root) throws IOException {
    Path status = root.resolve(STATUS);
    List<InstalledPackage> found = new ArrayList<>();
    try (var reader = new ControlReader(status.toString(), Files.newInputStream(status))) {
      for (ControlFields fields = reader.next(); fields != null; fields = reader.next()) {
        if (isUnpacked(fields.get("Status"))) {
          found.add(new InstalledPackage(root, Package.of(fields)));
        }
      }
    }
    return found;
  }

  /** The status's third word is the state; these two have no files. */
  private static boolean isUnpacked(String status) {
    return !status.endsWith(" not-installed") && !status.endsWith(" config-files");
  }

  @Override
  public String name() {
    return root + ": " + description;
  }

  @Override
  public void read(PackageVisitor visitor) throws IOException {
    visitor.description(description, new ControlFiles(controlFiles()));
    Path list = infoFile("list");
    if (!Files.exists(list)) {
      throw new PackageFormatException(name(), list + " is missing");
    }
    for (String line : Files.readAllLines(list)) {
      String path = MemberPath.normalise(list.toString(), line);
      Path file = root.resolve(path.substring(1));
      if (Files.exists(file, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
        PackageFile found = FolderTree.describe(root, file);
        if (found != null) {
          FolderTree.visit(found, file, visitor);
        }
      }
    }
  }

  private SequencedMap<String, byte[]> controlFiles() throws IOException {
    SequencedMap<String, byte[]> members = new LinkedHashMap<>();
    List<String> names = new ArrayList<>(ControlFiles.SCRIPTS);
    names.addAll(List.of("conffiles", "triggers", "md5sums", "shlibs", "symbols"));
    for (String name : names) {
      Path file = infoFile(name);
      if (Files.isRegularFile(file)) {
        if (Files.size(file) > Limits.DEFAULT.controlBytes()) {
          throw new PackageFormatException(file.toString(), "is too large");
        }
        members.put(name, Files.readAllBytes(file));
      }
    }
    return members;
  }

  /** Packages that can be installed beside themselves have their architecture in the name. */
  private Path infoFile(String kind) {
    Path info = root.resolve(INFO);
    Path qualified =
        info.resolve(description.name() + ":" + description.architecture() + "." + kind);
    return Files.exists(qualified) ? qualified : info.resolve(description.name() + "." + kind);
  }
}
