package dev.elfwright.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.edit.ElfTransform;
import dev.elfwright.elf.edit.Layout;
import dev.elfwright.elf.edit.Strip;
import dev.elfwright.elf.write.LayoutPlan;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Edits plan a file, or refuse. The first byte says which edits and which layout. */
class TransformFuzzTest {
  private static final String LONG = "/nowhere/" + "x".repeat(300);

  private static final List<ElfTransform> EDITS =
      List.of(
          e -> e.dynamic().setRunpath(LONG).addNeededFirst("libm.so.6").setSoname("other.so"),
          e -> e.dynamic().setInterpreter(LONG),
          e -> e.dynamic().renameSymbols(Map.of("exported_function", "a_longer_name_than_before")),
          e -> e.dynamic().hideSymbols(name -> name.startsWith("o")),
          e -> e.header().executableStack().osAbi(3).pageSize(65536),
          Strip.all(),
          Strip.debug(),
          Strip.unneeded(),
          Strip.onlyDebug(),
          e -> e.sections().remove(".comment").removeUnusedStringTables(),
          e -> e.sections().add(".new", MemorySegment.ofArray(new byte[100])),
          e -> e.sections().rename(".text", ".a.longer.name"),
          e -> e.symbols().prefix("p_"),
          e -> e.symbols().localize(s -> s.index() % 2 == 0),
          e -> e.sections().removeHeaders(),
          Strip.all().andThen(e -> e.dynamic().setRunpath(LONG)));

  static Stream<byte[]> seeds() {
    List<byte[]> files = Seeds.files().toList();
    return IntStream.range(0, EDITS.size() * 3)
        .mapToObj(i -> prefixed(i, files.get(i % files.size())));
  }

  private static byte[] prefixed(int choice, byte[] file) {
    byte[] seed = new byte[file.length + 1];
    seed[0] = (byte) choice;
    System.arraycopy(file, 0, seed, 1, file.length);
    return seed;
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "10s")
  void anyFileIsEditedOrRefused(byte[] bytes) {
    if (bytes.length > 0) {
      int choice = bytes[0] & 0xff;
      Layout layout = Layout.values()[choice / EDITS.size() % Layout.values().length];
      byte[] file = Arrays.copyOfRange(bytes, 1, bytes.length);
      Explorer.explore(bytes, () -> edit(file, layout, EDITS.get(choice % EDITS.size())));
    }
  }

  private static LayoutPlan edit(byte[] file, Layout layout, ElfTransform change) {
    ElfModel model = Elf.parse("fuzz", MemorySegment.ofArray(file));
    return Elf.transform(model, layout, change);
  }
}
