package dev.elfwright.elf.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.elf.write.LayoutPlan;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Undo files, written when a file is changed and used when nothing else is left. */
class UndoTest {
  private static final Path PROGRAM = Path.of("/usr/bin/gdb");

  @TempDir private Path folder;
  private Path changed;
  private Path undo;

  @BeforeEach
  void change() throws IOException {
    changed = folder.resolve("changed");
    undo = folder.resolve("undo");
    edit(e -> e.dynamic().setRunpath("/x".repeat(300)));
  }

  private void edit(ElfTransform change) throws IOException {
    var mode = PosixFilePermissions.fromString("rw-r--r--");
    try (ElfModel model = Elf.open(PROGRAM)) {
      LayoutPlan plan = Elf.transform(model, Layout.APPEND, change);
      ElfWriter.write(Undo.of(plan, model.contents()), undo, mode);
      ElfWriter.write(plan, changed, mode);
    }
  }

  @Test
  void theFileIsRestoredByteByByte() throws IOException {
    for (ElfTransform change :
        List.<ElfTransform>of(
            e -> e.dynamic().setRunpath("/x".repeat(300)),
            Strip.all(),
            BuildIds.set(new byte[20]),
            _ -> {})) {
      edit(change);
      try (Arena arena = Arena.ofConfined()) {
        // In place: what is read is what is replaced.
        ElfWriter.writeLike(Undo.restore(undo, changed, arena), changed, changed);
      }
      assertThat(Files.mismatch(PROGRAM, changed)).isEqualTo(-1);
    }
  }

  @Test
  void itHoldsOnlyWhatTheChangedFileHasLost() throws IOException {
    assertThat(Files.size(undo)).isLessThan(Files.size(PROGRAM) / 20);
  }

  @Test
  void aFileThatHasChangedSinceIsRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(changed);
    bytes[bytes.length / 2] ^= 1;
    Files.write(changed, bytes);
    assertThatThrownBy(this::restore)
        .isInstanceOf(EditRefusedException.class)
        .hasMessage(changed + ": is not the file that " + undo + " restores, or has changed since");
  }

  @Test
  void aDamagedUndoFileIsRefused() throws IOException {
    byte[] good = Files.readAllBytes(undo);
    byte[] file = Files.readAllBytes(changed);
    var random = new SplittableRandom(1);
    int head = new String(good, StandardCharsets.ISO_8859_1).indexOf("\n\n");
    for (int i = 0; i < 60; i++) {
      byte[] bad = good.clone();
      int at = i < 40 ? random.nextInt(head) : random.nextInt(bad.length);
      bad[at] ^= (byte) (1 << random.nextInt(8));
      assertThatThrownBy(() -> restore(bad, file))
          .as("byte %d", at)
          .isInstanceOfAny(ElfFormatException.class, EditRefusedException.class)
          .message()
          .doesNotContain("\n");
    }
  }

  @Test
  void aCutUndoFileIsRefused() throws IOException {
    byte[] good = Files.readAllBytes(undo);
    byte[] file = Files.readAllBytes(changed);
    for (int size : new int[] {0, 5, 16, 17, 60, 200, good.length - 1}) {
      assertThatThrownBy(() -> restore(java.util.Arrays.copyOf(good, size), file))
          .isInstanceOf(ElfFormatException.class)
          .hasMessageStartingWith("undo: offset 0x");
    }
  }

  private LayoutPlan restore() throws IOException {
    return Undo.restore(undo, changed, Arena.ofAuto());
  }

  private static LayoutPlan restore(byte[] undo, byte[] changed) throws IOException {
    return Undo.restore(
        "undo", MemorySegment.ofArray(undo), "changed", MemorySegment.ofArray(changed));
  }
}
