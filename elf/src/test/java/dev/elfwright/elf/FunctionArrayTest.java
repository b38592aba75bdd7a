package dev.elfwright.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Constructors and destructors as each kind of relocation fills them in; nm is the oracle. */
class FunctionArrayTest {
  private static final String SOURCE =
      """
      __attribute__((constructor(200))) static void first(void) {}
      __attribute__((constructor(300))) static void second(void) {}
      __attribute__((destructor)) static void last(void) {}
      static void before(void) {}
      __attribute__((section(".preinit_array"), used)) static void (*array)(void) = before;
      int main(void) { return 0; }
      void _start(void) { }
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gcc -nostartfiles -pie -fPIE",
        "gcc -nostartfiles -no-pie -Wl,--no-as-needed",
        "gcc -nostartfiles -pie -fPIE -Wl,-z,pack-relative-relocs",
        "clang-14 -nostartfiles -fuse-ld=lld -pie -fPIE",
        "clang-14 -nostdlib -fuse-ld=lld -pie -fPIE -Wl,--pack-dyn-relocs=android",
        "clang-14 --target=i386-linux-gnu -nostdlib -fuse-ld=lld -pie -fPIE",
        "clang-14 --target=aarch64-linux-gnu -nostdlib -fuse-ld=lld -pie -fPIE",
        "clang-14 --target=powerpc-linux-gnu -nostdlib -fuse-ld=lld -pie -fPIE"
      })
  void arraysLeadToTheFunctions(String command) throws IOException {
    Files.writeString(folder.resolve("a.c"), SOURCE);
    Tool.run(
        folder,
        Stream.concat(Arrays.stream(command.split(" ")), Stream.of("a.c", "-o", "a")).toList());
    try (ElfModel model = Elf.open(folder.resolve("a"))) {
      assertThat(names(model, FunctionArray.PREINIT)).containsExactly("before");
      assertThat(names(model, FunctionArray.INIT)).containsExactly("first", "second");
      assertThat(names(model, FunctionArray.FINI)).containsExactly("last");
    }
  }

  private List<String> names(ElfModel model, FunctionArray array) {
    List<String> names = new ArrayList<>();
    String symbols = Tool.run(folder, List.of("llvm-nm-14", "a"));
    for (FunctionPointer f : model.dynamic().orElseThrow().functions(array)) {
      assertThat(f.symbol()).isEmpty();
      symbols
          .lines()
          .filter(l -> l.matches("0*%x [tT] .*".formatted(f.address())))
          .forEach(l -> names.add(l.substring(l.lastIndexOf(' ') + 1)));
    }
    return names;
  }

  @Test
  void aFunctionThatOthersMayReplaceHasItsSymbol() throws IOException {
    Files.writeString(
        folder.resolve("b.c"),
        """
        void shown(void) {}
        extern void elsewhere(void);
        __attribute__((section(".init_array"), used)) static void (*own)(void) = shown;
        __attribute__((section(".init_array"), used)) static void (*other)(void) = elsewhere;
        """);
    Tool.run(folder, List.of("gcc", "-nostdlib", "-shared", "-fPIC", "b.c", "-o", "b.so"));
    try (ElfModel model = Elf.open(folder.resolve("b.so"))) {
      DynamicModel dynamic = model.dynamic().orElseThrow();
      List<FunctionPointer> found = dynamic.functions(FunctionArray.INIT);
      assertThat(found)
          .extracting(f -> dynamic.symbols().name(f.symbol().orElseThrow()))
          .containsExactly("shown", "elsewhere");
      assertThat(found.getFirst().address())
          .isEqualTo(dynamic.symbols().symbol(found.getFirst().symbol().orElseThrow()).value());
      assertThat(found.getLast().address()).isZero();
      assertThat(dynamic.functions(FunctionArray.FINI)).isEmpty();
    }
  }
}
