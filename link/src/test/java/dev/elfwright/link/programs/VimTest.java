package dev.elfwright.link.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.link.fuse.AddressMode;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lua, Perl, Python, Ruby and Tcl in one program. */
class VimTest {
  @ParameterizedTest
  @EnumSource(AddressMode.class)
  void editsAFileInSixLanguages(AddressMode mode, @TempDir Path folder) throws Exception {
    SideBySide vim = SideBySide.of("/usr/bin/vim.nox", mode, folder);
    String seen =
        vim.behaveAlike(stage -> {
          stage.write("text", "one\ntwo\n");
          stage.write(
              "script.vim",
              """
              %s/two/three/
              py3 import vim, sqlite3, decimal
              py3 vim.current.buffer.append("python " + str(decimal.Decimal(1) / 8))
              perl use POSIX; $curbuf->Append(3, "perl " . POSIX::floor(3.7));
              ruby require 'digest'; $curbuf.append(4, "ruby " + Digest::SHA256.hexdigest("vim")[0, 8])
              lua vim.buffer():insert("lua " .. string.rep("x", 3))
              tcl $::vim::current(buffer) append end "tcl [expr 6 * 7]"
              py3 1 / 0
              sort
              wq
              """);
          Outcome edited =
              stage.run("-u", "NONE", "-i", "NONE", "-N", "-es", "-V1", "-S", "script.vim", "text");
          return edited + stage.read("text");
        });
    assertThat(seen)
        .contains("lua xxx")
        .contains("perl 3")
        .contains("python 0.125")
        .contains("ruby ")
        .contains("tcl 42")
        .contains("three")
        .contains("ZeroDivisionError");
  }
}
