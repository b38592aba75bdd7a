package dev.elfwright.elf.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Limits;
import dev.elfwright.elf.write.Content;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.elf.write.Placement;
import dev.elfwright.testkit.Corruption;
import dev.elfwright.testkit.Fixture;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is wrong with a file, a change to it ends, soon, in little memory: in a plan no larger
 * than a few times the file, in {@link ElfFormatException}, or in {@link EditRefusedException}.
 */
class HostileEditTest {
  private static final Map<String, ElfTransform> CHANGES = changes();

  /** Every so many corruptions are enough: the reader's test takes them all. */
  private static final int STRIDE = 11;

  private static final long LARGEST_HOLE = 65L << 20;

  @TempDir private static Path folder;

  private static Map<String, ElfTransform> changes() {
    Map<String, ElfTransform> all = new LinkedHashMap<>();
    all.put("strip all", Strip.all());
    all.put("strip unneeded", Strip.unneeded());
    all.put("strip debug", Strip.debug());
    all.put("only debug", Strip.onlyDebug());
    all.put("runpath", e -> e.dynamic().setRunpath("/nowhere/" + "x".repeat(500)));
    all.put(
        "dynamic names",
        e ->
            e.dynamic()
                .renameSymbols(Map.of("exported_function", "another_function"))
                .hideSymbols("other_function"::equals)
                .replaceNeeded("libm.so.6", "libmm.so.6")
                .requireVersion("cos", "GLIBC_2.99"));
    all.put(
        "sections",
        e ->
            e.sections()
                .renameIfPresent(".comment", ".remark")
                .add(".added", MemorySegment.ofArray(new byte[100])));
    all.put("expand", DebugCompression.NONE.change());
    all.put("build id", BuildIds.ofContents());
    all.put("symbol names", e -> e.symbols().prefix("p_"));
    return all;
  }

  @BeforeAll
  static void compile() {
    Fixture fixture = new Fixture(folder);
    fixture.library();
    fixture.program();
    fixture.object("s390x-linux-gnu");
    fixture.object("arm-linux-gnueabi");
    fixture.foreignLibrary("i386-linux-gnu");
    fixture.foreignLibrary("mips-linux-gnu");
  }

  static Stream<String> victims() {
    return Stream.of(
        "libfixture.so",
        "program",
        "s390x-linux-gnu.o",
        "arm-linux-gnueabi.o",
        "i386-linux-gnu.so",
        "mips-linux-gnu.so");
  }

  @ParameterizedTest
  @MethodSource("victims")
  void anyFieldMayHaveAnyValue(String name) throws IOException {
    byte[] valid = Files.readAllBytes(folder.resolve(name));
    assertThat(survive(name, valid, every(STRIDE, Corruption.ofFields(valid)))).isPositive();
  }

  /** Section headers stand last, so that a shorter file is one without them. */
  @ParameterizedTest
  @MethodSource("victims")
  void aFileMayEndAnywhere(String name) throws IOException {
    byte[] valid = Files.readAllBytes(folder.resolve(name));
    byte[] bare = Corruption.withoutSections(valid);
    survive(
        name,
        valid,
        every(STRIDE, Corruption.truncations(valid))
            .map(c -> new Corruption(c.name(), Arrays.copyOf(bare, c.bytes().length))));
  }

  @ParameterizedTest
  @MethodSource("victims")
  void severalBytesMayBeWrongAtOnce(String name) throws IOException {
    byte[] valid = Files.readAllBytes(folder.resolve(name));
    assertThat(survive(name, valid, Corruption.random(valid, 7, 400))).isPositive();
  }

  private static Stream<Corruption> every(int stride, Stream<Corruption> all) {
    int[] index = new int[1];
    return all.filter(_ -> index[0]++ % stride == 0);
  }

  /** Gives the number of changes that could be made in spite of what is wrong. */
  private static int survive(String name, byte[] valid, Stream<Corruption> corruptions) {
    // The first call of each change loads classes, which is none of the file's doing.
    CHANGES.values().forEach(change -> change(name, valid, change));
    Limits limits = new Limits();
    Map<String, String> failures = new LinkedHashMap<>();
    int[] cases = new int[2];
    corruptions.forEach(c -> {
      cases[0]++;
      CHANGES.forEach((what, change) -> {
        String title = "%s, %s, %s".formatted(name, c.name(), what);
        try {
          limits.check(title, c.bytes().length, () -> cases[1] += change(name, c.bytes(), change));
        } catch (AssertionError e) {
          failures.putIfAbsent(place(e), title);
        }
      });
    });
    System.out.printf("%s: %d files, %d plans, %s%n", name, cases[0], cases[1], limits);
    assertThat(failures).isEmpty();
    return cases[1];
  }

  /** One failure for each place of the code is enough to look at. */
  private static String place(AssertionError e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return Arrays.stream(cause.getStackTrace())
        .filter(f -> f.getClassName().startsWith("dev.elfwright"))
        .limit(3)
        .map(f -> f.getFileName() + ":" + f.getLineNumber())
        .collect(Collectors.joining(" ", cause.getClass().getSimpleName() + " ", ""));
  }

  /** Sections that all claim the whole file: packed anew, each would get a copy. */
  @Test
  void sectionsThatShareTheirBytesDoNotMultiply() throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve("s390x-linux-gnu.o"));
    ByteBuffer file = ByteBuffer.wrap(bytes);
    long table = file.getLong(40);
    for (int i = 1; i < file.getShort(60); i++) {
      int at = (int) table + 64 * i;
      if (file.getInt(at + 4) == 1) {
        file.putLong(at + 24, 0).putLong(at + 32, bytes.length);
      }
    }
    try (ElfModel model = Elf.parse("shared", MemorySegment.ofArray(bytes))) {
      assertThatThrownBy(() -> Elf.transform(model, Layout.REPACK, _ -> {}))
          .isInstanceOf(EditRefusedException.class)
          .hasMessageContaining("its sections overlap");
    }
  }

  /** The bytes that take room on the disk. */
  private static long stored(LayoutPlan plan) {
    return plan.placements().stream()
        .filter(p -> !(p.content() instanceof Content.Hole))
        .mapToLong(Placement::size)
        .sum();
  }

  private static int change(String name, byte[] bytes, ElfTransform change) {
    int plans = 0;
    for (Layout layout : new Layout[] {Layout.APPEND, Layout.REPACK}) {
      try (ElfModel model = Elf.parse(name, MemorySegment.ofArray(bytes))) {
        LayoutPlan plan = Elf.transform(model, layout, change);
        assertThat(stored(plan)).isLessThan(4L * bytes.length + (1 << 16));
        assertThat(plan.size()).isLessThan(8L * bytes.length + LARGEST_HOLE);
        plans++;
      } catch (ElfFormatException | EditRefusedException e) {
        assertThat(e.getMessage()).startsWith(name + ": ").doesNotContain("\n");
      }
    }
    return plans;
  }
}
