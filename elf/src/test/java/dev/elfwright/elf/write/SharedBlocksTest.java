package dev.elfwright.elf.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the kernel's file systems make of long ranges of other files. */
class SharedBlocksTest {
  private static final int LONG = (16 << 20) + 5;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"btrfs, 4096, true", "xfs, 65536, true", "xfs, 65537, false", "ext4, 4096, false"})
  void longRangesShareTheirBlocksWhereTheFileSystemCan(String kind, int offset, boolean shared)
      throws IOException {
    Path disk = folder.resolve("disk");
    try (var file = new RandomAccessFile(disk.toFile(), "rw")) {
      file.setLength(400 << 20); // mkfs.xfs makes nothing below 300 MB
    }
    Tool.run(List.of("mkfs." + kind, "-q", "" + disk));
    Path mounted = Files.createDirectory(folder.resolve("mounted"));
    Tool.run(List.of("mount", "-o", "loop", "" + disk, "" + mounted));
    try {
      byte[] data = new byte[LONG];
      new Random(1).nextBytes(data);
      Path source = Files.write(mounted.resolve("source"), data);
      Path target = mounted.resolve("target");
      MemorySegment end = MemorySegment.ofArray(new byte[] {7});
      ElfWriter.write(
          LayoutPlan.of(
              List.of(
                  new Placement(0, "start", new Content.Bytes(end)),
                  new Placement(offset, "range", new Content.FileRange(source, 0, LONG)),
                  new Placement(offset + LONG, "end", new Content.Bytes(end)))),
          target,
          PosixFilePermissions.fromString("rw-------"));
      byte[] expected = new byte[offset + LONG + 1];
      expected[0] = 7;
      System.arraycopy(data, 0, expected, offset, LONG);
      expected[offset + LONG] = 7;
      assertThat(target).hasBinaryContent(expected);
      assertThat(Files.readAllBytes(source)).isEqualTo(data);
      String extents = Tool.run(List.of("filefrag", "-s", "-v", "" + target));
      assertThat(extents.contains("shared")).as(extents).isEqualTo(shared);
    } finally {
      Tool.run(List.of("umount", "" + mounted));
    }
  }
}
