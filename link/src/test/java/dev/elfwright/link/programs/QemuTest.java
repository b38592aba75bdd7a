package dev.elfwright.link.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.link.fuse.AddressMode;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Thousands of constructors that register types; plugins that it looks for beside itself. */
class QemuTest {
  @ParameterizedTest
  @EnumSource(AddressMode.class)
  void startsAMachineAndAnswersItsMonitor(AddressMode mode, @TempDir Path folder) throws Exception {
    SideBySide qemu = SideBySide.of("/usr/bin/qemu-system-x86_64", mode, folder);
    String seen =
        qemu.behaveAlike(stage -> {
          Outcome none =
              stage.runWithInput(
                  "info version\ninfo status\nquit\n",
                  "-machine",
                  "none",
                  "-nodefaults",
                  "-display",
                  "none",
                  "-monitor",
                  "stdio");
          Outcome firmware =
              stage.runWithInput(
                  "info qtree\ninfo block\nquit\n",
                  "-machine",
                  "q35,accel=tcg",
                  "-S",
                  "-display",
                  "none",
                  "-monitor",
                  "stdio");
          return stage.run("-version").ofSuccess()
              + none.ofSuccess()
              + firmware.ofSuccess()
              + stage.run("-device", "help").ofSuccess();
        });
    assertThat(seen).startsWith("QEMU emulator version").contains("VM status").contains("virtio");
  }
}
