package dev.elfwright.fat.view;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Unmounts what a user mounted by FUSE; the kernel lets only root do so, or this program. */
final class FuseUnmount {
  private FuseUnmount() {}

  static void run(Path mountPoint, boolean lazily) throws IOException {
    List<String> command = new ArrayList<>(List.of("fusermount3", "-u", "-q"));
    if (lazily) {
      command.add("-z");
    }
    command.add(mountPoint.toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new ViewException(
            mountPoint
                + ": "
                + (said.isEmpty() ? "in use" : said)
                + "; --lazy unmounts it all the same");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
