package dev.elfwright.link.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Four libraries whose needs go in circles, which each way of sorting puts in another order. */
class DependencySortTest {
  @TempDir private Path folder;

  @BeforeEach
  void build() throws IOException {
    for (String name : List.of("p", "q", "r", "s")) {
      library(name);
    }
    library("p", "q");
    library("q", "p", "r");
    library("r", "s");
    library("s", "q");
    Files.writeString(
        folder.resolve("m.c"),
        """
        #include <dlfcn.h>
        int main(int argc, char **argv) { return dlopen(argv[1], RTLD_NOW) == 0; }
        """);
    Tool.run(folder, List.of("gcc", "m.c", "-o", "m"));
  }

  private void library(String name, String... needs) throws IOException {
    Files.writeString(folder.resolve("l.c"), "int %s;".formatted(name));
    List<String> command =
        new ArrayList<>(
            List.of("gcc", "-shared", "-fPIC", "-nostdlib", "-Wl,-soname,lib" + name + ".so"));
    command.addAll(List.of("-Wl,--no-as-needed", "-Wl,-rpath,$ORIGIN", "l.c", "-L."));
    Stream.of(needs).forEach(n -> command.add("-l" + n));
    command.addAll(List.of("-o", "made.so"));
    Tool.run(folder, command);
    Files.deleteIfExists(folder.resolve("lib" + name + ".so"));
    Files.move(folder.resolve("made.so"), folder.resolve("lib" + name + ".so"));
  }

  private static String names(List<LoadedObject> objects) {
    StringBuilder names = new StringBuilder();
    objects.stream()
        .map(o -> o.path().getFileName().toString())
        .filter(n -> n.matches("lib[pqrs]\\.so"))
        .forEach(n -> names.append(n.charAt(3)));
    return names.toString();
  }

  private Namespace namespace() throws IOException {
    return Namespace.of(folder.resolve("m"), SearchEnvironment.machine());
  }

  private Opening open(Namespace namespace, String name) throws IOException {
    return namespace.open(
        folder.resolve("lib" + name + ".so").toString(), namespace.start().orElseThrow().program());
  }

  /** As ld.so of Debian 11 (glibc 2.31) and one of 2.31 as released print it. */
  @ParameterizedTest
  @CsvSource({"p,qsrp", "q,psrq", "r,qpsr", "s,rqps"})
  void before232WhatIsOpenedIsSortedToo(String opened, String order) throws IOException {
    Opening opening = open(namespace(), opened);
    assertThat(names(opening.relocationOrder(DependencySort.ORIGINAL_WITH_ROOT))).isEqualTo(order);
  }

  /** This machine's glibc knows two ways, 2.35 to 2.36 of them or the newer one. */
  @ParameterizedTest
  @ValueSource(strings = {"p", "q", "r", "s"})
  void theOriginalWayIsThatOfThisMachinesLoader(String opened) throws IOException {
    Opening opening = open(namespace(), opened);
    assertThat(names(opening.relocationOrder(DependencySort.ORIGINAL)))
        .isEqualTo(real(opened, "glibc.rtld.dynamic_sort=1"));
    assertThat(
            List.of(
                names(opening.relocationOrder(DependencySort.DEPTH_FIRST)),
                names(opening.relocationOrder(DependencySort.DEPTH_FIRST_ROOT_LAST))))
        .contains(real(opened, ""));
  }

  private String real(String opened, String tunables) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                folder.resolve("m").toString(), folder.resolve("lib" + opened + ".so").toString())
            .redirectErrorStream(true);
    builder.environment().put("LD_DEBUG", "reloc");
    builder.environment().put("GLIBC_TUNABLES", tunables);
    String text =
        new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return text.lines()
        .filter(l -> l.matches(".*relocation processing: .*/lib[pqrs]\\.so"))
        .map(l -> l.substring(l.length() - 4, l.length() - 3))
        .reduce("", String::concat);
  }

  /** An object that stays is not moved; without it what it needs would be elsewhere. */
  @Test
  void onlyWhatGoesIsMoved() throws IOException {
    Namespace namespace = namespace();
    Opening first = open(namespace, "s");
    Set<LoadedObject> gone = Set.copyOf(first.added());
    Set<LoadedObject> none = Set.of();
    Unloading all = namespace.unloading(gone, DependencySort.ORIGINAL, Map.of());
    Unloading nothing = namespace.unloading(none, DependencySort.ORIGINAL, Map.of());
    assertThat(names(DependencySort.ORIGINAL.ofUnloading(nothing)))
        .isEqualTo(names(nothing.objects().reversed()));
    assertThat(names(DependencySort.ORIGINAL.ofUnloading(all)))
        .hasSize(4)
        .isNotEqualTo(names(all.objects().reversed()));
    namespace.unload(gone);
    assertThat(namespace.objects()).doesNotContainAnyElementsOf(gone);
  }
}
