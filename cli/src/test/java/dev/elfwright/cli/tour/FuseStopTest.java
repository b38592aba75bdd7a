package dev.elfwright.cli.tour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.link.measure.MeasureException;
import dev.elfwright.link.measure.MeasureOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FuseStopTest {
  private static final Path LS = Path.of("/bin/ls");
  private static final MeasureOptions SHORT =
      MeasureOptions.defaults().withPairs(3).withTracedRuns(2);

  @TempDir Path folder;

  private Tour.Result tour(List<Path> programs, FuseVariant... variants) throws IOException {
    return new Tour(List.of(new FuseStop(programs, SHORT, List.of(variants))))
        .walk((step, done, of) -> {});
  }

  private static FuseVariant copying() {
    return new FuseVariant(
        "copied",
        (program, output, progress) -> {
          Files.copy(program, output);
          return List.of();
        });
  }

  private static FuseVariant script(String name, String text) {
    return new FuseVariant(
        name,
        (program, output, progress) -> {
          Files.writeString(output, "#!/bin/sh\n" + text.replace("PROGRAM", program.toString()));
          assertThat(output.toFile().setExecutable(true)).isTrue();
          return List.of();
        });
  }

  @Test
  void aCopyBehavesAlike() throws IOException {
    Tour.Result result = tour(List.of(LS), copying());
    assertThat(result.isGood()).isTrue();
    assertThat(result.text()).contains("ls", "copied", "alike").doesNotContain("DIFFERENTLY");
    assertThat(result.page().toHtml()).contains("/bin/ls --version", "same output");
  }

  @Test
  void otherOutputIsFound() throws IOException {
    Tour.Result result = tour(List.of(LS), script("wrong", "echo something else"));
    assertThat(result.isGood()).isFalse();
    assertThat(result.text())
        .contains("DIFFERENTLY", "differs from the original in its standard output");
  }

  @Test
  void aCopyThatStartsTheOriginalIsNoSuccess() throws IOException {
    Tour.Result result = tour(List.of(LS), script("stale", "exec PROGRAM \"$@\""));
    assertThat(result.isGood()).isFalse();
    assertThat(result.text()).contains("started the original");
  }

  @Test
  void aProgramThatCannotBeFusedIsToldAndTheOthersAreShown() throws IOException {
    FuseVariant picky =
        new FuseVariant(
            "picky",
            (program, output, progress) -> {
              if (program.endsWith("ls")) {
                throw new MeasureException(program + ": not this one");
              }
              Files.copy(program, output);
              return List.of();
            });
    Tour.Result result = tour(List.of(LS, Path.of("/bin/cat")), picky);
    assertThat(result.isGood()).isFalse();
    assertThat(result.text()).contains("/bin/ls: not this one", "cat", "alike");
  }

  @Test
  void whatIsNoProgramIsTold() throws IOException {
    Path script = Files.writeString(folder.resolve("script"), "#!/bin/sh\n");
    Tour.Result result = tour(List.of(script, folder.resolve("nothing"), LS), copying());
    assertThat(result.text())
        .contains(script + ": is no complete dynamic program", "nothing: no such program");
    assertThat(result.isGood()).isFalse();
  }

  @Test
  void nothingIsLeftBehind() throws IOException {
    List<Path> made = new ArrayList<>();
    FuseVariant remembering =
        new FuseVariant(
            "copied",
            (program, output, progress) -> {
              made.add(output);
              Files.copy(program, output);
              return List.of();
            });
    tour(List.of(LS), remembering);
    assertThat(made).singleElement().satisfies(file -> assertThat(file).doesNotExist());
  }

  @Test
  void installedProgramsComeWithMostLibrariesFirst() throws IOException {
    var found = Candidates.in(List.of(Path.of("/usr/bin")), (step, done, of) -> {});
    assertThat(found).isNotEmpty();
    assertThat(found.stream().map(c -> -c.libraries()).toList()).isSorted();
    assertThat(found.stream().map(c -> c.file().getFileName().toString()))
        .contains("ls")
        .doesNotContain("su", "passwd");
  }

  @Test
  void argumentsAreThoseTheProgramEndsWellWith() throws IOException {
    Path picky = Files.writeString(folder.resolve("picky"), "#!/bin/sh\n[ $1 = -V ] && echo 1.0\n");
    assertThat(picky.toFile().setExecutable(true)).isTrue();
    assertThat(QuietArguments.find(picky).orElseThrow().arguments()).containsExactly("-V");
    assertThat(QuietArguments.find(Path.of("/bin/false"))).isEmpty();
  }
}
