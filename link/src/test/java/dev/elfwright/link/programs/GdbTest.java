package dev.elfwright.link.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.link.fuse.AddressMode;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Python inside: its extension modules are plugins that bind to the fused interpreter. */
class GdbTest {
  private static final String PROGRAM =
      """
      #include <stdio.h>
      int inner(int depth) { puts("inner"); return depth; }
      int outer(int depth) { return inner(depth + 1) + 1; }
      int main(void) { return outer(41) - 43; }
      """;

  @ParameterizedTest
  @EnumSource(AddressMode.class)
  void runsAProgramUnderItsPython(AddressMode mode, @TempDir Path folder) throws Exception {
    SideBySide gdb = SideBySide.of("/usr/bin/gdb", mode, folder);
    String seen =
        gdb.behaveAlike(stage -> {
          stage.write("program.c", PROGRAM);
          stage.command("gcc", "-g", "-O0", "-o", "program", "program.c").ofSuccess();
          stage.write(
              "script.py",
              """
              import ctypes, decimal, hashlib, json, gdb
              gdb.Breakpoint("inner")
              gdb.execute("run")
              depth = int(gdb.selected_frame().read_var("depth"))
              print(json.dumps({"depth": depth, "half": str(decimal.Decimal(depth) / 4)}))
              print(hashlib.sha256(b"gdb").hexdigest(), ctypes.sizeof(ctypes.c_long))
              try:
                  gdb.execute("no-such-command")
              except gdb.error as e:
                  print("caught", e)
              """);
          Outcome debugged =
              stage.run(
                  "-nx",
                  "-batch",
                  "-ex",
                  "source script.py",
                  "-ex",
                  "bt",
                  "-ex",
                  "finish",
                  "-ex",
                  "kill",
                  "program");
          return debugged.ofSuccess().replaceAll("process \\d+", "process ?");
        });
    assertThat(seen)
        .contains("{\"depth\": 42, \"half\": \"10.5\"}")
        .contains("caught")
        .contains("#2  ")
        .contains("Value returned is $1 = 42");
  }
}
