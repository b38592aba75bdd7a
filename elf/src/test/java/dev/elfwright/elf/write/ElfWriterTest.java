package dev.elfwright.elf.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.Limits;
import dev.elfwright.testkit.Tool;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElfWriterTest {
  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rwxr-x--x");

  @TempDir private Path folder;

  private static Placement at(long offset, byte... bytes) {
    return new Placement(offset, "bytes", new Content.Bytes(MemorySegment.ofArray(bytes)));
  }

  private List<Path> files() throws IOException {
    try (var all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  @Test
  void gapsAndTheEndAreZeros() throws IOException {
    Path target = folder.resolve("t");
    ElfWriter.write(
        new LayoutPlan(10_000, List.of(at(5000, (byte) 2), at(3, (byte) 1))), target, MODE);
    byte[] expected = new byte[10_000];
    expected[3] = 1;
    expected[5000] = 2;
    assertThat(target).hasBinaryContent(expected);
    assertThat(Files.getPosixFilePermissions(target)).isEqualTo(MODE);
    assertThat(files()).containsExactly(target);
  }

  @Test
  void anEmptyPlanIsAnEmptyFile() throws IOException {
    ElfWriter.write(new LayoutPlan(0, List.of()), folder.resolve("t"), MODE);
    assertThat(folder.resolve("t")).isEmptyFile();
  }

  @Test
  void theKernelCopiesRangesOfOtherFiles() throws IOException {
    byte[] data = new byte[100_000];
    new Random(1).nextBytes(data);
    Path source = Files.write(folder.resolve("source"), data);
    Path target = folder.resolve("t");
    ElfWriter.write(
        LayoutPlan.of(
            List.of(
                new Placement(1, "middle", new Content.FileRange(source, 10, 50_000)),
                at(50_001, (byte) 7),
                new Placement(60_000, "end", new Content.FileRange(source, 99_999, 1)))),
        target,
        MODE);
    byte[] expected = new byte[60_001];
    System.arraycopy(data, 10, expected, 1, 50_000);
    expected[50_001] = 7;
    expected[60_000] = data[99_999];
    assertThat(target).hasBinaryContent(expected);
  }

  @Test
  void everyKindOfMemoryIsWritten() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment nativeMemory = arena.allocateFrom("native");
      MemorySegment longs = MemorySegment.ofArray(new long[] {0x0101_0101_0101_0101L, -1});
      MemorySegment readOnly = MemorySegment.ofArray(new byte[] {1, 2, 3}).asReadOnly();
      List<Placement> placements = new ArrayList<>();
      long end = 0;
      for (MemorySegment m : List.of(nativeMemory, longs, readOnly, nativeMemory.asReadOnly())) {
        placements.add(new Placement(end, "memory", new Content.Bytes(m)));
        end += m.byteSize();
      }
      Path target = folder.resolve("t");
      ElfWriter.write(LayoutPlan.of(placements), target, MODE);
      byte[] made = Files.readAllBytes(target);
      assertThat(new String(made, 0, 6, java.nio.charset.StandardCharsets.US_ASCII))
          .isEqualTo("native");
      assertThat(Arrays.copyOfRange(made, 7, 26))
          .containsExactly(1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1, -1, 1, 2, 3);
    }
  }

  /** 300 MB in 20,000 pieces with gaps of every size, which must not pass through the heap. */
  @Test
  void aLargePlanIsWrittenInFlatMemory() {
    MemorySegment piece = Arena.ofAuto().allocate(15_000).fill((byte) 0x5a);
    List<Placement> placements = new ArrayList<>();
    long at = 0;
    for (int i = 0; i < 20_000; i++) {
      placements.add(new Placement(at, "piece " + i, new Content.Bytes(piece)));
      at += piece.byteSize() + i % 6000;
    }
    LayoutPlan plan = LayoutPlan.of(placements);
    Path target = folder.resolve("t");
    Limits limits = new Limits();
    limits.check("large plan", 1 << 20, () -> write(plan, target));
    System.out.printf("plan of 20000 placements, %d MB: %s%n", plan.size() >> 20, limits);
    assertThat(target).hasSize(plan.size());
  }

  private static void write(LayoutPlan plan, Path target) {
    try {
      ElfWriter.write(plan, target, MODE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
    Path source = Files.write(folder.resolve("source"), new byte[100]);
    Path target = Files.writeString(folder.resolve("t"), "old");
    LayoutPlan plan =
        LayoutPlan.of(
            List.of(new Placement(0, "too much", new Content.FileRange(source, 50, 100))));
    assertThatThrownBy(() -> ElfWriter.write(plan, target, MODE))
        .isInstanceOf(EOFException.class)
        .hasMessageContaining("source ends before 0x96");
    assertThat(target).hasContent("old");
    assertThat(files()).containsExactly(source, target);
  }

  @Test
  void aMissingSourceIsAnError() throws IOException {
    Content missing = new Content.FileRange(folder.resolve("none"), 0, 1);
    LayoutPlan plan = LayoutPlan.of(List.of(new Placement(0, "x", missing)));
    assertThatThrownBy(() -> ElfWriter.write(plan, folder.resolve("t"), MODE))
        .isInstanceOf(IOException.class);
    assertThat(files()).isEmpty();
  }

  /** As root, renaming over /dev/null would succeed; a FIFO stands for it here. */
  @Test
  void aDeviceOrFolderIsNeverReplaced() {
    LayoutPlan plan = new LayoutPlan(0, List.of());
    Tool.run(folder, List.of("mkfifo", "pipe"));
    assertThatThrownBy(() -> ElfWriter.write(plan, folder.resolve("pipe"), MODE))
        .isInstanceOf(FileSystemException.class)
        .hasMessageEndingWith("not a regular file");
    assertThatThrownBy(() -> ElfWriter.write(plan, folder, MODE))
        .isInstanceOf(FileSystemException.class);
  }

  @Test
  void aReaderOfTheOldFileKeepsIt() throws IOException {
    Path target = Files.writeString(folder.resolve("t"), "old");
    try (var reader = Files.newInputStream(target)) {
      ElfWriter.write(LayoutPlan.of(List.of(at(0, (byte) 'n'))), target, MODE);
      assertThat(reader.readAllBytes()).asString().isEqualTo("old");
    }
    assertThat(target).hasContent("n");
  }
}
