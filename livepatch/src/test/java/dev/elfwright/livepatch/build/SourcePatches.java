package dev.elfwright.livepatch.build;

import dev.elfwright.livepatch.kernel.KernelFiles;
import dev.elfwright.testkit.DebianKernel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The source patches beside the tests, and what is built of them. */
final class SourcePatches {
  static final DebianKernel DEBIAN = DebianKernel.newest();
  static final KernelFiles KERNEL = KernelFiles.of(DEBIAN.root(), DEBIAN.release());

  private SourcePatches() {}

  /** The name of the module that a patch becomes. */
  static String module(String name) {
    return "lp_" + name.replace('-', '_');
  }

  /** The patch in a file of its own. */
  static Path file(String name, Path folder) throws IOException {
    Path file = folder.resolve(name + ".patch");
    try (InputStream in = SourcePatches.class.getResourceAsStream(name + ".patch")) {
      Files.write(file, Objects.requireNonNull(in, name).readAllBytes());
    }
    return file;
  }

  /** A module that goes beside those that are loaded. */
  static LivepatchBuild.Request beside(Path patch, String name) {
    return LivepatchBuild.Request.of(patch, KERNEL, DEBIAN.source(), name);
  }

  /** The module, in the folder, and what it replaces. */
  static List<LivepatchBuild.Replacement> build(LivepatchBuild.Request request, Path folder)
      throws IOException {
    try (LivepatchBuild build = LivepatchBuild.of(request, Path.of("target", "answers"))) {
      build.write(folder.resolve(request.name() + ".ko"));
      return build.replacements();
    }
  }
}
