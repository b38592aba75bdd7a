package dev.elfwright.livepatch.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.elfwright.livepatch.diff.SourcePair.Compiler;
import dev.elfwright.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes that other tools drop without a word. */
class SoundnessTest {
  private static final Set<String> LINE_SHIFTS = Set.of("13-line-shift", "14-line-in-string");

  @TempDir private Path temporary;

  @Test
  void noChangeIsDroppedAndNoLineIsAChange() throws IOException {
    Optional<Path> corpus = SharedData.folder("livepatch-soundness");
    assumeTrue(corpus.isPresent(), "no shared/data/livepatch-soundness beside the checkout");
    List<Path> cases;
    try (Stream<Path> folders = Files.list(corpus.get())) {
      cases = folders.filter(Files::isDirectory).sorted().toList();
    }
    assertThat(cases).hasSizeGreaterThanOrEqualTo(12);
    for (Path c : cases) {
      String name = c.getFileName().toString();
      ObjectDiff diff =
          SourcePair.compile(
                  temporary.resolve(name),
                  Compiler.X86_64,
                  Files.readString(c.resolve("o.c")),
                  Files.readString(c.resolve("p.c")))
              .diff();
      boolean seen = !diff.isEmpty() || !diff.refusals().isEmpty();
      assertThat(seen).as(name).isEqualTo(!LINE_SHIFTS.contains(name));
    }
  }
}
