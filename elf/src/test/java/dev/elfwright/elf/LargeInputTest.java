package dev.elfwright.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.constant.FileType;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SegmentType;
import dev.elfwright.elf.write.Content;
import dev.elfwright.elf.write.ElfEncoder;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.elf.write.IdentityLayout;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.elf.write.Placement;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files with much of something: sections, zeros, segments over one another. */
class LargeInputTest {
  private static final long GIB = 1L << 30;
  private static final ElfEncoder ENCODER =
      new ElfEncoder(true, ByteOrder.LITTLE_ENDIAN, Machine.X86_64);

  @TempDir private Path folder;

  @Test
  void tenThousandSectionsAreRead() throws IOException {
    assertThat(sectionsOf(10_000)).isGreaterThan(10_000);
  }

  /** From 0xff00 on the counts and indices stand in section 0 (gABI, "ELF Header"). */
  @Test
  void seventyThousandSectionsAreRead() throws IOException {
    assertThat(sectionsOf(70_000)).isGreaterThan(70_000);
  }

  private int sectionsOf(int count) throws IOException {
    Path source = folder.resolve("many.s");
    Files.writeString(
        source,
        IntStream.range(0, count)
            .mapToObj(".section .text.f%d,\"ax\"\n.byte 1\n"::formatted)
            .collect(Collectors.joining()));
    Tool.run(folder, List.of("as", "-o", "many.o", "many.s"));
    try (ElfModel model = Elf.openShared(folder.resolve("many.o"))) {
      new Limits().check("sections", model.contents().byteSize(), () -> Walk.of(model));
      assertThat(model.section(".text.f" + (count - 1))).isPresent();
      Rebuilt.agrees(model);
      return model.sections().size();
    }
  }

  @Test
  void overlappingSegmentsAreReadAndWrittenBack() throws IOException {
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      segments.add(load(i, i * 3L, 4096));
    }
    Path file = sparse("overlap", 8192, segments, header(segments.size(), 0));
    try (ElfModel model = Elf.open(file)) {
      assertThat(Walk.of(model).refused()).isZero();
      Path copy = folder.resolve("copy");
      ElfWriter.write(IdentityLayout.of(model), copy, PosixFilePermissions.fromString("rw-------"));
      assertThat(Files.mismatch(file, copy)).isEqualTo(-1);
    }
  }

  private static Segment load(long offset, long address, long size) {
    return new Segment(SegmentType.LOAD, Segment.READ, offset, address, address, size, size, 1);
  }

  private static Segment of(int type, long offset, long size) {
    return new Segment(type, Segment.READ, offset, offset, offset, size, size, 8);
  }

  private static FileHeader header(int segments, long sectionOffset) {
    return new FileHeader(
        true,
        ByteOrder.LITTLE_ENDIAN,
        1,
        0,
        0,
        0,
        FileType.DYN,
        Machine.X86_64,
        1,
        0,
        64,
        sectionOffset,
        0,
        64,
        56,
        segments,
        64,
        0,
        0);
  }

  private Path sparse(String name, long size, List<Segment> segments, FileHeader header)
      throws IOException {
    return sparse(name, size, segments, header, List.of());
  }

  private Path sparse(
      String name,
      long size,
      List<Segment> segments,
      FileHeader header,
      List<SectionHeader> sections)
      throws IOException {
    Path file = folder.resolve(name);
    List<Placement> placements =
        List.of(
            bytes(0, "ELF header", ENCODER.header(header)),
            bytes(64, "program headers", ENCODER.segments(segments)),
            bytes(
                header.sectionOffset() == 0 ? 8192 : header.sectionOffset(),
                "section headers",
                ENCODER.sectionHeaders(sections)));
    ElfWriter.write(
        new LayoutPlan(size, placements), file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private static Placement bytes(long offset, String what, MemorySegment bytes) {
    return new Placement(offset, what, new Content.Bytes(bytes));
  }

  @Test
  void fourGigabytesOfZerosAreNoDisk() throws IOException {
    Path file = sparse("zeros", 4 * GIB, List.of(load(0, 0, 4 * GIB)), header(1, 0));
    assertThat(file).hasSize(4 * GIB);
    String blocks = Tool.run(folder, List.of("stat", "-c", "%b", "zeros")).trim();
    assertThat(Long.parseLong(blocks) * 512).isLessThan(1 << 20);
  }

  @Test
  void fourGigabytesOfDynamicSectionNotesAndInterpreterCostLittle() throws IOException {
    List<Segment> segments =
        List.of(
            load(0, 0, 4 * GIB),
            of(SegmentType.DYNAMIC, 4096, 4 * GIB - 4096),
            of(SegmentType.NOTE, 4096, 4 * GIB - 4096),
            of(SegmentType.INTERP, 4096, 4 * GIB - 4096));
    Path file = sparse("segments", 4 * GIB, segments, header(segments.size(), 0));
    costsLittle(file);
    try (ElfModel model = Elf.open(file)) {
      assertThatThrownBy(model::notes).isInstanceOf(ElfFormatException.class);
    }
  }

  @Test
  void fourGigabytesOfEverySectionTypeCostLittle() throws IOException {
    List<SectionHeader> sections = new ArrayList<>();
    sections.add(section(SectionType.NULL, 0, 12));
    for (int type : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 14, 17, 18, 19, 0x6ffffff6}) {
      sections.add(section(type, 16384, (4 * GIB - 16384) / 48 * 48));
    }
    sections.set(0, section(SectionType.NULL, 0, sections.size()));
    Path file =
        sparse("sections", 4 * GIB, List.of(load(0, 0, 4 * GIB)), header(1, 4096), sections);
    costsLittle(file);
  }

  private static SectionHeader section(int type, long offset, long size) {
    return new SectionHeader(0, type, 0, 0, offset, size, 3, 0, 8, 0);
  }

  /** A section count of 64 million, in the size field of section 0, as big as the file allows. */
  @Test
  void sixtyMillionSectionHeadersCostLittle() throws IOException {
    List<SectionHeader> first = List.of(section(SectionType.NULL, 0, 60_000_000));
    Path file = sparse("headers", 4 * GIB, List.of(), header(0, 4096), first);
    try (ElfModel model = Elf.open(file)) {
      assertThat(model.sections()).hasSize(60_000_000);
      assertThat(model.sections().getLast().header().type()).isEqualTo(SectionType.NULL);
    }
  }

  private static void costsLittle(Path file) throws IOException {
    try (ElfModel model = Elf.openShared(file)) {
      Limits limits = new Limits();
      limits.check(file.getFileName().toString(), 4 << 20, () -> Walk.of(model));
      System.out.printf("%s: %s%n", file.getFileName(), limits);
    }
  }
}
