package dev.elfwright.fat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.fat.TargetPattern.Fields;
import dev.elfwright.testkit.Fixture;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of targets. */
class TargetPatternTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "amd64, amd64",
    "x86_64, amd64",
    "x86_64-linux-gnu, amd64",
    "x86_64-pc-linux-musl, amd64",
    "linux/amd64, amd64",
    "x86_64-linux-gnux32, x32",
    "386, i386",
    "i686-linux-gnu, i386",
    "x86, i386",
    "aarch64, arm64",
    "linux/arm64/v8, arm64",
    "armv7l, armhf",
    "linux/arm/v7, armhf",
    "arm-linux-gnueabihf, armhf",
    "ppc64le, ppc64el",
    "powerpc64le-linux-gnu, ppc64el",
    "s390x, s390x",
    "riscv64-unknown-linux-gnu, riscv64",
    "loongarch64, loong64",
    "mips64le, mips64el",
    "x86-64-v3, x86-64-v3",
    "x86_64-v3, x86-64-v3",
    "linux/amd64/v3, x86-64-v3",
    "amd64v3, x86-64-v3",
    "x86_64h, x86-64-v3",
    "ppc64el-power10, ppc64el-power10",
    "s390x-z15, s390x-z15",
    "aarch64:64bits:le:sysv:osabiver0, arm64",
    "le:64bit:riscv, riscv64",
    "amd64:linux, amd64",
  })
  void everybodysNamesAreUnderstood(String text, String name) {
    assertThat(TargetPattern.target(TargetPattern.parse(text)).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "vax11", "x86-64-v5", "amd64-power9", "linux/", "x86_64:63bits", "record256"})
  void otherNamesAreRefused(String text) {
    assertThatThrownBy(() -> TargetPattern.parse(text))
        .isInstanceOf(FatRefusedException.class)
        .hasMessageContaining("is called");
  }

  static List<String> targets() {
    return Fixture.TARGETS;
  }

  /** What is printed is taken back, for any machine. */
  @ParameterizedTest
  @MethodSource("targets")
  void bothNamesOfATargetAreTakenBack(String target) throws IOException {
    try (ElfModel model = Elf.open(new Fixture(folder).object(target))) {
      Target t = Target.of(model.header());
      assertThat(((Fields) TargetPattern.parse(t.fields())).fits(t)).isTrue();
      assertThat(((Fields) TargetPattern.parse(t.name())).fits(t)).isTrue();
      assertThat(TargetPattern.target(TargetPattern.parse(t.fields()))).isEqualTo(t);
    }
  }

  @Test
  void numbersWithoutNamesAreTakenBack() {
    Target t = new Target(4660, 200, 7, true, ByteOrder.BIG_ENDIAN, 99);
    assertThat(t.name()).isEqualTo("machine4660:64bits:be:osabi200:osabiver7:variant99");
    assertThat(TargetPattern.target(TargetPattern.parse(t.name()))).isEqualTo(t);
  }

  /** dpkg knows Debian's architectures and their triplets. */
  @ParameterizedTest
  @MethodSource("debianArchitectures")
  void tripletsMeanWhatDpkgSays(String architecture) {
    // It warns first that the compiler is for another machine.
    List<String> said =
        Tool.run(List.of("dpkg-architecture", "-f", "-a" + architecture, "-qDEB_HOST_GNU_TYPE"))
            .lines()
            .toList();
    String triplet = said.getLast();
    assertThat(TargetPattern.target(TargetPattern.parse(triplet)).name()).isEqualTo(architecture);
  }

  static Stream<String> debianArchitectures() {
    return Stream.of(
        "amd64",
        "i386",
        "arm64",
        "armhf",
        "riscv64",
        "ppc64el",
        "s390x",
        "mips64el",
        "mipsel",
        "x32",
        "powerpc",
        "ppc64",
        "sparc64",
        "alpha",
        "hppa",
        "ia64",
        "m68k",
        "sh4");
  }
}
