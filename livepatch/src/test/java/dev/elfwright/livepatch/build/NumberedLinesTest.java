package dev.elfwright.livepatch.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumberedLinesTest {
  private static final String PATCH =
      """
       int before(void)
       {
       	return __LINE__;
       }
      +
      +/* One line more, and another one. */
      +
       int commented(void)
       {
      +	/* Nothing but words. */
       	return __LINE__;
       }

       int changed(void)
       {
      -	int a = 0;
      +	int a = 1;
      +	int b = 2;
      +	int c = 3;
      -	return a;
      +	return a + b + c + __LINE__;
       }

       int after(void)
       {
       	return __LINE__;
       }
      """;

  @TempDir private Path folder;

  @Test
  void onlyWhatHasChangedHasOtherNumbers() throws IOException {
    assertThat(numbers()).containsExactly("3", "7", "19", "18");
  }

  /** What the preprocessor makes of each __LINE__. */
  private List<String> numbers() throws IOException {
    List<Hunk.Line> lines = new ArrayList<>();
    for (String line : PATCH.lines().toList()) {
      Hunk.Kind kind =
          switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '+' -> Hunk.Kind.ADDED;
            case '-' -> Hunk.Kind.REMOVED;
            default -> Hunk.Kind.KEPT;
          };
      lines.add(new Hunk.Line(kind, line.isEmpty() ? "" : line.substring(1)));
    }
    Path source = Files.write(folder.resolve("numbered.c"), NumberedLines.of(lines));
    return Tool.run(List.of("gcc", "-E", "-P", source.toString()))
        .lines()
        .filter(l -> l.contains("return"))
        .map(l -> l.replaceFirst(".*[ +](\\d+);.*", "$1"))
        .toList();
  }
}
