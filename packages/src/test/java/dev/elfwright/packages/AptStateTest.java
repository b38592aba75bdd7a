package dev.elfwright.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** apt's lists, by sources of our own: a repository in a folder each. */
class AptStateTest {
  @TempDir private Path folder;

  /** Taken for all there are, the lists that came would leave the others' packages out. */
  @Test
  void listsOfAFailedUpdateAreNotTakenForAll() throws IOException, InterruptedException {
    repository("good");
    sources("good", "missing");
    assertThat(prepared()).contains("refused: apt-get: ").contains("missing");
    assertThat(folder.resolve("state/lists"))
        .isDirectoryNotContaining(p -> p.toString().endsWith("_Packages"));
    repository("missing");
    assertThat(prepared()).isEqualTo("packages: [from-good, from-missing]\n");
  }

  private void repository(String name) throws IOException {
    Files.writeString(
        Files.createDirectory(folder.resolve(name)).resolve("Packages"),
        """
        Package: from-%1$s
        Version: 1
        Architecture: all
        Maintainer: nobody
        Filename: ./from-%1$s.deb
        Size: 1
        SHA256: 01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b
        Description: nothing

        """
            .formatted(name));
  }

  private void sources(String... names) throws IOException {
    StringBuilder list = new StringBuilder();
    for (String name : names) {
      list.append("deb [trusted=yes] file:%s ./\n".formatted(folder.resolve(name)));
    }
    Files.writeString(folder.resolve("sources.list"), list);
    Files.writeString(
        folder.resolve("apt.conf"),
        "Dir::Etc::sourcelist \"%s\";\nDir::Etc::sourceparts \"-\";\n"
            .formatted(folder.resolve("sources.list")));
  }

  /** A process of its own, because apt finds its sources through the environment. */
  private String prepared() throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            Prepare.class.getName(),
            folder.resolve("state").toString());
    builder.environment().put("APT_CONFIG", folder.resolve("apt.conf").toString());
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return said;
  }

  /** What that process does. */
  static final class Prepare {
    private Prepare() {}

    public static void main(String[] args) throws IOException {
      AptState state = new AptState(Path.of(args[0]), "amd64");
      try {
        state.prepare();
      } catch (IOException e) {
        System.out.println("refused: " + e.getMessage());
        return;
      }
      List<String> names = state.packages().stream().map(Package::name).sorted().toList();
      System.out.println("packages: " + names);
    }
  }
}
