package dev.elfwright.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.elfwright.elf.archive.Archive;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Archives: their members, index and names. */
class ArchiveFuzzTest {
  static Stream<byte[]> seeds() {
    return Seeds.files().map(ArchiveFuzzTest::archive);
  }

  private static byte[] archive(byte[] member) {
    String header =
        "%-16s%-12d%-6d%-6d%-8o%-10d`\n".formatted("a.o/", 0, 0, 0, 0644, member.length);
    ByteBuffer out = ByteBuffer.allocate(8 + header.length() + (member.length + 1 & -2));
    out.put("!<arch>\n".getBytes(UTF_8)).put(header.getBytes(UTF_8)).put(member);
    return out.array();
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "10s")
  void anyArchiveIsReadOrRefused(byte[] bytes) {
    Explorer.explore(bytes, () -> Archive.parse("fuzz", MemorySegment.ofArray(bytes)));
  }
}
