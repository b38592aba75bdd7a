package dev.elfwright.machine.relocation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.Elf;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Objects that use every relocation type that an assembler writes, linked by a real linker: our
 * tables, given the addresses that the linker chose, make the same bytes.
 */
class LinkerTest {
  @TempDir Path folder;

  /** A program at fixed addresses, and a library for what needs dynamic linking. */
  private LinkedObject linked(Toolchain tools, String source, List<String> options)
      throws IOException {
    String text = resource(tools.sources() + "-" + source + ".s");
    Files.writeString(folder.resolve(source + ".s"), text);
    tools.assemble(folder, source + ".s", source + ".o");
    List<String> arguments = new ArrayList<>(options);
    arguments.addAll(List.of(source + ".o", "-o", source));
    tools.link(folder, arguments);
    try (var object = Elf.open(folder.resolve(source + ".o"));
        var output = Elf.open(folder.resolve(source))) {
      return new LinkedObject(tools, object, output);
    }
  }

  static String resource(String name) throws IOException {
    try (InputStream in = requireNonNull(LinkerTest.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes());
    }
  }

  private List<LinkedObject> linked(Toolchain tools) throws IOException {
    return List.of(
        linked(tools, "static", List.of("-e", "0", "--defsym", "absolute=0x42")),
        linked(tools, "shared", List.of("-shared")));
  }

  @ParameterizedTest
  @EnumSource
  void everyTypeMakesTheBytesOfTheLinker(Toolchain tools) throws IOException {
    assertThat(linked(tools)).flatExtracting(LinkedObject::differences).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void everyTypeThatAToolWritesIsTested(Toolchain tools) throws IOException {
    Set<String> applied = new TreeSet<>();
    for (Toolchain other : Toolchain.values()) {
      if (other.machine() == tools.machine()) {
        linked(other).forEach(l -> applied.addAll(l.applied()));
      }
    }
    assertThat(missing(tools, applied)).isEqualTo(unused(tools));
  }

  /** Types for objects that no relocation of the test had. */
  private static Set<String> missing(Toolchain tools, Set<String> applied) {
    return tools.kinds().all().stream()
        .filter(k -> k.use() != Use.DYNAMIC && k.field().size() > 0)
        .map(RelocationKind::name)
        .filter(n -> !applied.contains(n))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Those that no tool writes, each with its reason behind it in the list. */
  private static Set<String> unused(Toolchain tools) throws IOException {
    return resource("unused.txt")
        .lines()
        .map(l -> l.split(" ")[0])
        .filter(n -> tools.kinds().find(n).isPresent())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
