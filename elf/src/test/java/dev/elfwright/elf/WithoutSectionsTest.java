package dev.elfwright.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.elf.constant.SectionType;
import dev.elfwright.elf.note.BuildId;
import dev.elfwright.testkit.Fixture;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All that the dynamic segment tells, from a file that llvm-strip left without section headers. */
class WithoutSectionsTest {
  @TempDir private Path folder;

  private Path bare(Path file) {
    Path bare = folder.resolve("bare");
    Tool.run(List.of("llvm-strip-14", "--strip-sections", file.toString(), "-o", bare.toString()));
    return bare;
  }

  @Test
  void aLibraryTellsAllItTold() throws IOException {
    agrees(new Fixture(folder).library());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/usr/bin/ls",
        "/usr/lib/x86_64-linux-gnu/libstdc++.so.6",
        "/usr/i686-linux-gnu/lib/libc.so.6",
        "/usr/aarch64-linux-gnu/lib/libc.so.6",
        "/usr/mips-linux-gnu/lib/libc.so.6",
        "/usr/s390x-linux-gnu/lib/libc.so.6",
        "/usr/powerpc-linux-gnu/lib/libc.so.6"
      })
  void filesOfDebianTellAllTheyTold(String file) throws IOException {
    agrees(Path.of(file));
  }

  private void agrees(Path file) throws IOException {
    try (ElfModel whole = Elf.open(file);
        ElfModel bare = Elf.open(bare(file))) {
      assertThat(bare.sectionHeaders()).isEmpty();
      assertThat(facts(bare)).isEqualTo(facts(whole));
      assertThat(bare.dynamic().orElseThrow().symbols().asList())
          .isEqualTo(symbolsOfSection(whole))
          .hasSizeGreaterThan(5);
      assertThat(relocations(bare)).isEqualTo(relocationsOfSections(whole)).isPositive();
      assertThat(BuildId.of(bare)).isEqualTo(BuildId.of(whole));
    }
  }

  private static List<Symbol> symbolsOfSection(ElfModel model) {
    return model.sections().stream()
        .filter(s -> s.header().type() == SectionType.DYNSYM)
        .map(s -> ((SymbolTable) s.content()).asList())
        .findFirst()
        .orElseThrow();
  }

  private static long relocations(ElfModel model) {
    return model.dynamic().orElseThrow().relocations().stream().mapToLong(Relocations::count).sum();
  }

  private static long relocationsOfSections(ElfModel model) {
    return model.sections().stream()
        .filter(s -> s.content() instanceof RelocationTable)
        .mapToLong(s -> ((RelocationTable) s.content()).count())
        .sum();
  }

  private static List<Object> facts(ElfModel model) {
    DynamicModel d = model.dynamic().orElseThrow();
    List<Object> facts = new ArrayList<>();
    facts.addAll(List.of(d.needed(), d.soname(), d.rpath(), d.runpath(), d.flags(), d.flags1()));
    facts.addAll(List.of(d.table().entries(), model.interpreter()));
    d.relocations().forEach(t -> t.relocations().forEach(facts::add));
    d.relr().ifPresent(r -> r.forEach(facts::add));
    Stream.of(FunctionArray.values()).map(d::functions).forEach(facts::add);
    SymbolTable symbols = d.symbols();
    for (int i = 0; i < symbols.count(); i++) {
      int index = i;
      d.versions().ifPresent(v -> facts.add(v.raw(index)));
      d.hash().ifPresent(h -> h.candidates(symbols.name(index), facts::add));
    }
    d.versions().ifPresent(v -> facts.add(v.declared()));
    model.notes().forEach(n -> facts.add(n.name() + n.type() + n.description().byteSize()));
    return facts;
  }
}
