package dev.elfwright.abi.plan;

import dev.elfwright.dwarf.Dwarf;
import dev.elfwright.dwarf.Entry;
import dev.elfwright.dwarf.Unit;
import dev.elfwright.dwarf.constant.At;
import dev.elfwright.dwarf.constant.Tag;
import dev.elfwright.elf.Names;
import dev.elfwright.elf.debug.DebugFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a struct is described.
 *
 * @param struct the struct
 * @param others other structs that the source declares, by name
 * @param containers structs that contain it by value
 */
public record StructSource(
    StructLayout struct, Map<String, StructLayout> others, List<String> containers) {
  private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};
  private static final int MOST_TEXT = 1 << 20;
  private static final int LONGEST_CHAIN = 64;

  /** Copies the collections. */
  public StructSource {
    others = Map.copyOf(others);
    containers = List.copyOf(containers);
  }

  /**
   * Looks for a struct in a file: an ELF file with debugging information, or declarations in C.
   *
   * @throws IOException when the file cannot be read
   * @throws PlanRefusedException when the struct is not there, or is not understood
   */
  public static StructSource read(String name, Path file, DebugFiles debugFiles)
      throws IOException {
    boolean isElf;
    try (var in = Files.newInputStream(file)) {
      isElf = Arrays.equals(in.readNBytes(ELF.length), ELF);
    }
    if (isElf) {
      return ofDebuggingInformation(name, file, debugFiles);
    }
    if (Files.size(file) > MOST_TEXT) {
      throw new PlanRefusedException(file + ": more than a megabyte of declarations");
    }
    return ofText(name, file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
  }

  /**
   * Looks for a struct in declarations.
   *
   * @param source where they are from, for messages
   * @throws PlanRefusedException when the struct is not there, or is not understood
   */
  public static StructSource ofText(String name, String source, String text) {
    Map<String, StructLayout> structs = StructText.parse(source, text);
    StructLayout found = structs.get(name);
    if (found == null) {
      throw new PlanRefusedException(source + ": has no struct " + name);
    }
    Map<String, StructLayout> others = new LinkedHashMap<>(structs);
    others.remove(name);
    List<String> containers =
        others.values().stream()
            .filter(s ->
                s.fields().stream()
                    .anyMatch(f -> f.type().replaceAll("\\[.*", "").equals("struct " + name)))
            .map(StructLayout::name)
            .toList();
    return new StructSource(found, others, containers);
  }

  private static StructSource ofDebuggingInformation(String name, Path file, DebugFiles debugFiles)
      throws IOException {
    try (Dwarf dwarf =
        Dwarf.open(file, debugFiles)
            .orElseThrow(() -> new PlanRefusedException(file + ": has no debugging information"))) {
      refuseMissing(file, dwarf);
      for (Unit unit : dwarf.units()) {
        Unit whole = unit.split().orElse(unit);
        List<Entry> structs =
            whole
                .entries()
                .filter(e -> e.tag() == Tag.STRUCTURE_TYPE && !e.flag(At.DECLARATION))
                .toList();
        for (Entry e : structs) {
          if (e.name().filter(name::equals).isPresent()) {
            List<String> containers =
                structs.stream()
                    .filter(o -> contains(o, e))
                    .map(o -> o.name().orElse("a struct without a name"))
                    .distinct()
                    .toList();
            return new StructSource(layout(name, e), Map.of(), containers);
          }
        }
        whole.forgetEntries();
      }
      refuseMissing(file, dwarf);
    }
    throw new PlanRefusedException(file + ": its debugging information has no struct " + name);
  }

  private static void refuseMissing(Path file, Dwarf dwarf) {
    if (!dwarf.missing().isEmpty()) {
      throw new PlanRefusedException(
          "%s: its debugging information is in part in %s, which is not found"
              .formatted(file, Names.printable(dwarf.missing().getFirst())));
    }
  }

  private static boolean contains(Entry outer, Entry inner) {
    return outer.children().stream()
        .filter(m -> m.tag() == Tag.MEMBER)
        .flatMap(m -> m.type().stream())
        .map(StructSource::element)
        .anyMatch(t -> t.offset() == inner.offset());
  }

  private static StructLayout layout(String name, Entry struct) {
    List<Field> fields = new ArrayList<>();
    long alignment = Math.max(1, struct.number(At.ALIGNMENT).orElse(1L));
    for (Entry member : struct.children()) {
      if (member.tag() != Tag.MEMBER) {
        continue;
      }
      if (member.has(At.BIT_SIZE)) {
        throw new PlanRefusedException(
            "struct "
                + name
                + ": bit-fields are not understood: '"
                + member.name().orElse("")
                + "'");
      }
      Entry type =
          member
              .type()
              .orElseThrow(
                  () -> new PlanRefusedException("struct " + name + ": a member has no type"));
      long natural = Math.max(natural(type), member.number(At.ALIGNMENT).orElse(1L));
      fields.add(
          new Field(
              spell(type, 0),
              member.name().orElse(""),
              member.number(At.DATA_MEMBER_LOCATION).orElse(0L),
              size(type, 0),
              natural));
      alignment = Math.max(alignment, natural);
    }
    return new StructLayout(name, fields, alignment, struct.number(At.BYTE_SIZE).orElse(0L));
  }

  /** What an array, a typedef or a qualified type is made of in the end. */
  private static Entry element(Entry type) {
    Entry at = type;
    for (int i = 0; i < LONGEST_CHAIN; i++) {
      if (at.has(At.BYTE_SIZE) && at.tag() != Tag.ARRAY_TYPE || at.type().isEmpty()) {
        return at;
      }
      at = at.type().get();
    }
    throw new PlanRefusedException(
        "a type refers to another more than %d times".formatted(LONGEST_CHAIN));
  }

  private static long natural(Entry type) {
    Entry element = element(type);
    if (element.tag() == Tag.STRUCTURE_TYPE || element.tag() == Tag.UNION_TYPE) {
      long alignment = Math.max(1, element.number(At.ALIGNMENT).orElse(1L));
      for (Entry member : element.children()) {
        if (member.tag() == Tag.MEMBER && member.type().isPresent()) {
          Entry inner = element(member.type().get());
          boolean isPlain = inner.tag() != Tag.STRUCTURE_TYPE && inner.tag() != Tag.UNION_TYPE;
          alignment = Math.max(alignment, isPlain ? Math.min(16, Math.max(1, size(inner, 0))) : 1);
        }
      }
      return alignment;
    }
    return Math.min(16, Math.max(1, size(element, 0)));
  }

  private static long size(Entry type, int depth) {
    if (depth > LONGEST_CHAIN) {
      throw new PlanRefusedException(
          "a type refers to another more than %d times".formatted(LONGEST_CHAIN));
    }
    if (type.tag() == Tag.ARRAY_TYPE) {
      long count = 1;
      for (Entry dimension : type.children()) {
        if (dimension.tag() == Tag.SUBRANGE_TYPE) {
          count *=
              dimension
                  .number(At.COUNT)
                  .or(() -> dimension.number(At.UPPER_BOUND).map(u -> u + 1))
                  .orElse(0L);
        }
      }
      return count * type.type().map(t -> size(t, depth + 1)).orElse(0L);
    }
    return type.number(At.BYTE_SIZE)
        .or(() -> type.type().map(t -> size(t, depth + 1)))
        .orElse(type.tag() == Tag.POINTER_TYPE ? 8L : 0L);
  }

  private static String spell(Entry type, int depth) {
    if (depth > LONGEST_CHAIN) {
      throw new PlanRefusedException(
          "a type refers to another more than %d times".formatted(LONGEST_CHAIN));
    }
    String of = type.type().map(t -> spell(t, depth + 1)).orElse("void");
    return switch (type.tag()) {
      case Tag.POINTER_TYPE -> of + " *";
      case Tag.CONST_TYPE -> "const " + of;
      case Tag.VOLATILE_TYPE -> "volatile " + of;
      case Tag.ARRAY_TYPE -> {
        long element = type.type().map(t -> size(t, depth + 1)).orElse(0L);
        long whole = size(type, depth);
        yield of + "[" + (element == 0 || whole == 0 ? "" : whole / element) + "]";
      }
      case Tag.STRUCTURE_TYPE -> "struct " + type.name().orElse("{...}");
      case Tag.UNION_TYPE -> "union " + type.name().orElse("{...}");
      case Tag.ENUMERATION_TYPE -> "enum " + type.name().orElse("{...}");
      default -> type.name().orElse("?");
    };
  }
}
