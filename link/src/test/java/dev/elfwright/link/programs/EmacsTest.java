package dev.elfwright.link.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.link.fuse.AddressMode;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Maps a dump of its heap that holds addresses of its own code, and looks for it beside itself. */
class EmacsTest {
  @ParameterizedTest
  @EnumSource(AddressMode.class)
  void evaluatesLisp(AddressMode mode, @TempDir Path folder) throws Exception {
    SideBySide emacs = SideBySide.of("/usr/bin/emacs-nox", mode, folder);
    String seen =
        emacs.behaveAlike(stage -> {
          stage.write("text", "b\nc\na\n");
          stage.write(
              "script.el",
              """
              (require 'json)
              (find-file "text")
              (sort-lines nil (point-min) (point-max))
              (save-buffer)
              (princ (format "%s %s %s" (json-encode '(:a [1 2])) (secure-hash 'sha256 "x")
                             (expt 3 100)))
              (condition-case e (error "raised") (error (princ (cadr e))))
              """);
          return stage.run("-Q", "--batch", "-l", "script.el") + stage.read("text");
        });
    assertThat(seen).contains("{\"a\":[1,2]}").contains("raised").endsWith("a\nb\nc\n");
  }
}
