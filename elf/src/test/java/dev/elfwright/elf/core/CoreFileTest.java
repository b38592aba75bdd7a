package dev.elfwright.elf.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Segment;
import dev.elfwright.elf.constant.SegmentType;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process with two threads that crashes under gdb; eu-readelf and gdb are the oracles. */
class CoreFileTest {
  @TempDir private static Path folder;
  private static CoreFile core;
  private static String notes;

  @BeforeAll
  static void crash() throws IOException {
    Files.writeString(
        folder.resolve("crash.c"),
        """
        #include <pthread.h>
        #include <unistd.h>
        static void *wait_for_ever(void *p) { pause(); return p; }
        int main(void) {
          pthread_t thread;
          pthread_create(&thread, 0, wait_for_ever, 0);
          usleep(50000);
          return *(volatile int *)16;
        }
        """);
    Tool.run(folder, List.of("gcc", "-g", "-pthread", "crash.c", "-o", "crash"));
    Tool.run(
        folder,
        List.of(
            "gdb", "-q", "-nx", "-batch", "-ex", "run", "-ex", "generate-core-file core", "crash"));
    Path file = folder.resolve("core");
    try (ElfModel model = Elf.open(file)) {
      core = CoreFile.of(model);
    }
    notes = Tool.output(List.of("eu-readelf", "-n", file.toString()));
  }

  @Test
  void threadsHaveTheRegistersThatGdbShows() {
    List<String> threads = all("PRSTATUS(?s:.*?)pid: (\\d+)");
    assertThat(core.threads()).hasSize(2);
    assertThat(core.threads()).extracting(t -> "" + t.id()).isEqualTo(threads);
    assertThat(core.threads().getFirst().signal()).isEqualTo(11);
    String shown =
        Tool.output(
            List.of(
                "gdb",
                "-q",
                "-nx",
                "-batch",
                "-ex",
                "info registers",
                folder.resolve("crash").toString(),
                folder.resolve("core").toString()));
    int compared = 0;
    for (CoreThread.Register r : core.threads().getFirst().registers()) {
      Matcher m = Pattern.compile("(?m)^" + r.name() + " +0x([0-9a-f]+) ").matcher(shown);
      if (m.find()) {
        assertThat(Long.toHexString(r.value())).as(r.name()).isEqualTo(m.group(1));
        compared++;
      }
    }
    assertThat(compared).isGreaterThanOrEqualTo(24);
  }

  @Test
  void theFaultHasItsAddress() {
    SignalInfo signal = core.threads().getFirst().signalInfo().orElseThrow();
    assertThat(signal).isEqualTo(new SignalInfo(11, 0, 1, OptionalLong.of(16)));
  }

  @Test
  void theProcessIsNamed() {
    ProcessInfo process = core.process().orElseThrow();
    assertThat(process.name()).isEqualTo("crash");
    assertThat(process.arguments()).isEqualTo(all("psargs: (.*)").getFirst());
    assertThat("" + process.id()).isEqualTo(all("gid: \\d+, pid: (\\d+)").getFirst());
  }

  @Test
  void mappingsAreThoseOfEuReadelf() {
    List<String> expected = all("(?m)^ +([0-9a-f]+-[0-9a-f]+ [0-9a-f]{8}) +\\d+ +/.*$");
    assertThat(core.mappings())
        .extracting(m ->
            "%s-%s %08x"
                .formatted(Long.toHexString(m.start()), Long.toHexString(m.end()), m.offset()))
        .isEqualTo(expected)
        .hasSizeGreaterThan(5);
    assertThat(core.mappings().getFirst().path()).endsWith("/crash");
  }

  @Test
  void theAuxiliaryVectorHasThePageSizeAndTheEntry() {
    assertThat(core.auxiliary()).contains(new AuxiliaryEntry(6, 4096));
    long entry = Long.parseUnsignedLong(all("ENTRY: 0x([0-9a-f]+)").getFirst(), 16);
    assertThat(core.auxiliary()).contains(new AuxiliaryEntry(9, entry));
  }

  @Test
  void anyByteOfTheNotesMayBeWrong() throws IOException {
    MemorySegment bytes = MemorySegment.ofArray(Files.readAllBytes(folder.resolve("core")));
    Segment place = Elf.parse("core", bytes).segments(SegmentType.NOTE).findFirst().orElseThrow();
    MemorySegment broken = bytes.asSlice(place.offset(), place.fileSize());
    MemorySegment intact = MemorySegment.ofArray(broken.toArray(ValueLayout.JAVA_BYTE));
    Random random = new Random(1);
    int refused = 0;
    for (int i = 0; i < 3000; i++) {
      for (int n = 0; n < 4; n++) {
        broken.set(
            ValueLayout.JAVA_BYTE, random.nextLong(broken.byteSize()), (byte) random.nextInt());
      }
      try (ElfModel model = Elf.parse("core", bytes)) {
        assertThat(CoreFile.of(model).threads()).isNotNull();
      } catch (ElfFormatException e) {
        refused++;
      }
      broken.copyFrom(intact);
    }
    assertThat(refused).isPositive();
  }

  private static List<String> all(String pattern) {
    return Pattern.compile(pattern).matcher(notes).results().map(m -> m.group(1)).toList();
  }
}
