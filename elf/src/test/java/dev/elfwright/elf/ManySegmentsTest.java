package dev.elfwright.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.constant.DynamicTag;
import dev.elfwright.elf.constant.FileType;
import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.constant.SegmentType;
import dev.elfwright.elf.write.Content;
import dev.elfwright.elf.write.ElfEncoder;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.elf.write.FieldWriter;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.elf.write.Placement;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More segments than e_phnum can say, segments over one another, and dynamic symbols beyond. */
class ManySegmentsTest {
  private static final int COUNT = 70_000;
  private static final ElfEncoder ENCODER =
      new ElfEncoder(true, ByteOrder.LITTLE_ENDIAN, Machine.X86_64);

  @TempDir private Path folder;

  private static FileHeader header(int type, int segments, long sectionOffset) {
    return new FileHeader(
        true,
        ByteOrder.LITTLE_ENDIAN,
        1,
        0,
        0,
        0,
        type,
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
        sectionOffset == 0 ? 0 : 1,
        0);
  }

  private static Segment load(long offset, long address, long size) {
    return new Segment(SegmentType.LOAD, Segment.READ, offset, address, 0, size, size, 1);
  }

  private Path write(String name, long size, List<Placement> placements) throws IOException {
    Path file = folder.resolve(name);
    ElfWriter.write(
        new LayoutPlan(size, placements), file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private static Placement place(long offset, String what, MemorySegment bytes) {
    return new Placement(offset, what, new Content.Bytes(bytes));
  }

  /** As the kernel writes core files of processes with that many mappings (PN_XNUM). */
  @Test
  void aCoreFileOfSeventyThousandSegmentsIsReadAsReadelfDoes() throws IOException {
    long sectionsAt = 64 + 56L * COUNT;
    long data = sectionsAt + 64;
    List<Segment> segments =
        IntStream.range(0, COUNT).mapToObj(i -> load(data + i, 0x10000L + 16L * i, 1)).toList();
    SectionHeader counts = new SectionHeader(0, SectionType.NULL, 0, 0, 0, 1, 0, COUNT, 0, 0);
    Path file =
        write(
            "core",
            data + COUNT,
            List.of(
                place(0, "ELF header", ENCODER.header(header(FileType.CORE, 0xffff, sectionsAt))),
                place(64, "program headers", ENCODER.segments(segments)),
                place(sectionsAt, "section headers", ENCODER.sectionHeaders(List.of(counts)))));
    String shown = Tool.run(List.of("readelf", "-lW", file.toString()));
    assertThat(shown).contains("There are 70000 program headers");
    assertThat(shown.lines().filter(l -> l.startsWith("  LOAD "))).hasSize(COUNT);
    try (ElfModel model = Elf.openShared(file)) {
      assertThat(model.segments()).isEqualTo(segments);
      for (int i = 0; i < COUNT; i++) {
        assertThat(model.offsetOf(0x10000L + 16L * i, 1)).hasValue(data + i);
        assertThat(model.offsetOf(0x10000L + 16L * i + 2, 1)).isEmpty();
      }
      new Limits().check("core", model.contents().byteSize(), () -> Walk.of(model));
    }
  }

  @Test
  void whereSegmentsOverlapTheFirstInTheTableCounts() throws IOException {
    Random random = new Random(1);
    for (int round = 0; round < 300; round++) {
      List<Segment> segments = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        // High addresses too, as those of kernels.
        long address = -200 + random.nextInt(160) + (round % 2 == 0 ? 300 : 0);
        segments.add(load(random.nextInt(900), address, random.nextInt(40)));
      }
      AddressMap map = new AddressMap(segments, 800);
      for (int n = 0; n < 400; n++) {
        long address = -210 + n + (round % 2 == 0 ? 300 : 0);
        long size = random.nextInt(4);
        assertThat(map.offsetOf(address, size))
            .as("%s at %d for %d", segments, address, size)
            .isEqualTo(oneByOne(segments, 800, address, size));
      }
    }
  }

  private static OptionalLong oneByOne(
      List<Segment> segments, long fileSize, long address, long size) {
    OptionalLong ending = OptionalLong.empty();
    for (Segment s : segments) {
      long part = Math.min(s.fileSize(), fileSize - s.offset());
      long distance = address - s.address();
      boolean isPart = distance >= 0 && distance < part;
      if (isPart) {
        return size <= part - distance
            ? OptionalLong.of(s.offset() + distance)
            : OptionalLong.empty();
      }
      if (distance == part && part >= 0 && size == 0) {
        ending = OptionalLong.of(s.offset() + distance);
      }
    }
    return ending;
  }

  /** DT_SYMTAB_SHNDX: no linker of Debian writes it, so the bytes are put together here. */
  @Test
  void dynamicSymbolsHaveSectionsBeyondSixteenBits() throws IOException {
    List<Segment> segments =
        List.of(
            load(0, 0, 0x400),
            new Segment(SegmentType.DYNAMIC, Segment.READ, 0x100, 0x100, 0, 112, 112, 8));
    List<DynamicEntry> entries =
        List.of(
            new DynamicEntry(DynamicTag.HASH, 0x200),
            new DynamicEntry(DynamicTag.SYMTAB, 0x240),
            new DynamicEntry(DynamicTag.STRTAB, 0x300),
            new DynamicEntry(DynamicTag.STRSZ, 5),
            new DynamicEntry(DynamicTag.SYMENT, 24),
            new DynamicEntry(DynamicTag.SYMTAB_SHNDX, 0x320),
            new DynamicEntry(DynamicTag.NULL, 0));
    MemorySegment symbols = MemorySegment.ofArray(new byte[3 * 24]);
    new FieldWriter(symbols, 24, true, ByteOrder.LITTLE_ENDIAN)
        .i32(1)
        .u8(0x10, "info")
        .u8(0, "other")
        .u16(0xffff, "shndx");
    new FieldWriter(symbols, 48, true, ByteOrder.LITTLE_ENDIAN)
        .i32(3)
        .u8(0x10, "info")
        .u8(0, "other")
        .u16(7, "shndx");
    Path file =
        write(
            "beyond.so",
            0x400,
            List.of(
                place(0, "ELF header", ENCODER.header(header(FileType.DYN, 2, 0))),
                place(64, "program headers", ENCODER.segments(segments)),
                place(0x100, "dynamic", ENCODER.dynamic(entries)),
                place(0x200, "hash", words(1, 3, 1, 0, 2, 0)),
                place(0x240, "symbols", symbols),
                place(
                    0x300,
                    "strings",
                    MemorySegment.ofArray(
                        "\0a\0b\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII))),
                place(0x320, "indices", words(0, 0x12345, 0))));
    try (ElfModel model = Elf.openShared(file)) {
      SymbolTable found = model.dynamic().orElseThrow().symbols();
      assertThat(found.symbol(1).name()).isEqualTo("a");
      assertThat(found.symbol(1).sectionIndex()).isEqualTo(0x12345);
      assertThat(found.symbol(2).sectionIndex()).isEqualTo(7);
      assertThat(Walk.of(model).refused()).isZero();
    }
  }

  private static MemorySegment words(int... words) {
    MemorySegment bytes = MemorySegment.ofArray(new byte[4 * words.length]);
    FieldWriter w = new FieldWriter(bytes, 0, true, ByteOrder.LITTLE_ENDIAN);
    for (int word : words) {
      w.i32(word);
    }
    return bytes;
  }
}
