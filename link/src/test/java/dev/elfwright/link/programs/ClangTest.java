package dev.elfwright.link.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.link.fuse.AddressMode;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No PIE, 100 MB of LLVM beside it; finds its headers by asking where it is. */
class ClangTest {
  private static final String THROWING =
      """
      #include <iostream>
      #include <stddef.h>
      #include <stdexcept>
      #include <string>
      #include <vector>
      static size_t checked(const std::vector<int> &v, size_t i) { return v.at(i); }
      int main() {
        try {
          return checked({1, 2, 3}, 3);
        } catch (const std::out_of_range &e) {
          std::cout << "caught " << e.what() << std::endl;
        }
      }
      """;

  @ParameterizedTest
  @EnumSource(AddressMode.class)
  void compilesAndLinksAProgramThatThrows(AddressMode mode, @TempDir Path folder) throws Exception {
    SideBySide clang = SideBySide.of("/usr/bin/clang-14", mode, folder);
    String seen =
        clang.behaveAlike(stage -> {
          stage.write("throwing.cpp", THROWING);
          stage
              .run("--driver-mode=g++", "-O2", "-c", "throwing.cpp", "-o", "throwing.o")
              .ofSuccess();
          stage.run("--driver-mode=g++", "throwing.o", "-o", "throwing").ofSuccess();
          return stage.hash("throwing.o") + " " + stage.command("./throwing").ofSuccess();
        });
    assertThat(seen).contains("caught vector::_M_range_check");
  }

  @ParameterizedTest
  @EnumSource(AddressMode.class)
  void namesItsOwnFolderAndComplainsAlike(AddressMode mode, @TempDir Path folder) throws Exception {
    SideBySide clang = SideBySide.of("/usr/bin/clang-14", mode, folder);
    String seen =
        clang.behaveAlike(stage -> {
          stage.write("wrong.c", "int main(void) { return undeclared; }\n");
          return stage.run("-print-resource-dir").ofSuccess()
              + stage.run("-v").ofSuccess()
              + stage.run("-c", "wrong.c");
        });
    assertThat(seen).contains("lib/clang/14").contains("InstalledDir: /usr/bin").contains("exit=1");
  }
}
