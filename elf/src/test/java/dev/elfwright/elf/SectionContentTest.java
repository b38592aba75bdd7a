package dev.elfwright.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.elfwright.testkit.Fixture;
import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups, versions and hash tables as their section headers name them. */
class SectionContentTest {
  private static final Pattern GROUP =
      Pattern.compile("(COMDAT )?group section \\[ *(\\d+)\\] `[^']*' \\[(.*)\\] contains.*");
  private static final Pattern MEMBER = Pattern.compile("   \\[ *(\\d+)\\]   .*");

  @TempDir private Path folder;

  @Test
  void groupsAreThoseThatReadelfShows() throws IOException {
    Files.writeString(
        folder.resolve("group.cc"),
        """
        inline int shared(int x) { static int calls; return x + ++calls; }
        template <class T> struct Box { T value; virtual ~Box() {} };
        int use(int x) { Box<int> b; return shared(x) + b.value; }
        """);
    for (String compiler : List.of("g++", "clang++-14")) {
      Path file = folder.resolve(compiler + ".o");
      Tool.run(folder, List.of(compiler, "-c", "-g", "-O0", "group.cc", "-o", file.toString()));
      Map<String, List<Integer>> expected = new LinkedHashMap<>();
      List<Integer> members = new ArrayList<>();
      for (String line : Tool.run(List.of("readelf", "-gW", file.toString())).split("\n")) {
        Matcher group = GROUP.matcher(line);
        Matcher member = MEMBER.matcher(line);
        if (group.matches()) {
          members = new ArrayList<>();
          expected.put(group.group(2) + group.group(3) + (group.group(1) != null), members);
        } else if (member.matches()) {
          members.add(Integer.parseInt(member.group(1)));
        }
      }
      Map<String, List<Integer>> found = new LinkedHashMap<>();
      try (ElfModel model = Elf.open(file)) {
        for (Section s : model.sections()) {
          if (s.content() instanceof SectionGroup g) {
            found.put(s.index() + g.signature() + g.isComdat(), g.members().boxed().toList());
          }
        }
      }
      assertThat(found).hasSizeGreaterThan(2).isEqualTo(expected);
    }
  }

  @Test
  void versionsAndHashTablesOfSectionsAreThoseOfTheLoader() throws IOException {
    Fixture fixture = new Fixture(folder);
    for (Path file : List.of(fixture.library(), fixture.program())) {
      try (ElfModel model = Elf.open(file)) {
        DynamicModel dynamic = model.dynamic().orElseThrow();
        VersionTable versions = dynamic.versions().orElseThrow();
        Map<Integer, String> names = new LinkedHashMap<>();
        int hashes = 0;
        for (Section s : model.sections()) {
          switch (s.content()) {
            case VersionSymbols v -> {
              assertThat(v.count()).isEqualTo(dynamic.symbols().count());
              for (int i = 0; i < v.count(); i++) {
                assertThat(v.raw(i)).isEqualTo(versions.raw(i));
              }
            }
            case VersionDefinitions v ->
                v.definitions()
                    .forEach(d -> {
                      names.put(d.index(), d.name());
                      assertThat(d.hash()).isEqualTo((int) SysvHash.hash(d.name()));
                    });
            case VersionNeeds v ->
                v.needs()
                    .forEach(n ->
                        n.versions()
                            .forEach(d -> {
                              names.put(d.index(), d.name());
                              assertThat(d.hash()).isEqualTo((int) SysvHash.hash(d.name()));
                            }));
            case SysvHash h -> {
              hashes++;
              assertThat(h.symbolCount()).isEqualTo(dynamic.symbols().count());
            }
            case GnuHash h -> {
              hashes++;
              assertThat(h.symbolCount()).isLessThanOrEqualTo(dynamic.symbols().count());
            }
            default -> {}
          }
        }
        assertThat(hashes).isEqualTo(2);
        assertThat(names).hasSameSizeAs(versions.declared()).isNotEmpty();
        versions.declared().forEach((i, v) -> assertThat(names.get(i)).isEqualTo(v.name()));
      }
    }
  }

  @Test
  void aVersionNamesItsParents() throws IOException {
    try (ElfModel model = Elf.open(new Fixture(folder).library())) {
      VersionDefinitions versions =
          (VersionDefinitions) model.section(".gnu.version_d").orElseThrow().content();
      assertThat(versions.definitions())
          .anySatisfy(d -> {
            assertThat(d.name()).isEqualTo("TWO");
            assertThat(d.parents()).containsExactly("ONE");
          });
    }
  }
}
