package dev.elfwright.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.write.CrelWriter;
import dev.elfwright.testkit.Fixture;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Android's relocations as lld packs them and LLVM unpacks them; CREL as an encoder here does. */
class PackedRelocationsTest {
  private static final Pattern LINE =
      Pattern.compile("([0-9a-f]{8,16}) +([0-9a-f]{8,16}) R_\\S+ *(?:([0-9a-f]*) *(.*))?");

  @TempDir private static Path folder;

  @BeforeAll
  static void compile() {
    Fixture fixture = new Fixture(folder);
    for (String target : List.of("x86_64-linux-gnu", "i386-linux-gnu", "aarch64-linux-gnu")) {
      fixture.object(target);
    }
  }

  @ParameterizedTest
  @CsvSource({"x86_64-linux-gnu,8", "aarch64-linux-gnu,8", "i386-linux-gnu,4"})
  void androidRelocationsAreThoseThatLlvmUnpacks(String target, int word) throws IOException {
    Path file = link(target, "android");
    List<String> expected = new ArrayList<>();
    for (String line : Tool.run(List.of("llvm-readelf-14", "-r", file.toString())).split("\n")) {
      Matcher m = LINE.matcher(line);
      if (m.matches()) {
        expected.add(Long.parseLong(m.group(1), 16) + " " + Long.parseUnsignedLong(m.group(2), 16));
      }
    }
    try (ElfModel model = Elf.open(file)) {
      List<Relocations> packed = model.dynamic().orElseThrow().packedRelocations();
      assertThat(packed).singleElement().isInstanceOf(AndroidRelocations.class);
      Stringer made = new Stringer(word);
      packed.getFirst().forEach(made);
      model.dynamic().orElseThrow().relocations().forEach(t -> t.forEach(made));
      assertThat(made.lines).hasSizeGreaterThan(3).containsExactlyInAnyOrderElementsOf(expected);
      List<Relocation> ofSection =
          model.sections().stream()
              .filter(s -> s.content() instanceof AndroidRelocations)
              .flatMap(s -> ((Relocations) s.content()).relocations())
              .toList();
      assertThat(ofSection).isEqualTo(packed.getFirst().relocations().toList());
    }
  }

  @Test
  void androidsRelrIsReadAsRelr() throws IOException {
    try (ElfModel android = Elf.open(link("x86_64-linux-gnu", "android+relr"));
        ElfModel plain = Elf.open(link("x86_64-linux-gnu", "none"))) {
      List<Long> addresses = new ArrayList<>();
      android.dynamic().orElseThrow().relr().orElseThrow().forEach(addresses::add);
      long relative =
          plain
              .dynamic()
              .orElseThrow()
              .relocations()
              .getFirst()
              .relocations()
              .filter(r -> r.type() == 8)
              .count();
      assertThat(addresses).hasSize((int) relative).isNotEmpty();
    }
  }

  private static Path link(String target, String packing) {
    String out = target + "-" + packing + ".so";
    Tool.run(
        folder,
        List.of(
            "ld.lld",
            "-shared",
            "-z",
            "notext",
            "--pack-dyn-relocs=" + packing,
            target + ".o",
            "-o",
            out));
    return folder.resolve(out);
  }

  private static final class Stringer implements Relocations.Visitor {
    private final int word;
    private final List<String> lines = new ArrayList<>();

    Stringer(int word) {
      this.word = word;
    }

    @Override
    public void relocation(long offset, long type, int symbol, long addend) {
      long info =
          word == 8 ? (long) symbol << 32 | type : Integer.toUnsignedLong(symbol << 8 | (int) type);
      lines.add(offset + " " + info);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsEncodedAsCrelIsReadAgain(boolean withAddend) {
    Random random = new Random(1);
    for (int round = 0; round < 500; round++) {
      List<Relocation> all = random(random, round % 40, withAddend);
      byte[] encoded = CrelWriter.encode(all, round % 4, withAddend).toArray(ValueLayout.JAVA_BYTE);
      CompactRelocations read = crel(encoded);
      assertThat(read.withAddend()).isEqualTo(withAddend);
      assertThat(read.relocations().toList()).isEqualTo(all);
      for (int end = 0; end < encoded.length; end++) {
        byte[] cut = Arrays.copyOf(encoded, end);
        assertThatThrownBy(() -> crel(cut).relocations().toList())
            .isInstanceOf(ElfFormatException.class);
      }
    }
  }

  @Test
  void crelByHandIsReadAsWritten() {
    // Count 2, addends, shift 0: offset 1, symbol 1, type 2, addend -3; then an offset 4 << 4 on.
    byte[] encoded = {2 << 3 | 4, 1 << 3 | 7, 1, 2, 0x7d, (byte) (0x80), 4};
    assertThat(crel(encoded).relocations().toList())
        .containsExactly(new Relocation(1, 2, 1, -3), new Relocation(65, 2, 1, -3));
  }

  private static List<Relocation> random(Random random, int count, boolean withAddend) {
    List<Relocation> all = new ArrayList<>();
    long offset = 0;
    for (int i = 0; i < count; i++) {
      offset += (random.nextLong() >>> (random.nextInt(50) + 12)) << 3;
      long addend = withAddend ? random.nextLong() >> random.nextInt(64) : 0;
      int symbol = random.nextInt() >>> random.nextInt(32);
      int type = random.nextInt() >>> random.nextInt(32);
      all.add(new Relocation(offset, Integer.toUnsignedLong(type), symbol, addend));
    }
    return all;
  }

  private static CompactRelocations crel(byte[] encoded) {
    ElfBytes in = new ElfBytes("crel", MemorySegment.ofArray(encoded), true, false);
    return new CompactRelocations(in, 0, encoded.length);
  }
}
