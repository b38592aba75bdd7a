package dev.elfwright.packages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;

/** Packages of the archive that this machine's apt is configured for, kept between builds. */
final class DebianArchive {
  private static final Map<String, DebianArchive> OPEN = new ConcurrentHashMap<>();

  private final AptState state;
  private final PackageSet packages;

  private DebianArchive(String architecture) {
    this.state = new AptState(Path.of("..", "target", "apt", architecture), architecture);
    try {
      state.prepare();
      this.packages = new PackageSet(architecture, state.packages());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static DebianArchive of(String architecture) {
    return OPEN.computeIfAbsent(architecture, DebianArchive::new);
  }

  AptState state() {
    return state;
  }

  PackageSet packages() {
    return packages;
  }

  Package find(String name) {
    return packages
        .find(name, state.architecture())
        .orElseThrow(() -> new NoSuchElementException(name));
  }

  DebFile file(String name) {
    return files(List.of(name)).getFirst();
  }

  List<DebFile> files(List<String> names) {
    List<Package> wanted = new ArrayList<>();
    names.forEach(name -> wanted.add(find(name)));
    try {
      return state.download(wanted);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
