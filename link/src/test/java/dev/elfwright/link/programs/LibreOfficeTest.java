package dev.elfwright.link.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.link.fuse.AddressMode;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Libraries without end, more of them as plugins that need fused ones, exceptions made at run time,
 * and every file found by the name that it was started under.
 */
class LibreOfficeTest {
  private static final String TEXT = "First paragraph.\n\nSecond paragraph.\n";
  private static final int RESTART = 81;

  @ParameterizedTest
  @EnumSource(AddressMode.class)
  void convertsADocument(AddressMode mode, @TempDir Path folder) throws Exception {
    SideBySide office = SideBySide.of("/usr/lib/libreoffice/program/soffice.bin", mode, folder);
    String seen =
        office.behaveAlike(stage -> {
          stage.write("text.txt", TEXT);
          String program = stage.file().toString();
          Outcome first = stage.command(program, "--headless", "--terminate_after_init");
          assertThat(first.exit()).as(first.output()).isIn(0, RESTART);
          return first
              + stage.run("--headless", "--convert-to", "odt", "text.txt").ofSuccess()
              + stage.run("--headless", "--convert-to", "html", "text.odt").ofSuccess()
              + stage.read("text.html");
        });
    assertThat(seen).contains("HTML (StarWriter)").contains("Second paragraph.");
  }
}
