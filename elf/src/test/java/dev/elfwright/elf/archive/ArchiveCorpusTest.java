package dev.elfwright.elf.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.write.Content;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.elf.write.Placement;
import dev.elfwright.testkit.Corpus;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every archive of this machine, against ar, and against itself when written again. */
class ArchiveCorpusTest {
  static Stream<Path> archives() throws IOException {
    List<Path> found = Corpus.archives(Path.of("/usr/lib"));
    assertThat(found).hasSizeGreaterThan(20);
    return found.stream();
  }

  @ParameterizedTest
  @MethodSource("archives")
  void anArchiveHasTheMembersThatArLists(Path file) throws IOException {
    try (Archive archive = Archive.open(file)) {
      assertThat(archive.members().stream().map(ArchiveMember::name))
          .containsExactlyElementsOf(
              Tool.run(List.of("ar", "t", file.toString())).lines().toList());
    }
  }

  @ParameterizedTest
  @MethodSource("archives")
  void anArchiveWrittenAgainIsTheSameByteForByte(Path file) throws IOException {
    try (Archive archive = Archive.open(file);
        Arena arena = Arena.ofConfined();
        FileChannel channel = FileChannel.open(file)) {
      MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      LayoutPlan plan = ArchiveLayout.of(copies(archive));
      assertThat(plan.size()).isEqualTo(bytes.byteSize());
      for (Placement p : plan.placements()) {
        MemorySegment planned = ((Content.Bytes) p.content()).bytes();
        assertThat(planned.mismatch(bytes.asSlice(p.offset(), p.size())))
            .as(p.toString())
            .isEqualTo(-1);
      }
    }
  }

  static List<NewMember> copies(Archive archive) throws IOException {
    java.util.ArrayList<NewMember> copies = new java.util.ArrayList<>();
    for (ArchiveMember m : archive.members()) {
      copies.add(new NewMember(m.name(), m.contents(), m.date(), m.uid(), m.gid(), m.mode()));
    }
    return copies;
  }
}
