package dev.elfwright.packages;

import java.util.ArrayList;
import java.util.List;

/**
 * A binary package, as its control file describes it (Debian Policy 5.3 and 7).
 *
 * @param name its name
 * @param version its version
 * @param architecture Debian's name of an architecture, or {@code all}
 * @param multiArch whether it can be installed beside itself, and whom it serves
 * @param source the source package's name
 * @param essential whether others may use it without depending on it
 * @param priority {@code required} to {@code optional}, empty if not told
 * @param installedKib what it takes when installed, by its own account, in KiB; 0 if not told
 * @param preDepends what has to be configured before it is unpacked
 * @param depends what has to be configured before it is
 * @param provides what it stands for
 * @param conflicts what must not be unpacked at the same time
 * @param breaks what must not be configured at the same time
 * @param replaces what it may take files from
 * @param filename where an index says the .deb lies, relative to the archive; empty elsewhere
 * @param size of the .deb in bytes, as an index says; 0 elsewhere
 */
public record Package(
    String name,
    Version version,
    String architecture,
    MultiArch multiArch,
    String source,
    boolean essential,
    String priority,
    long installedKib,
    List<Dependency> preDepends,
    List<Dependency> depends,
    List<Relation> provides,
    List<Relation> conflicts,
    List<Relation> breaks,
    List<Relation> replaces,
    String filename,
    long size) {

  /** The architecture of packages that serve every architecture. */
  public static final String ALL = "all";

  /** Copies the lists. */
  public Package {
    preDepends = List.copyOf(preDepends);
    depends = List.copyOf(depends);
    provides = List.copyOf(provides);
    conflicts = List.copyOf(conflicts);
    breaks = List.copyOf(breaks);
    replaces = List.copyOf(replaces);
  }

  /**
   * The package that a paragraph describes.
   *
   * @throws PackageFormatException when a field is missing or malformed
   */
  public static Package of(ControlFields fields) {
    String name = fields.require("Package");
    String where = fields.where() + ": package " + name;
    String source = fields.get("Source");
    return new Package(
        name,
        RelationParser.version(where, fields.require("Version")),
        fields.require("Architecture"),
        multiArch(where, fields.get("Multi-Arch")),
        source.isEmpty() ? name : source.split(" ", 2)[0],
        fields.get("Essential").equals("yes"),
        fields.get("Priority"),
        number(where, fields.get("Installed-Size")),
        RelationParser.dependencies(where, fields.get("Pre-Depends")),
        RelationParser.dependencies(where, fields.get("Depends")),
        RelationParser.relations(where, fields.get("Provides")),
        RelationParser.relations(where, fields.get("Conflicts")),
        RelationParser.relations(where, fields.get("Breaks")),
        RelationParser.relations(where, fields.get("Replaces")),
        fields.get("Filename"),
        number(where, fields.get("Size")));
  }

  private static MultiArch multiArch(String where, String word) {
    if (word.isEmpty()) {
      return MultiArch.NO;
    }
    return MultiArch.of(word)
        .orElseThrow(() ->
            new PackageFormatException(
                where, "Multi-Arch '" + word + "', expected no, same, foreign or allowed"));
  }

  private static long number(String where, String digits) {
    if (digits.isEmpty()) {
      return 0;
    }
    try {
      long number = Long.parseLong(digits);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // The same message.
    }
    throw new PackageFormatException(where, "'" + digits + "' is no size");
  }

  /** Everything that has to be there for the package to work: Pre-Depends and Depends. */
  public List<Dependency> needs() {
    List<Dependency> all = new ArrayList<>(preDepends);
    all.addAll(depends);
    return all;
  }

  /** Whether it serves every architecture. */
  public boolean isForAll() {
    return architecture.equals(ALL);
  }

  /** Name and architecture, as dpkg writes them. */
  @Override
  public String toString() {
    return name + ":" + architecture;
  }
}
