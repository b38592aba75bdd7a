package dev.elfwright.elf.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thread of a processor that this machine does not have; eu-readelf is the oracle. */
class CoreThreadTest {
  private static final Pattern REGISTER =
      Pattern.compile("\\b(x\\d+|sp|pc|pstate): +(0x[0-9a-f]+|\\d+)");

  @TempDir private Path folder;

  /** A note with different numbers in all registers, in a file that says it is a core file. */
  @Test
  void registersOfAarch64AreThoseOfEuReadelf() throws IOException {
    Files.writeString(
        folder.resolve("a.s"),
        """
        .section .note,"a",%note
        .long 5, 392, 1
        .asciz "CORE"
        .balign 4
        .zero 12
        .short 11
        .zero 18
        .long 4242
        .zero 76
        .set value, 0x1000
        .rept 34
        .quad value
        .set value, value + 0x101
        .endr
        .zero 8
        """);
    Tool.run(folder, List.of("aarch64-linux-gnu-as", "a.s", "-o", "a.o"));
    Tool.run(folder, List.of("aarch64-linux-gnu-ld", "-e", "0", "a.o", "-o", "core"));
    byte[] bytes = Files.readAllBytes(folder.resolve("core"));
    bytes[16] = 4; // ET_CORE
    Files.write(folder.resolve("core"), bytes);
    try (ElfModel model = Elf.open(folder.resolve("core"))) {
      assertThat(model.header().machine()).isEqualTo(Machine.AARCH64);
      CoreThread thread = CoreFile.of(model).threads().getFirst();
      assertThat(thread.id()).isEqualTo(4242);
      assertThat(thread.signal()).isEqualTo(11);
      Map<String, Long> found = new TreeMap<>();
      thread.registers().forEach(r -> found.put(r.name(), r.value()));
      assertThat(found).isEqualTo(shown()).hasSize(34);
    }
  }

  private Map<String, Long> shown() {
    Map<String, Long> shown = new TreeMap<>();
    Matcher m =
        REGISTER.matcher(Tool.output(List.of("eu-readelf", "-n", folder.resolve("core") + "")));
    while (m.find()) {
      shown.put(m.group(1), Long.decode(m.group(2)));
    }
    return shown;
  }
}
