package dev.elfwright.link.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.link.fuse.AddressMode;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two hundred libraries, assembler that knows its distances, threads. */
class FfmpegTest {
  @ParameterizedTest
  @EnumSource(AddressMode.class)
  void transcodesToTheSameBytes(AddressMode mode, @TempDir Path folder) throws Exception {
    SideBySide ffmpeg = SideBySide.of("/usr/bin/ffmpeg", mode, folder);
    String seen =
        ffmpeg.behaveAlike(stage -> {
          Clip.generate(stage, "clip.mkv");
          Outcome transcoded =
              stage.run(
                  ("-nostdin -v error -i clip.mkv -c:v libvpx-vp9 -cpu-used 8 -c:a libopus"
                          + " -threads 2 -bitexact -fflags +bitexact -flags:a +bitexact out.webm")
                      .split(" "));
          return transcoded.ofSuccess() + stage.hash("clip.mkv") + " " + stage.hash("out.webm");
        });
    assertThat(seen).matches("[0-9a-f]{64} [0-9a-f]{64}");
  }
}
