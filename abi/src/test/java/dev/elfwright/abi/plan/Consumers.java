package dev.elfwright.abi.plan;

import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Consumers and providers of each version of a struct, compiled by gcc and run with each other.
 *
 * <p>A consumer's memory is full of 0xa5 before it sets its fields, and 0xa5 stands behind it, so
 * what nobody has set and what is written too far can be seen. "The field" is the last one of the
 * newer side.
 */
final class Consumers {
  /** What is common: marks, and what a consumer prints. */
  private static final String HEAD =
      """
      #include <stddef.h>
      #include <stdint.h>
      #include <stdio.h>
      #include <stdlib.h>
      #include <string.h>
      typedef uint8_t __u8; typedef uint16_t __u16; typedef uint32_t __u32; typedef uint64_t __u64;
      typedef uint64_t __aligned_u64;
      #define SET 7
      #define END(field) (offsetof(struct it, field) + sizeof(((struct it *)0)->field))
      """;

  private final Path folder;
  private final List<StructLayout> versions;

  Consumers(Path folder, List<StructLayout> versions) {
    this.folder = folder;
    this.versions = versions;
  }

  /** All pairs of a family: what became of them. */
  Map<String, Outcome> run(Family family) throws IOException {
    List<List<String>> commands = new ArrayList<>();
    for (int v = 0; v < versions.size(); v++) {
      commands.add(provider(family, v, versions.get(v).end()));
      commands.add(consumer(family, v));
    }
    StructLayout first = versions.getFirst();
    boolean tells = family == Family.NEGOTIATED || family == Family.CONSTANTS;
    if (tells && first.size() > first.end()) {
      commands.add(provider(family, 0, first.size()));
    }
    // Consumers are linked against the provider of their own version.
    commands.stream()
        .filter(c -> c.contains("-shared"))
        .parallel()
        .forEach(c -> Tool.run(folder, c));
    commands.stream()
        .filter(c -> !c.contains("-shared"))
        .parallel()
        .forEach(c -> Tool.run(folder, c));
    Map<String, Outcome> outcomes = new HashMap<>();
    for (Cell cell : Matrix.of(family, versions).cells()) {
      outcomes.put(key(cell), outcome(family, cell));
    }
    return outcomes;
  }

  static String key(Cell cell) {
    return "consumer %d, provider %d that says %d"
        .formatted(cell.consumer(), cell.provider(), cell.announced());
  }

  private static String libraryFolder(Family family, int version, long announced) {
    return "%s-%d-%d".formatted(family.letter(), version, announced);
  }

  private String declaration(int version) {
    StringBuilder c = new StringBuilder("struct it {\n");
    StructLayout s = versions.get(version);
    for (Field f : s.fields()) {
      c.append(f.declaration()).append('\n');
    }
    return c.append("} __attribute__((aligned(%d)));\n".formatted(s.alignment()))
        .append("_Static_assert(sizeof(struct it) == %d, \"size\");\n".formatted(s.size()))
        .toString();
  }

  /** The newest field of a version, which a later one may or may not have. */
  private Field newest(int version) {
    return versions.get(version).newest();
  }

  /** A text for each field with a meaning; the size in front is none. */
  private String each(int version, String text, Family family) {
    return versions.get(version).fields().stream()
        .filter(f -> !f.isOpen() && !f.isReserved())
        .filter(f -> family != Family.SIZE_FIRST || f.offset() != 0)
        .map(f -> text.formatted(f.name()))
        .reduce("", String::concat);
  }

  private List<String> provider(Family family, int version, long announced) throws IOException {
    Field field = newest(version);
    String read =
        each(version, "if (got.%1$s != 0 && got.%1$s != SET) return 2;", family)
            + "return got.%s == SET;".formatted(field.name());
    String code =
        switch (family) {
          // The kernel's rule: what is missing is zero, what is too much has to be zero.
          case KERNEL_COPY ->
              """
              int use(unsigned char *it, size_t size) {
                struct it got;
                memset(&got, 0, sizeof got);
                for (size_t i = sizeof got; i < size; i++) if (it[i]) return 3;
                memcpy(&got, it, size < sizeof got ? size : sizeof got);
                %s
              }
              """
                  .formatted(read);
          case SIZE_FIRST ->
              """
              int use(unsigned char *it, size_t unused) {
                struct it got;
                memset(&got, 0, sizeof got);
                size_t size = *(__u32 *)it;
                memcpy(&got, it, size < sizeof got ? size : sizeof got);
                %s
              }
              """
                  .formatted(read);
          case NEGOTIATED, CONSTANTS ->
              """
              size_t it_size = %d;
              size_t it_room = sizeof(struct it);
              static struct it own;
              struct it *it_object = &own;
              void fill(void *p) { struct it *it = p; %s }
              __attribute__((constructor)) static void init(void) { fill(&own); }
              """
                  .formatted(announced, each(version, "it->%1$s = SET;", family));
          case OPAQUE ->
              versions.get(version).fields().stream()
                  .filter(f -> !f.isOpen() && !f.isReserved())
                  .map(f ->
                      "static __thread struct it v_%s; long get_%s(void) { v_%s.%s = SET; return v_%s.%s; }%n"
                          .formatted(f.name(), f.name(), f.name(), f.name(), f.name(), f.name()))
                  .reduce("", String::concat);
          case EXPORTED_OBJECT ->
              """
              struct it it_object = { %s };
              """
                  .formatted(each(version, ".%1$s = SET,", family));
          case RESERVED ->
              """
              int use(unsigned char *it, size_t size) {
                struct it got;
                memcpy(&got, it, sizeof got);
                %s
                %s
              }
              """
                  .formatted(
                      versions.get(version).fields().stream()
                          .filter(Field::isReserved)
                          .map(f ->
                              "for (int i = %d; i < %d; i++) if (it[i]) return 3;"
                                  .formatted(f.offset(), f.end()))
                          .reduce("", String::concat),
                      read);
        };
    return compile(
        libraryFolder(family, version, announced),
        "libit.so",
        HEAD + declaration(version) + code,
        List.of("-fPIC", "-shared"));
  }

  private List<String> consumer(Family family, int version) throws IOException {
    Field field = newest(version);
    String code =
        switch (family) {
          case KERNEL_COPY, SIZE_FIRST, RESERVED ->
              """
              int use(void *it, size_t size);
              int main(void) {
                struct it it;
                memset(&it, 0xa5, sizeof it);
                %s
                %s
                printf("%%d\\n", use(&it, sizeof it));
              }
              """
                  .formatted(
                      versions.get(version).fields().stream()
                          .filter(Field::isReserved)
                          .map(
                              f -> "memset(&it.%s, 0, sizeof it.%s);".formatted(f.name(), f.name()))
                          .reduce(
                              family == Family.SIZE_FIRST ? "*(__u32 *)&it = sizeof it;" : "",
                              String::concat),
                      each(version, "it.%1$s = SET;", family));
          case NEGOTIATED ->
              """
              extern size_t it_size, it_room;
              void fill(void *it);
              int main(void) {
                size_t room = it_room > sizeof(struct it) ? it_room : sizeof(struct it);
                unsigned char *memory = malloc(room + 64);
                memset(memory, 0xa5, room + 64);
                fill(memory);
                struct it *it = (struct it *)memory;
                if (memory[room] != 0xa5) puts("4");
                else if (SAID(it_size) < END(%s)) puts("5");
                else puts(it->%s == SET ? "1" : "2");
              }
              """
                  .formatted(field.name(), field.name());
          case CONSTANTS ->
              """
              extern size_t it_size;
              extern struct it *it_object;
              int main(void) {
                if (SAID(it_size) < END(%s)) puts("5");
                else puts(it_object->%s == SET ? "1" : "2");
              }
              """
                  .formatted(field.name(), field.name());
          case OPAQUE ->
              "long get_%s(void); int main(void) { puts(get_%s() == SET ? \"1\" : \"2\"); }"
                  .formatted(field.name(), field.name());
          case EXPORTED_OBJECT ->
              """
              extern struct it it_object;
              int main(void) {
                puts(it_object.%s == SET ? "1" : "2");
              }
              """
                  .formatted(field.name());
        };
    return compile(
        "%s-consumer-%d".formatted(family.letter(), version),
        "consumer",
        HEAD + said() + declaration(version) + code,
        List.of(
            "-no-pie",
            "-fno-pie",
            "-L" + folder.resolve(libraryFolder(family, version, versions.get(version).end())),
            "-lit"));
  }

  /** A size that was announced for less counts as that. */
  private String said() {
    StructLayout first = versions.getFirst();
    return "#define SAID(size) ((size) == %d ? %d : (size))%n".formatted(first.size(), first.end());
  }

  private List<String> compile(String where, String output, String source, List<String> flags)
      throws IOException {
    Path in = Files.createDirectories(folder.resolve(where));
    Files.writeString(in.resolve("s.c"), source);
    List<String> command =
        new ArrayList<>(
            List.of(
                "gcc",
                "-O1",
                "-w",
                in.resolve("s.c").toString(),
                "-o",
                in.resolve(output).toString()));
    command.addAll(flags);
    return command;
  }

  private Outcome outcome(Family family, Cell cell) throws IOException {
    Path consumer =
        folder.resolve("%s-consumer-%d".formatted(family.letter(), cell.consumer()), "consumer");
    long said =
        family == Family.NEGOTIATED || family == Family.CONSTANTS
            ? cell.announced()
            : versions.get(cell.provider()).end();
    ProcessBuilder builder = new ProcessBuilder(consumer.toString()).redirectErrorStream(true);
    builder
        .environment()
        .put(
            "LD_LIBRARY_PATH",
            folder.resolve(libraryFolder(family, cell.provider(), said)).toString());
    builder.environment().put("LD_BIND_NOW", "1");
    Process process = builder.start();
    String text =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    return meaning(family, cell, text.lines().reduce((_, last) -> last).orElse(""), text);
  }

  private static Outcome meaning(Family family, Cell cell, String answer, String text) {
    if (text.contains("has different size in shared object") && cell.provider() > cell.consumer()) {
      return Outcome.OVERFLOW;
    }
    if (text.contains("undefined symbol")) {
      return Outcome.REFUSED;
    }
    return switch (answer) {
      // The provider sees no field: right for an older consumer, and for a newer one a loss.
      case "0" -> cell.consumer() < cell.provider() ? Outcome.WORKS : Outcome.IGNORED;
      case "1" ->
          cell.consumer() <= cell.provider()
                  || family == Family.NEGOTIATED
                  || family == Family.CONSTANTS
              ? Outcome.WORKS
              : Outcome.IGNORED;
      case "2" -> Outcome.GARBAGE;
      case "3" -> Outcome.REFUSED;
      case "4" -> Outcome.OVERFLOW;
      case "5" -> Outcome.WITHOUT_FIELD;
      default -> throw new AssertionError(text);
    };
  }
}
