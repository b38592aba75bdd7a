package dev.elfwright.elf.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Section;
import dev.elfwright.elf.constant.SectionFlag;
import dev.elfwright.elf.constant.SegmentType;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.testkit.Fixture;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edits that follow each other, with other tools between them. */
class SecondEditTest {
  @TempDir private Path folder;

  /** In the third edit .dynstr grows where it is, at the end of its segment. */
  @Test
  void whatGrowsInPlaceStaysInsideItsSegment() throws IOException {
    Path library = new Fixture(folder).library();
    for (int length : new int[] {300, 320, 340, 700, 720}) {
      setRunpath(library, "/nowhere/" + "x".repeat(length));
      assertThat(outsideOfSegments(library)).as("with a runpath of %d", length).isEmpty();
      Tool.run(List.of("strip", library.toString()));
    }
  }

  /** The loader maps whole pages, so that it would find them still; other tools move segments. */
  private static List<String> outsideOfSegments(Path file) throws IOException {
    try (ElfModel model = Elf.open(file)) {
      return model.sections().stream()
          .filter(s -> s.hasBytes() && (s.header().flags() & SectionFlag.ALLOC) != 0)
          .filter(s ->
              model
                  .segments(SegmentType.LOAD)
                  .noneMatch(l -> l.covers(s.header().address(), s.header().size())))
          .map(Section::name)
          .toList();
    }
  }

  private static void setRunpath(Path file, String runpath) throws IOException {
    try (ElfModel model = Elf.open(file)) {
      ElfWriter.write(
          Elf.transform(model, Layout.APPEND, e -> e.dynamic().setRunpath(runpath)),
          file,
          PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
