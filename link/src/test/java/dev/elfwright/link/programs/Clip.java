package dev.elfwright.link.programs;

import java.io.IOException;

/** A second of film that is the same on every machine. */
final class Clip {
  private static final String COMMAND =
      "-nostdin -v error -f lavfi -i testsrc=size=160x120:rate=25:duration=1"
          + " -f lavfi -i sine=frequency=440:duration=1 -c:v libx264 -threads 1 -c:a libmp3lame"
          + " -bitexact -fflags +bitexact -flags:v +bitexact -flags:a +bitexact";

  private Clip() {}

  /** On a stage for ffmpeg. */
  static void generate(Stage stage, String file) throws IOException, InterruptedException {
    stage.run((COMMAND + " " + file).split(" ")).ofSuccess();
  }

  /** With the system's ffmpeg. */
  static void generateWithSystem(Stage stage, String file)
      throws IOException, InterruptedException {
    stage.command(("ffmpeg " + COMMAND + " " + file).split(" ")).ofSuccess();
  }
}
