package dev.elfwright.fat.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.constant.Machine;
import dev.elfwright.fat.Container;
import dev.elfwright.fat.FatFile;
import dev.elfwright.fat.Slice;
import dev.elfwright.fat.Target;
import dev.elfwright.fat.TargetPattern;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which variant is shown, on processors that this machine need not have. */
class SliceChoiceTest {
  private static final String V2 = "flags : fpu cx16 lahf_lm popcnt sse4_1 sse4_2 ssse3";
  private static final String V3 = V2 + " avx avx2 bmi1 bmi2 f16c fma abm movbe xsave";
  private static final String V4 = V3 + " avx512f avx512bw avx512cd avx512dq avx512vl";

  @ParameterizedTest
  @CsvSource({
    "amd64, 0, 0",
    "amd64, 2, 2",
    "amd64, 3, 3",
    "amd64, 4, 4",
    "x86-64-v3, 0, 3",
    "x86-64-v2, 4, 2"
  })
  void theBestThatTheProcessorRunsOrTheOneThatIsNamed(String target, int level, int variant) {
    String information = List.of("flags : fpu", "", V2, V3, V4).get(level);
    Processor processor = Processor.of(Machine.X86_64, information);
    SliceChoice choice = SliceChoice.of(TargetPattern.parse(target), processor);
    assertThat(choice.in(file(0, 2, 3, 4)).orElseThrow().target().variant()).isEqualTo(variant);
  }

  @ParameterizedTest
  @CsvSource({"x86-64-v4, 3", "x86-64-v2, 0"})
  void aVariantThatIsMissingGivesALowerOne(String target, int variant) {
    SliceChoice choice =
        SliceChoice.of(TargetPattern.parse(target), Processor.of(Machine.X86_64, ""));
    assertThat(choice.in(file(0, 3)).orElseThrow().target().variant()).isEqualTo(variant);
  }

  @ParameterizedTest
  @CsvSource({"POWER8, 0", "POWER9, 9", "POWER10, 10"})
  void powerIsToldByName(String name, int variant) {
    Processor processor = Processor.of(Machine.PPC64, "cpu : " + name + " (architected)");
    Target plain = TargetPattern.target(TargetPattern.parse("ppc64el"));
    int best =
        IntStream.of(0, 9, 10)
            .filter(v -> processor.runs(plain.withVariant(v)))
            .max()
            .orElseThrow();
    assertThat(best).isEqualTo(variant);
  }

  private static FatFile file(int... variants) {
    Target plain = TargetPattern.target(TargetPattern.parse("amd64"));
    List<Slice> slices =
        IntStream.of(variants)
            .mapToObj(v -> new Slice(plain.withVariant(v), Slice.Kind.ELF, 4096L * (v + 1), 4096))
            .toList();
    return new FatFile(Path.of("f"), 1 << 20, new Container.FatElf(), slices, List.of());
  }
}
