package dev.elfwright.fat.audit;

import dev.elfwright.fat.FatRefusedException;
import dev.elfwright.packages.AptState;
import dev.elfwright.packages.DebFile;
import dev.elfwright.packages.FolderTree;
import dev.elfwright.packages.InstalledPackage;
import dev.elfwright.packages.Package;
import dev.elfwright.packages.PackageSet;
import dev.elfwright.packages.PackageSource;
import dev.elfwright.packages.ParallelReading;
import dev.elfwright.packages.TarFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * Finds what a user names: packages by name, which apt brings; .deb files and folders of them, each
 * of which knows its architecture; {@code ARCHITECTURE=PATH} for archives and folders, which do
 * not.
 */
public final class AuditInputs {
  private final Path downloads;
  private final SequencedMap<String, List<PackageSource>> sources = new LinkedHashMap<>();
  private final SequencedSet<String> names = new LinkedHashSet<>();

  private AuditInputs(List<String> architectures, Path downloads) {
    this.downloads = downloads;
    for (String word : architectures) {
      sources.put(ArchitectureNames.of(word).debian(), new ArrayList<>());
    }
  }

  /**
   * The sides of an audit.
   *
   * @param arguments as above; what holds a slash or ends in {@code .deb} is a path, any other word
   *     a package's name
   * @param architectures names as {@link dev.elfwright.fat.TargetPattern} knows them
   * @param downloads a folder that keeps apt's lists and packages for each architecture; used for
   *     names only
   * @throws IOException when a path cannot be read, or apt cannot bring a package
   * @throws FatRefusedException when an input fits no architecture, or one has none
   */
  public static List<Side> find(List<String> arguments, List<String> architectures, Path downloads)
      throws IOException {
    AuditInputs inputs = new AuditInputs(architectures, downloads);
    for (String argument : arguments) {
      inputs.add(argument);
    }
    return inputs.sides();
  }

  private void add(String argument) throws IOException {
    int equals = argument.indexOf('=');
    if (equals > 0 && !argument.substring(0, equals).contains("/")) {
      String architecture = ArchitectureNames.of(argument.substring(0, equals)).debian();
      of(architecture, argument).addAll(PackageSource.of(Path.of(argument.substring(equals + 1))));
    } else if (argument.contains("/") || argument.endsWith(".deb")) {
      List<PackageSource> found = PackageSource.of(Path.of(argument));
      List<String> architectures = ParallelReading.of(found, AuditInputs::architecture);
      for (int i = 0; i < found.size(); i++) {
        if (architectures.get(i).equals(Package.ALL)) {
          PackageSource source = found.get(i);
          sources.values().forEach(list -> list.add(source));
        } else {
          of(architectures.get(i), found.get(i).name()).add(found.get(i));
        }
      }
    } else {
      names.add(argument);
    }
  }

  private List<PackageSource> of(String architecture, String input) {
    List<PackageSource> list = sources.get(architecture);
    if (list == null) {
      throw new FatRefusedException(
          "%s: is for %s, which is not among the architectures %s"
              .formatted(input, architecture, String.join(", ", sources.keySet())));
    }
    return list;
  }

  private static String architecture(PackageSource source) throws IOException {
    return switch (source) {
      case DebFile deb -> deb.describe().architecture();
      case InstalledPackage installed -> installed.description().architecture();
      case TarFile _, FolderTree _ ->
          throw new FatRefusedException(
              source.name()
                  + ": does not tell its architecture; write ARCHITECTURE="
                  + source.name());
    };
  }

  private List<Side> sides() throws IOException {
    Map<String, PackageSet> universes = new LinkedHashMap<>();
    if (!names.isEmpty()) {
      for (String architecture : sources.keySet()) {
        universes.put(architecture, bring(architecture));
      }
      for (String name : names) {
        if (universes.entrySet().stream()
            .allMatch(e -> e.getValue().find(name, e.getKey()).isEmpty())) {
          throw new FatRefusedException("no package is called '" + name + "'");
        }
      }
    }
    List<Side> sides = new ArrayList<>();
    sources.forEach((architecture, list) -> {
      if (list.isEmpty()) {
        throw new FatRefusedException("nothing to audit for " + architecture);
      }
      sides.add(new Side(architecture, list, Optional.ofNullable(universes.get(architecture))));
    });
    return sides;
  }

  private PackageSet bring(String architecture) throws IOException {
    AptState apt = new AptState(downloads.resolve(architecture), architecture);
    apt.prepare();
    PackageSet set = new PackageSet(architecture, apt.packages());
    List<Package> wanted = names.stream().flatMap(n -> set.find(n, architecture).stream()).toList();
    of(architecture, "").addAll(apt.download(wanted));
    return set;
  }
}
