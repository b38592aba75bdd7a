package dev.elfwright.link.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.verify.Finding;
import dev.elfwright.elf.verify.Verifier;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Writes what is built, and asks everyone who reads ELF files what they think of it. */
final class Images {
  private Images() {}

  /** Writes a file that readelf, eu-elflint and the verifier have nothing to say against. */
  static Path write(LayoutPlan plan, Path file) throws IOException {
    ElfWriter.write(plan, file, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(Tool.run(List.of("readelf", "-aW", file.toString())))
        .doesNotContain("Warning", "Error", "<corrupt");
    assertThat(Verifier.verify(file).list().stream().map(Finding::toString)).isEmpty();
    return file;
  }

  /** The same, with the lint of elfutils, which knows the machine's relocations. */
  static Path lint(Path file) {
    assertThat(Tool.run(List.of("eu-elflint", "--gnu-ld", file.toString())))
        .isEqualTo("No errors\n");
    return file;
  }

  /** Compiles C with any compiler; the object stays mapped as long as it is reachable. */
  static ElfModel compile(Path folder, String name, String source, String... command)
      throws IOException {
    Files.writeString(folder.resolve(name + ".c"), source);
    List<String> whole = new ArrayList<>(List.of(command));
    whole.addAll(List.of("-w", "-c", "-o", name + ".o", name + ".c"));
    Tool.run(folder, whole);
    return Elf.openShared(folder.resolve(name + ".o"));
  }
}
