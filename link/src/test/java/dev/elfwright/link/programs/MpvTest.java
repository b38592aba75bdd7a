package dev.elfwright.link.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.link.fuse.AddressMode;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** More than two hundred libraries; Lua scripts run inside it. */
class MpvTest {
  @ParameterizedTest
  @EnumSource(AddressMode.class)
  void playsAClipToTheEnd(AddressMode mode, @TempDir Path folder) throws Exception {
    SideBySide mpv = SideBySide.of("/usr/bin/mpv", mode, folder);
    String seen =
        mpv.behaveAlike(stage -> {
          Clip.generateWithSystem(stage, "clip.mkv");
          stage.write(
              "ending.lua",
              """
              mp.register_event('end-file', function(e)
                local file = io.open('ending', 'w')
                file:write(e.reason, ' in ', _VERSION, '\\n')
                file:close()
              end)
              """);
          Outcome played =
              stage.run(
                  "--no-config",
                  "--vo=null",
                  "--ao=null",
                  "--untimed",
                  "--term-status-msg=",
                  "--script=ending.lua",
                  "--term-playing-msg=${width}x${height} ${video-codec} ${audio-codec}",
                  "clip.mkv");
          // Sound and picture are set up by threads of their own, in no order; and on a busy
          // machine
          // the sound may run dry.
          return played
                  .ofSuccess()
                  .lines()
                  .filter(l -> !l.isBlank() && !l.contains("underrun"))
                  .sorted()
                  .toList()
              + stage.read("ending");
        });
    assertThat(seen).contains("160x120").contains("eof in Lua");
  }
}
