package dev.elfwright.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.archive.Archive;
import dev.elfwright.elf.archive.ArchiveMember;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.write.ElfEncoder;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.elf.write.IdentityLayout;
import dev.elfwright.testkit.Corpus;
import dev.elfwright.testkit.Fixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Reading a file and writing it back gives the same bytes, for every ELF file of this machine. */
class RoundTripTest {
  static final List<String> TARGETS = Fixture.TARGETS;

  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-r--r--");

  @TempDir private Path folder;

  @Test
  void everyElfFileUnderUsrIsWrittenBackByteForByte() throws IOException {
    List<Path> files = Corpus.elfFiles(Path.of("/usr"));
    AtomicLong bytes = new AtomicLong();
    AtomicInteger number = new AtomicInteger();
    long start = System.nanoTime();
    files.parallelStream()
        .forEach(f -> {
          Path copy = folder.resolve("copy-" + number.incrementAndGet());
          try {
            bytes.addAndGet(writeBack(f, copy));
            Files.delete(copy);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    System.out.printf(
        "round trip: %d files, %d MB in %.1f s%n",
        files.size(), bytes.get() / 1_000_000, (System.nanoTime() - start) / 1e9);
    assertThat(files).hasSizeGreaterThan(100);
  }

  private static long writeBack(Path file, Path copy) throws IOException {
    try (ElfModel model = Elf.open(file)) {
      ElfWriter.write(IdentityLayout.of(model), copy, MODE);
      try (Arena arena = Arena.ofConfined();
          FileChannel in = FileChannel.open(copy)) {
        MemorySegment written = in.map(FileChannel.MapMode.READ_ONLY, 0, in.size(), arena);
        assertThat(written.mismatch(model.contents())).as("%s", file).isEqualTo(-1);
      }
      return model.contents().byteSize();
    }
  }

  @Test
  void everyTableUnderUsrIsEncodedAgainFromItsValues() throws IOException {
    List<Path> files = Corpus.elfFiles(Path.of("/usr"));
    AtomicLong bytes = new AtomicLong();
    long start = System.nanoTime();
    files.parallelStream()
        .forEach(f -> {
          try (ElfModel model = Elf.open(f)) {
            bytes.addAndGet(Rebuilt.agrees(model));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    System.out.printf(
        "tables: %d files, %d MB in %.1f s%n",
        files.size(), bytes.get() / 1_000_000, (System.nanoTime() - start) / 1e9);
  }

  @Test
  void everyMemberOfEveryArchiveIsEncodedAgain() throws IOException {
    AtomicInteger members = new AtomicInteger();
    Corpus.archives(Path.of("/usr")).parallelStream()
        .forEach(f -> {
          try (Archive archive = Archive.open(f)) {
            for (ArchiveMember m : archive.members()) {
              if (m.isElf()) {
                Rebuilt.agrees(m.elf());
                members.incrementAndGet();
              }
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    System.out.printf("archives: %d members%n", members.get());
  }

  @ParameterizedTest
  @FieldSource("TARGETS")
  void objectsOfEveryClassAndByteOrderAreWrittenBack(String target) throws IOException {
    Path object = new Fixture(folder).object(target);
    assertThat(writeBack(object, folder.resolve("copy"))).isPositive();
    try (ElfModel model = Elf.open(object)) {
      assertThat(Rebuilt.agrees(model)).isPositive();
      assertThat(Walk.of(model).refused())
          .as("refused parts")
          .isLessThanOrEqualTo(strangeReads(model));
    }
  }

  /** {@link Walk} asks each string table for two strings outside of it. */
  private static int strangeReads(ElfModel model) {
    return 3
        * (int)
            model.sections().stream().filter(s -> s.header().type() == SectionType.STRTAB).count();
  }

  /** The broken twin: the headers are encoded, so a changed value changes exactly its field. */
  @Test
  void aChangedValueChangesItsFieldAndNothingElse() throws IOException {
    try (ElfModel model = Elf.open(new Fixture(folder).library())) {
      FileHeader h = model.header();
      FileHeader changed =
          new FileHeader(
              h.is64(),
              h.order(),
              h.identVersion(),
              h.osAbi(),
              h.abiVersion(),
              h.padding(),
              h.type(),
              h.machine(),
              h.version(),
              h.entry() + 1,
              h.segmentOffset(),
              h.sectionOffset(),
              h.flags(),
              h.headerSize(),
              h.segmentEntrySize(),
              h.segmentCount(),
              h.sectionEntrySize(),
              h.sectionCount(),
              h.sectionNames());
      MemorySegment made = ElfEncoder.like(h).header(changed);
      MemorySegment original = model.contents().asSlice(0, made.byteSize());
      assertThat(made.mismatch(original)).isEqualTo(24);
      assertThat(made.asSlice(25).mismatch(original.asSlice(25))).isEqualTo(-1);
    }
  }
}
