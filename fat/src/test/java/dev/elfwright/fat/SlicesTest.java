package dev.elfwright.fat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.diff.Addresses;
import dev.elfwright.elf.diff.ElfDiff;
import dev.elfwright.elf.verify.Verifier;
import dev.elfwright.testkit.Fixture;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fat files are made, changed and taken apart. */
class SlicesTest {
  private static final Form FATELF = new Form.FatElf(PageSizes.OF_ARCHITECTURES);

  private static final Map<String, Path> OBJECTS = new HashMap<>();
  private static Fixture fixture;

  @TempDir private Path folder;

  private Path program;
  private Path out;

  @BeforeAll
  static void compile(@TempDir Path objects) {
    fixture = new Fixture(objects);
  }

  private static Path object(String target) {
    return OBJECTS.computeIfAbsent(target, fixture::object);
  }

  @BeforeEach
  void copy() throws IOException {
    program = Files.copy(fixture.program(), folder.resolve("program"));
    out = folder.resolve("out");
  }

  private FatFile file(Path path) throws IOException {
    return FatFile.open(path);
  }

  private List<FatFile> files(String... targets) throws IOException {
    List<FatFile> files = new ArrayList<>();
    for (String target : targets) {
      files.add(file(object(target)));
    }
    return files;
  }

  private FatFile write(Slices slices, Form form) throws IOException {
    assertThat(FatWriter.write(slices.plan(form), program, out)).isEmpty();
    return file(out);
  }

  /** Any set of machines, in any order, aligned in any way: what went in comes out. */
  @Test
  void slicesComeOutAsTheyWentIn() throws IOException {
    Random random = new Random(4);
    for (int round = 0; round < 30; round++) {
      List<String> targets = new ArrayList<>(Fixture.TARGETS);
      Collections.shuffle(targets, random);
      List<FatFile> in =
          files(targets.subList(0, 1 + random.nextInt(8)).toArray(String[]::new)).stream()
              .distinct()
              .toList();
      Slices slices;
      try {
        slices = Slices.of(in);
      } catch (FatRefusedException e) {
        assertThat(e).hasMessageContaining("are both for");
        continue;
      }
      FatFile fat = write(slices, new Form.FatElf(PageSizes.of(1L << random.nextInt(17))));
      assertThat(fat.slices()).hasSameSizeAs(in);
      for (int i = 0; i < in.size(); i++) {
        Slice slice = fat.slices().get(i);
        assertThat(slice.target()).isEqualTo(in.get(i).slices().getFirst().target());
        Path thin = folder.resolve("thin");
        FatWriter.write(SliceSource.of(fat, slice).plan(), program, thin);
        assertThat(thin).hasSameBinaryContentAs(in.get(i).file());
      }
    }
  }

  @Test
  void eachSliceIsAlignedToItsMachinesLargestPage() throws IOException {
    FatFile fat = write(Slices.of(files("x86_64-linux-gnu", "aarch64-linux-gnu")), FATELF);
    assertThat(fat.slices().get(0).offset()).isEqualTo(4096);
    assertThat(fat.slices().get(1).offset()).isEqualTo(65536);
    assertThat(fat.findings()).isEmpty();
  }

  @Test
  void anElfFileThatCarriesOthersRunsAndIsOneForEveryTool() throws IOException {
    List<FatFile> in = new ArrayList<>(List.of(file(program)));
    in.addAll(files("aarch64-linux-gnu", "s390x-linux-gnu"));
    Form form = new Form.NativeFirst(TargetPattern.parse("amd64"), PageSizes.OF_ARCHITECTURES);
    FatFile fat = write(Slices.of(in), form);
    assertThat(fat.container()).isInstanceOf(Container.NativeFirst.class);
    assertThat(fat.slices()).hasSize(3);
    Tool.run(List.of(out.toString()));
    try (ElfModel model = Elf.open(out);
        ElfModel original = Elf.open(program)) {
      assertThat(Verifier.verify(model).withoutNotes().list()).isEmpty();
      assertThat(Verifier.verify(original).withoutNotes().list()).isEmpty();
    }
    Tool.run(List.of("strip", out.toString()));
    Tool.run(List.of(out.toString()));
    FatFile stripped = file(out);
    assertThat(stripped.slices()).hasSize(3);
    Path thin = folder.resolve("thin");
    FatWriter.write(SliceSource.of(stripped, stripped.slices().get(2)).plan(), program, thin);
    assertThat(thin).hasSameBinaryContentAs(object("s390x-linux-gnu"));
  }

  @Test
  void theHostComesBackWithoutWhatItCarried() throws IOException {
    List<FatFile> in = new ArrayList<>(List.of(file(program)));
    in.addAll(files("aarch64-linux-gnu"));
    FatFile carrying =
        write(
            Slices.of(in),
            new Form.NativeFirst(new TargetPattern.Numbered(0), PageSizes.OF_ARCHITECTURES));
    FatFile table = write(Slices.of(carrying), FATELF);
    assertThat(table.container()).isInstanceOf(Container.FatElf.class);
    Path thin = folder.resolve("thin");
    FatWriter.write(SliceSource.of(table, table.slices().getFirst()).plan(), program, thin);
    assertThat(Tool.run(List.of("readelf", "-SW", thin.toString()))).doesNotContain(".fatelf");
    assertThat(Files.size(thin)).isEqualTo(Files.size(program));
    try (ElfModel before = Elf.open(program);
        ElfModel after = Elf.open(thin)) {
      assertThat(ElfDiff.between(before, after, Addresses.COMPARED).changes()).isEmpty();
    }
  }

  @Test
  void plainSlicesComeBeforeVariants() throws IOException {
    FatFile plain = file(program);
    SliceSource source = Slices.of(plain).list().getFirst();
    SliceSource v3 = source.as(source.target().withVariant(3));
    FatFile fat = write(new Slices(List.of(v3, source)), FATELF);
    assertThat(fat.slices().stream().map(fat::nameOf)).containsExactly("amd64", "x86-64-v3");
    assertThat(fat.slice(TargetPattern.parse("x86_64"))).isEqualTo(fat.slices().getFirst());
    assertThat(fat.slice(TargetPattern.parse("x86-64-v3"))).isEqualTo(fat.slices().getLast());
  }

  @Test
  void anArchiveIsASlice() throws IOException {
    Path archive = archive("arm.a", "aarch64-linux-gnu");
    FatFile fat =
        write(
            Slices.of(List.of(file(archive("x86.a", "x86_64-linux-gnu")), file(archive))), FATELF);
    assertThat(fat.slices().stream().map(Slice::kind)).containsOnly(Slice.Kind.ARCHIVE);
    Path thin = folder.resolve("thin.a");
    FatWriter.write(SliceSource.of(fat, fat.slices().getLast()).plan(), program, thin);
    assertThat(thin).hasSameBinaryContentAs(archive);
    assertThatThrownBy(() ->
            Slices.of(fat).plan(new Form.NativeFirst(TargetPattern.parse("arm64"), FATELF.pages())))
        .isInstanceOf(FatRefusedException.class)
        .hasMessageContaining("is an archive");
  }

  @Test
  void anArchiveForTwoMachinesIsNoSlice() {
    Path mixed = archive("mixed.a", "aarch64-linux-gnu", "x86_64-linux-gnu");
    assertThatThrownBy(() -> file(mixed)).hasMessageContaining("is for amd64");
  }

  /** Of an archive a linker takes one object file for each name; fat members it would not take. */
  @Test
  void anArchiveOfFatFilesIsNoSlice() throws IOException {
    write(Slices.of(files("x86_64-linux-gnu", "aarch64-linux-gnu")), FATELF);
    Path nested = folder.resolve("nested.a");
    Tool.run(List.of("ar", "rcD", "" + nested, "" + object("x86_64-linux-gnu"), "" + out));
    assertThatThrownBy(() -> file(nested)).hasMessageContaining("member out is itself fat");
  }

  /** Fat files of archives, of variants, of either form: their slices go into the new file. */
  @Test
  void fatFilesInFatFilesAreTakenApart() throws IOException {
    write(Slices.of(files("x86_64-linux-gnu", "aarch64-linux-gnu")), FATELF);
    Path first = Files.move(out, folder.resolve("first"));
    Path archive = archive("s390.a", "s390x-linux-gnu");
    write(Slices.of(List.of(file(archive), file(object("riscv64-linux-gnu")))), FATELF);
    Path second = Files.move(out, folder.resolve("second"));
    FatFile all = write(Slices.of(List.of(file(first), file(second))), FATELF);
    assertThat(all.slices().stream().map(all::nameOf))
        .containsExactly("amd64", "arm64", "s390x", "riscv64");
    Path thin = folder.resolve("thin");
    FatWriter.write(SliceSource.of(all, all.slices().get(2)).plan(), program, thin);
    assertThat(thin).hasSameBinaryContentAs(archive);
  }

  private Path archive(String name, String... targets) {
    List<String> command = new ArrayList<>(List.of("ar", "rcsD", folder.resolve(name).toString()));
    for (String target : targets) {
      command.add(object(target).toString());
    }
    Tool.run(command);
    return folder.resolve(name);
  }

  @Test
  void allThatAFileHasBesidesBytesIsKept() throws IOException {
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("r-xr-x--x"));
    Files.setAttribute(program, "unix:mode", 04751);
    Files.setAttribute(program, "user:origin", "here".getBytes(UTF_8));
    Tool.run(List.of("chown", "1234:4321", program.toString()));
    Tool.run(List.of("chmod", "4751", program.toString()));
    Tool.run(List.of("setcap", "cap_net_raw+ep", program.toString()));
    Files.setLastModifiedTime(program, FileTime.fromMillis(1_000_000_000_123L));
    List<FatFile> in = new ArrayList<>(List.of(file(program)));
    in.addAll(files("aarch64-linux-gnu"));
    write(Slices.of(in), FATELF);
    String format = "%a %u %g %y";
    assertThat(Tool.run(List.of("stat", "-c", format, out.toString())))
        .isEqualTo(Tool.run(List.of("stat", "-c", format, program.toString())))
        .startsWith("4751 1234 4321");
    assertThat(Tool.run(List.of("getcap", out.toString()))).contains("cap_net_raw=ep");
    assertThat(Files.getAttribute(out, "user:origin")).isEqualTo("here".getBytes(UTF_8));
    // And again when a slice is taken out.
    Path thin = folder.resolve("thin");
    FatWriter.write(SliceSource.of(file(out), file(out).slices().getLast()).plan(), out, thin);
    assertThat(Tool.run(List.of("stat", "-c", format, thin.toString())))
        .isEqualTo(Tool.run(List.of("stat", "-c", format, program.toString())));
    assertThat(Tool.run(List.of("getcap", thin.toString()))).contains("cap_net_raw=ep");
  }

  @Test
  void paddingTakesNoRoomOnTheDisk() throws IOException {
    write(
        Slices.of(files("x86_64-linux-gnu", "aarch64-linux-gnu", "s390x-linux-gnu")),
        new Form.FatElf(PageSizes.of(65536)));
    long blocks = Long.parseLong(Tool.run(List.of("stat", "-c", "%b", out.toString())).strip());
    assertThat(Files.size(out)).isGreaterThan(3 * 65536);
    assertThat(blocks * 512).isLessThan(65536);
  }

  @Test
  void moreSlicesThanATableCountsAreRefused() throws IOException {
    SliceSource source = Slices.of(file(program)).list().getFirst();
    List<SliceSource> many = new ArrayList<>();
    for (int variant = 0; variant < 256; variant++) {
      many.add(source.as(source.target().withVariant(variant)));
    }
    FatFile fat = write(new Slices(many.subList(0, 255)), FATELF);
    assertThat(fat.slices()).hasSize(255);
    assertThatThrownBy(() -> new Slices(many)).hasMessageContaining("255 at most");
  }
}
