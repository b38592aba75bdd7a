package dev.elfwright.link.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.link.fuse.AddressMode;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** C++ on GTK: types registered by name, plugins for images and modules. */
class InkscapeTest {
  private static final String DRAWING =
      """
      <svg xmlns="http://www.w3.org/2000/svg" width="64" height="64">
        <defs>
          <linearGradient id="g"><stop offset="0" stop-color="red"/><stop offset="1"/></linearGradient>
          <filter id="f"><feGaussianBlur stdDeviation="2"/></filter>
        </defs>
        <rect width="64" height="64" fill="url(#g)"/>
        <circle cx="32" cy="32" r="20" fill="green" filter="url(#f)"/>
        <text x="8" y="40" font-size="20">fused</text>
      </svg>
      """;

  @ParameterizedTest
  @EnumSource(AddressMode.class)
  void exportsADrawing(AddressMode mode, @TempDir Path folder) throws Exception {
    SideBySide inkscape = SideBySide.of("/usr/bin/inkscape", mode, folder);
    String seen =
        inkscape.behaveAlike(stage -> {
          stage.write("drawing.svg", DRAWING);
          return stage.run("--version").ofSuccess()
              + exit(stage.run("drawing.svg", "--export-filename=drawing.png"))
              + stage.hash("drawing.png")
              + exit(stage.run("drawing.svg", "--export-plain-svg", "-o", "plain.svg"))
              + stage.hash("plain.svg");
        });
    assertThat(seen).startsWith("Inkscape 1.").contains("exit 0");
  }

  /** Messages of GTK about the missing display begin with the process number and the time. */
  private static String exit(Outcome outcome) {
    String text = outcome.output().replaceAll(":\\d+\\)", ":?)").replaceAll("[\\d:.]{12}", "?");
    return "exit %d %s ".formatted(outcome.exit(), text);
  }
}
