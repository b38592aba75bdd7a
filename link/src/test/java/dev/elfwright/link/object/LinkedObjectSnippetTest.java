package dev.elfwright.link.object;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.testkit.Tool;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example that the documentation shows. */
class LinkedObjectSnippetTest {
  private static int add(Path file) throws Throwable {
    // @start region="load"
    try (Arena arena = Arena.ofConfined();
        ElfModel object = Elf.open(file)) {
      LinkedObject linked = LinkedObject.load(object, Linker.nativeLinker().defaultLookup(), arena);
      MethodHandle add = linked.handle("add", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
      return (int) add.invokeExact(2, 3);
    }
    // @end
  }

  @Test
  void compiledCodeIsCalled(@TempDir Path folder) throws Throwable {
    Files.writeString(folder.resolve("add.c"), "int add(int a, int b) { return a + b; }");
    Tool.run(folder, List.of("gcc", "-O1", "-c", "add.c"));
    assertThat(add(folder.resolve("add.o"))).isEqualTo(5);
  }
}
