package dev.elfwright.fat.audit;

import dev.elfwright.packages.ControlFiles;
import dev.elfwright.packages.Package;
import dev.elfwright.packages.PackageFile;
import dev.elfwright.packages.PackageSource;
import dev.elfwright.packages.PackageVisitor;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A package, archive or folder as an audit keeps it.
 *
 * @param name the package's name, or that of the archive or folder
 * @param description what it says of itself, if it is a package
 * @param files what it holds, folders left out
 * @param scripts maintainer scripts by name
 * @param configurationFiles paths of conffiles
 * @param triggers its triggers, a line each
 */
record PackageFacts(
    String name,
    Optional<Package> description,
    List<FileFacts> files,
    Map<String, String> scripts,
    List<String> configurationFiles,
    List<String> triggers) {

  /** Reads a source once. */
  static PackageFacts read(PackageSource source, ArchitectureNames names) throws IOException {
    Collector collector = new Collector(source.name(), names);
    source.read(collector);
    return collector.facts();
  }

  private static final class Collector implements PackageVisitor {
    private final ArchitectureNames names;
    private final List<FileFacts> files = new ArrayList<>();
    private String name;
    private FileReader reader;
    private @Nullable Package description;
    private Map<String, String> scripts = Map.of();
    private List<String> configurationFiles = List.of();
    private List<String> triggers = List.of();

    Collector(String name, ArchitectureNames names) {
      this.name = name;
      this.names = names;
      this.reader = new FileReader(names, name);
    }

    @Override
    public void description(Package found, ControlFiles control) {
      description = found;
      name = found.name();
      reader = new FileReader(names, name);
      scripts = control.scripts();
      configurationFiles = control.configurationFiles();
      triggers = control.triggers();
    }

    @Override
    public void file(PackageFile file, InputStream content) throws IOException {
      if (file.kind() != PackageFile.Kind.FOLDER) {
        files.add(reader.read(file, content));
      }
    }

    PackageFacts facts() {
      return new PackageFacts(
          name, Optional.ofNullable(description), files, scripts, configurationFiles, triggers);
    }
  }
}
