package dev.elfwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramPathTest {
  @TempDir Path folder;

  @Test
  void aNameIsLookedForInTheFoldersInTurn() throws IOException {
    Path first = Files.createDirectory(folder.resolve("first"));
    Path second = Files.createDirectory(folder.resolve("second"));
    Files.createFile(first.resolve("tool")); // not executable
    Path tool = Files.createFile(second.resolve("tool"));
    assertThat(tool.toFile().setExecutable(true)).isTrue();
    assertThat(ProgramPath.find("tool", folder + "/none:" + first + ":" + second)).isEqualTo(tool);
  }

  @Test
  void aPathStaysAsItIs() {
    assertThat(ProgramPath.find("./ls", "/bin")).isEqualTo(Path.of("./ls"));
    assertThat(ProgramPath.find("/bin/ls", "/usr/bin")).isEqualTo(Path.of("/bin/ls"));
  }

  @Test
  void whatIsNotThereStaysAsItIs() {
    assertThat(ProgramPath.find("no-such-program", "/bin")).isEqualTo(Path.of("no-such-program"));
    assertThat(ProgramPath.find("ls", null)).isEqualTo(Path.of("ls"));
  }
}
