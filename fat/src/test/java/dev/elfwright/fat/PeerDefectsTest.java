package dev.elfwright.fat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.testkit.Fixture;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other tools for fat files are known to do wrong. */
class PeerDefectsTest {
  private static final Form FATELF = new Form.FatElf(PageSizes.of(4096));
  private static final String[] THREE = {
    "x86_64-linux-gnu", "aarch64-linux-gnu", "s390x-linux-gnu"
  };

  private static final Map<String, Path> OBJECTS = new HashMap<>();
  private static Fixture fixture;

  @TempDir private Path folder;

  private Path fat;

  @BeforeAll
  static void compile(@TempDir Path objects) {
    fixture = new Fixture(objects);
  }

  private static Path object(String target) {
    return OBJECTS.computeIfAbsent(target, fixture::object);
  }

  @BeforeEach
  void glue() throws IOException {
    fat = folder.resolve("fat");
    write(slices(THREE), fat);
  }

  private Slices slices(String... targets) throws IOException {
    List<FatFile> files = new ArrayList<>();
    for (String target : targets) {
      files.add(FatFile.open(object(target)));
    }
    return Slices.of(files);
  }

  private void write(Slices slices, Path to) throws IOException {
    FatWriter.write(slices.plan(FATELF), object(THREE[0]), to);
  }

  private void assertSlices(Path file, String... targets) throws IOException {
    FatFile found = FatFile.open(file);
    assertThat(found.slices()).hasSameSizeAs(targets);
    Path thin = folder.resolve("thin");
    for (int i = 0; i < targets.length; i++) {
      FatWriter.write(SliceSource.of(found, found.slices().get(i)).plan(), file, thin);
      assertThat(thin).hasSameBinaryContentAs(object(targets[i]));
    }
  }

  private void patch(int offset, int... bytes) throws IOException {
    byte[] all = Files.readAllBytes(fat);
    for (int i = 0; i < bytes.length; i++) {
      all[offset + i] = (byte) bytes[i];
    }
    Files.write(fat, all);
  }

  private List<FatRule> broken() throws IOException {
    return FatFile.validate(fat).stream()
        .map(FatFinding::rule)
        .filter(r -> r.severity() != FatRule.Severity.NOTE)
        .toList();
  }

  private void refuses(FatRule rule) throws IOException {
    assertThat(broken()).contains(rule);
    assertThatThrownBy(() -> FatFile.open(fat))
        .isInstanceOf(ElfFormatException.class)
        .hasMessageContaining("offset 0x");
  }

  @Test
  void bigEndianFilesAreGlued() throws IOException {
    assertThat(FatFile.open(fat).slices().get(2).target().name()).isEqualTo("s390x");
    assertSlices(fat, THREE);
  }

  @Test
  void youngMachinesHaveNames() throws IOException {
    write(slices("aarch64-linux-gnu", "riscv64-linux-gnu"), fat);
    FatFile file = FatFile.open(fat);
    assertThat(file.slices().stream().map(file::nameOf)).containsExactly("arm64", "riscv64");
    assertThat(broken()).isEmpty();
  }

  @Test
  void anySliceIsRemovedAndTheRestStays() throws IOException {
    for (int i = 0; i < THREE.length; i++) {
      FatFile file = FatFile.open(fat);
      Path out = folder.resolve("without");
      write(Slices.of(file).without(List.of(file.slices().get(i))), out);
      List<String> rest = new ArrayList<>(List.of(THREE));
      rest.remove(i);
      assertSlices(out, rest.toArray(String[]::new));
    }
  }

  @Test
  void aSliceIsReplacedByALargerOne() throws IOException {
    Path object = object(THREE[0]);
    Path longer = folder.resolve("longer.o");
    Files.copy(object, longer);
    Files.write(longer, new byte[20_000], StandardOpenOption.APPEND);
    SliceSource other = Slices.of(FatFile.open(longer)).list().getFirst();
    write(Slices.of(FatFile.open(fat)).replace(other), fat);
    FatFile file = FatFile.open(fat);
    Path thin = folder.resolve("thin");
    FatWriter.write(SliceSource.of(file, file.slices().getFirst()).plan(), object, thin);
    assertThat(thin).hasSameBinaryContentAs(longer);
    FatWriter.write(SliceSource.of(file, file.slices().get(2)).plan(), object, thin);
    assertThat(thin).hasSameBinaryContentAs(object(THREE[2]));
  }

  @Test
  void machinesWithoutANameAreSplitOffToo() throws IOException {
    byte[] object = Files.readAllBytes(object(THREE[0]));
    object[18] = 0x34;
    object[19] = 0x12;
    Path unknown = Files.write(folder.resolve("unknown.o"), object);
    write(slices(THREE[1]).with(Slices.of(FatFile.open(unknown)).list()), fat);
    FatFile file = FatFile.open(fat);
    Slice slice = file.slice(TargetPattern.parse(file.nameOf(file.slices().getLast())));
    Path thin = folder.resolve("thin");
    FatWriter.write(SliceSource.of(file, slice).plan(), fat, thin);
    assertThat(thin).hasSameBinaryContentAs(unknown);
  }

  @Test
  void aTargetThatIsNotThereIsNamed() throws IOException {
    FatFile file = FatFile.open(fat);
    assertThatThrownBy(() -> file.slice(TargetPattern.parse("riscv64")))
        .isInstanceOf(FatRefusedException.class)
        .hasMessageEndingWith("no slice for riscv64; there are amd64, arm64, s390x");
  }

  @Test
  void theRecordBehindTheLastIsNotThere() throws IOException {
    FatFile file = FatFile.open(fat);
    assertThatThrownBy(() -> file.slice(TargetPattern.parse("record3")))
        .hasMessageContaining("no slice for record3");
    assertThat(file.slice(TargetPattern.parse("record2"))).isEqualTo(file.slices().get(2));
  }

  @Test
  void theOutputMayBeAnInput() throws IOException {
    Path object = folder.resolve("program");
    Files.copy(object(THREE[0]), object);
    FatFile input = FatFile.open(object);
    write(slices(THREE[1]).with(Slices.of(input).list()), object);
    assertSlices(object, THREE[1], THREE[0]);
  }

  @Test
  void aRefusalLeavesTheOldOutput() throws IOException {
    byte[] before = Files.readAllBytes(fat);
    assertThatThrownBy(() -> write(slices(THREE[0]).with(slices(THREE[0]).list()), fat))
        .hasMessageContaining("are both for x86_64:64bits:le:sysv:osabiver0");
    assertThat(fat).hasBinaryContent(before);
  }

  @Test
  void aDiskThatFillsUpLeavesTheOldOutput() throws IOException {
    Path small = Files.createDirectory(folder.resolve("small"));
    Tool.run(List.of("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", "" + small));
    try {
      Path old = Files.copy(object(THREE[0]), small.resolve("old"));
      Path large = folder.resolve("large");
      Files.copy(object(THREE[1]), large);
      byte[] noise = new byte[200_000];
      new java.util.Random(1).nextBytes(noise);
      Files.write(large, noise, StandardOpenOption.APPEND);
      Slices slices = slices(THREE[0]).with(Slices.of(FatFile.open(large)).list());
      assertThatThrownBy(() -> write(slices, old))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("No space left");
      assertThat(old).hasSameBinaryContentAs(object(THREE[0]));
      assertThat(small).isDirectoryNotContaining("glob:**/.elfwright-*");
    } finally {
      Tool.run(List.of("umount", "" + small));
    }
  }

  @Test
  void aSymbolicLinkIsNoOutput() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), fat);
    byte[] before = Files.readAllBytes(fat);
    assertThatThrownBy(() -> write(slices(THREE[0]), link))
        .hasMessageContaining("is a symbolic link");
    assertThat(fat).hasBinaryContent(before);
    assertThat(link).isSymbolicLink();
  }

  @Test
  void aTableThatIsCutOffIsRefused() throws IOException {
    byte[] all = Files.readAllBytes(fat);
    for (int size = 0; size < 8 + 3 * 24; size++) {
      Files.write(fat, java.util.Arrays.copyOf(all, size));
      assertThatThrownBy(() -> FatFile.open(fat))
          .isInstanceOf(ElfFormatException.class)
          .hasMessageContaining("offset 0x");
    }
  }

  @Test
  void aFileWithoutRecordsIsRefused() throws IOException {
    patch(6, 0);
    refuses(FatRule.EMPTY);
  }

  @Test
  void equalRecordsAreRefused() throws IOException {
    byte[] all = Files.readAllBytes(fat);
    patch(8 + 24, all[8], all[9], all[10], all[11], all[12], all[13]);
    refuses(FatRule.EQUAL_TARGETS);
  }

  @Test
  void slicesPastTheEndOrPastAllNumbersAreRefused() throws IOException {
    patch(8 + 16, 0xff, 0xff, 0xff, 0x7f);
    refuses(FatRule.PAST_END);
    patch(8 + 8, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
    refuses(FatRule.PAST_END);
    patch(8 + 16, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
    refuses(FatRule.PAST_END);
  }

  @Test
  void slicesThatShareBytesAreRefused() throws IOException {
    patch(8 + 24 + 8, 0, 0x10);
    refuses(FatRule.OVERLAP);
  }

  @Test
  void aSliceInTheTableIsRefused() throws IOException {
    patch(8 + 8, 8, 0);
    refuses(FatRule.OVERLAP);
  }

  @Test
  void aRecordThatContradictsItsSliceIsRefused() throws IOException {
    patch(8 + 24, 243, 0);
    refuses(FatRule.CONTRADICTION);
  }

  @Test
  void aSliceThatIsNoElfFileIsRefused() throws IOException {
    patch((int) FatFile.open(fat).slices().get(1).offset(), 0);
    refuses(FatRule.NO_ELF);
  }

  @Test
  void whatFollowsTheLastSliceIsInNoSlice() throws IOException {
    Files.writeString(fat, "junk", StandardOpenOption.APPEND);
    assertThat(broken()).containsExactly(FatRule.TRAILING_BYTES);
    assertSlices(fat, THREE);
    write(Slices.of(FatFile.open(fat)), fat);
    assertThat(broken()).isEmpty();
  }

  /** The specification says EI_DATA, where big endian is 2; the original header says 0. */
  @Test
  void bothNumbersForBigEndianAreRead() throws IOException {
    patch(8 + 2 * 24 + 5, 0);
    assertThat(broken()).isEmpty();
    assertSlices(fat, THREE);
    patch(8 + 2 * 24 + 5, 3);
    assertThatThrownBy(() -> FatFile.open(fat)).hasMessageContaining("byte order 3");
  }

  @Test
  void reservedBytesAndUnknownVariantsAreTold() throws IOException {
    patch(7, 1);
    patch(8 + 6, 99, 1);
    assertThat(broken())
        .containsExactly(FatRule.RESERVED, FatRule.UNKNOWN_VARIANT, FatRule.RESERVED);
  }

  @Test
  void anotherVersionIsRefused() throws IOException {
    patch(4, 2);
    assertThatThrownBy(() -> FatFile.open(fat)).hasMessageContaining("version 2, expected 1");
  }
}
