package dev.elfwright.livepatch.vm;

import dev.elfwright.testkit.DebianKernel;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Modules as kbuild makes them out of one source file. */
public final class ModuleBuild {
  private ModuleBuild() {}

  /**
   * Builds {@code NAME.c}, a resource beside a test, into {@code NAME.ko}; references that nobody
   * exports are left open.
   */
  public static Path build(DebianKernel kernel, Class<?> test, String name, Path folder) {
    try (InputStream source = test.getResourceAsStream(name + ".c")) {
      String text =
          new String(Objects.requireNonNull(source, name).readAllBytes(), StandardCharsets.UTF_8);
      return compile(kernel, name, text, folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Builds a source into a module in the folder, of the same name. */
  public static Path compile(DebianKernel kernel, String name, String source, Path folder)
      throws IOException {
    Files.writeString(folder.resolve(name + ".c"), source);
    Files.writeString(folder.resolve("Makefile"), "obj-m := " + name + ".o\n");
    Tool.run(
        List.of(
            "make",
            "-s",
            "-C",
            kernel.headers().toString(),
            "M=" + folder.toAbsolutePath(),
            "KBUILD_MODPOST_WARN=1",
            "modules"));
    return folder.resolve(name + ".ko");
  }
}
