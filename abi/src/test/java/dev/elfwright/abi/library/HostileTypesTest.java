package dev.elfwright.abi.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.elfwright.abi.Lab;
import dev.elfwright.abi.diff.AbiDiff;
import dev.elfwright.abi.type.Type;
import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever debugging information says, types come of it, or one line. */
class HostileTypesTest {
  private static final int ROUNDS = 250;

  @TempDir Path folder;

  @Test
  void anyByteOfDebuggingInformationMayBeWrong() throws IOException {
    Lab lab = new Lab(folder);
    Path library =
        lab.library(
            "lib.so",
            List.of("gcc", "-g", "-gdwarf-4"),
            """
            struct node { struct node *next; int a:3; union { int x; double y; }; int (*f)(struct node); };
            typedef struct node node_t;
            enum e { A, B };
            node_t table[4];
            node_t *make(enum e e, const node_t *n, ...) { return 0; }
            """);
    LibraryAbi good = lab.read(library);
    byte[] bytes = Files.readAllBytes(library);
    long[] place;
    try (ElfModel model = Elf.open(library)) {
      place =
          model.sections().stream()
              .filter(s -> s.name().equals(".debug_info") || s.name().equals(".debug_abbrev"))
              .flatMapToLong(s ->
                  LongStream.range(s.header().offset(), s.header().offset() + s.header().size()))
              .toArray();
    }
    var random = new SplittableRandom(5);
    Path broken = folder.resolve("broken.so");
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bad = bytes.clone();
      for (int n = random.nextInt(1, 3); n > 0; n--) {
        bad[(int) place[random.nextInt(place.length)]] = (byte) random.nextInt();
      }
      Files.write(broken, bad);
      try {
        AbiDiff.between(good, lab.read(broken));
        AbiDiff.between(lab.read(broken), good);
      } catch (ElfFormatException e) {
        assertThat(e.getMessage()).doesNotContain("\n");
        refused++;
      }
    }
    assertThat(refused).isBetween(1, ROUNDS - 1);
  }

  /** Typedefs and pointers that lead to themselves, which no compiler writes. */
  @Test
  void typesMayLeadToThemselves() throws IOException {
    LibraryAbi abi = assembled(CIRCLES);
    assertThat(abi.symbols()).extracting(ExportedSymbol::name).containsExactly("f");
    assertThat(abi.types().types()).hasAtLeastOneElementOfType(Type.Typedef.class);
    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> assertThat(AbiDiff.between(abi, abi).changes()).isEmpty());
  }

  private LibraryAbi assembled(String text) throws IOException {
    Files.writeString(folder.resolve("made.s"), text);
    Tool.run(folder, List.of("gcc", "-shared", "-nostdlib", "-o", "made.so", "made.s"));
    return new Lab(folder).read(folder.resolve("made.so"));
  }

  private static final String CIRCLES =
      """
      .text
      .globl f
      .type f,@function
      f: ret
      .size f, . - f
      .section .debug_abbrev
      .byte 1, 0x11, 1, 0, 0
      .byte 2, 0x2e, 1, 0x3f, 0x19, 3, 8, 0x11, 1, 0x49, 0x13, 0, 0 # subprogram
      .byte 3, 5, 0, 0x49, 0x13, 0, 0 # parameter
      .byte 4, 0x16, 0, 3, 8, 0x49, 0x13, 0, 0 # typedef
      .byte 5, 0x0f, 0, 0x49, 0x13, 0, 0 # pointer
      .byte 6, 0x13, 1, 3, 8, 0x0b, 0x0b, 0, 0 # struct
      .byte 7, 0x0d, 0, 3, 8, 0x49, 0x13, 0x38, 0x0b, 0, 0 # member
      .byte 0
      .section .debug_info
      .long end - start
      start: .short 4
      .long 0
      .byte 8
      .byte 1
      .byte 2
      .asciz "f"
      .quad f
      .long a - start + 4
      .byte 3
      .long p - start + 4
      .byte 3
      .long s - start + 4
      .byte 0
      a: .byte 4
      .asciz "a"
      .long b - start + 4
      b: .byte 4
      .asciz "b"
      .long a - start + 4
      p: .byte 5
      .long p - start + 4
      s: .byte 6
      .asciz "s"
      .byte 16
      .byte 7
      .asciz "itself"
      .long s - start + 4
      .byte 0
      .byte 0
      .byte 0
      end:
      """;

  /** A chain of 20,000 pointers, each to the next: every one is another type. */
  @Test
  void chainsThatNobodyWritesAreRefusedOrReadInTime() throws IOException {
    StringBuilder chain = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      chain.append("p%d: .byte 5\n.long p%d - start + 4\n".formatted(i, i + 1));
    }
    chain.append("p20000: .byte 5\n.long s - start + 4\n");
    String text =
        CIRCLES
            .replace("p: .byte 5\n.long p - start + 4\n", chain.toString())
            .replace(".long p - start + 4", ".long p0 - start + 4");
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          try {
            AbiDiff.between(assembled(text), assembled(text));
          } catch (ElfFormatException e) {
            assertThat(e.getMessage()).contains("differ only behind 200 references");
          }
        });
  }

  /** Structs of two structs each, 60 deep, and nothing in the innermost; without names too. */
  @ParameterizedTest
  @ValueSource(strings = {"twice", ""})
  void structsThatDoubleAtEachDepthAreComparedInTime(String member) throws IOException {
    StringBuilder structs = new StringBuilder();
    for (int i = 1; i <= 60; i++) {
      String two = ".byte 7\n.asciz \"%s\"\n.long s%d - start + 4\n.byte 0\n".formatted(member, i);
      structs.append(two).append(two).append(".byte 0\n");
      structs.append("s%d: .byte 6\n.asciz \"s%d\"\n.byte 16\n".formatted(i, i));
    }
    LibraryAbi abi =
        assembled(
            CIRCLES.replace(
                ".byte 7\n.asciz \"itself\"\n.long s - start + 4\n.byte 0\n", structs.toString()));
    assertThat(abi.types().types()).filteredOn(Type.Aggregate.class::isInstance).hasSize(61);
    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> AbiDiff.between(abi, abi));
  }
}
