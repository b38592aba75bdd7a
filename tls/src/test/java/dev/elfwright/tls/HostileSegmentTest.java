package dev.elfwright.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.link.graph.SearchEnvironment;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PT_TLS that no linker writes is one line, in a program and in what it opens. */
class HostileSegmentTest {
  private static final int FILE_SIZE = 32;
  private static final int MEMORY_SIZE = 40;
  private static final int ALIGNMENT = 48;

  @TempDir private Path folder;

  @BeforeEach
  void compile() throws IOException {
    Files.writeString(
        folder.resolve("m.c"), "__thread char v[9] = {1}; int main(void) { return v[1]; }");
    Tool.run(folder, List.of("gcc", "m.c", "-o", "m"));
    Tool.run(
        folder,
        List.of("gcc", "-shared", "-fPIC", "-ftls-model=initial-exec", "m.c", "-o", "l.so"));
  }

  /** Writes a field of PT_TLS. */
  private Path patched(String name, int field, long value) throws IOException {
    Path file = folder.resolve(name);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int table = (int) bytes.getLong(32);
    int entry = bytes.getShort(54);
    for (int i = 0; i < bytes.getShort(56); i++) {
      if (bytes.getInt(table + i * entry) == 7) {
        bytes.putLong(table + i * entry + field, value);
      }
    }
    return Files.write(folder.resolve("broken-" + name), bytes.array());
  }

  private TlsLayout open(Path library) throws IOException {
    return TlsLayout.of(
        folder.resolve("m"),
        TlsOptions.of(SearchEnvironment.machine()).withOpens(List.of(library.toString())));
  }

  private void refused(int field, long value, String message) throws IOException {
    Path library = patched("l.so", field, value);
    assertThatThrownBy(() -> open(library))
        .isInstanceOf(ElfFormatException.class)
        .hasMessageStartingWith(library + ": offset 0x40: PT_TLS: ")
        .hasMessageEndingWith(message);
    Path program = patched("m", field, value);
    assertThatThrownBy(() -> TlsLayout.of(program, TlsOptions.of(SearchEnvironment.machine())))
        .isInstanceOf(ElfFormatException.class)
        .hasMessageEndingWith(message);
  }

  @Test
  void anAlignmentThatIsNoPowerOfTwoIsRefused() throws IOException {
    refused(ALIGNMENT, 0, "p_align 0x0 is no power of two that an address can have");
    refused(ALIGNMENT, 24, "p_align 0x18 is no power of two that an address can have");
    refused(
        ALIGNMENT,
        1L << 63,
        "p_align 0x8000000000000000 is no power of two that an address can have");
  }

  @Test
  void moreBytesThanAnAddressSpaceHasAreRefused() throws IOException {
    refused(MEMORY_SIZE, -1, "p_memsz 0xffffffffffffffff is more than an address space has");
  }

  @Test
  void moreBytesInTheFileThanInMemoryAreRefused() throws IOException {
    refused(FILE_SIZE, 10, "p_filesz 0xa is more than p_memsz 0x9");
  }

  @Test
  void whatIsHugeFindsNoRoomAndNoTunable() throws IOException {
    TlsLayout layout = open(patched("l.so", MEMORY_SIZE, 1L << 40));
    assertThat(layout.opens().getFirst().refusal().orElseThrow().rule()).isEqualTo(Rule.SURPLUS);
    assertThat(layout.cures()).noneMatch(c -> c instanceof Cure.Tunable);
  }
}
