package dev.elfwright.elf.constant;

import dev.elfwright.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The constants of a header file with the values that a compiler gives them. */
final class HeaderFile {
  private HeaderFile() {}

  /** Every macro of glibc's elf.h with a number as its value. */
  static Map<String, Long> glibc(Path folder) throws IOException {
    String macros = Tool.run(folder, List.of("gcc", "-E", "-dM", "/usr/include/elf.h"));
    List<String> names =
        macros
            .lines()
            .map(l -> l.split(" ", 3))
            .filter(w -> w.length == 3 && w[1].matches("[A-Z][A-Za-z0-9_]*") && !isText(w[2]))
            .map(w -> w[1])
            .toList();
    return values(folder, "gcc", "c", List.of(), "#include <elf.h>\n", names);
  }

  private static boolean isText(String value) {
    return value.contains("\"") || value.isBlank();
  }

  /** Every enumerator of LLVM's BinaryFormat/ELF.h. */
  static Map<String, Long> llvm(Path folder) throws IOException {
    Path include = Path.of("/usr/include/llvm-14");
    String text =
        Files.readString(include.resolve("llvm/BinaryFormat/ELF.h")).replaceAll("//.*", "");
    List<String> names = new ArrayList<>();
    var enums = Pattern.compile("enum[^{;]*\\{([^}]*)}").matcher(text);
    while (enums.find()) {
      var member = Pattern.compile("(?m)^\\s*([A-Z]\\w*)\\s*(=|,|$)").matcher(enums.group(1));
      while (member.find()) {
        names.add(member.group(1));
      }
    }
    for (String line : Files.readAllLines(include.resolve("llvm/BinaryFormat/DynamicTags.def"))) {
      var tag = Pattern.compile("^(?:[A-Z0-9]+_)?DYNAMIC_TAG\\((\\w+),.*").matcher(line);
      if (tag.matches()) {
        names.add("DT_" + tag.group(1));
      }
    }
    return values(
        folder,
        "g++",
        "cc",
        List.of("-I", include.toString()),
        "#include \"llvm/BinaryFormat/ELF.h\"\nusing namespace llvm::ELF;\n",
        names);
  }

  private static Map<String, Long> values(
      Path folder,
      String compiler,
      String suffix,
      List<String> options,
      String prologue,
      List<String> names)
      throws IOException {
    StringBuilder program = new StringBuilder(prologue);
    program.append("#include <stdio.h>\nint main() {\n");
    names.forEach(
        n -> program.append("printf(\"%s %%lld\\n\", (long long)(%s));%n".formatted(n, n)));
    Files.writeString(folder.resolve("values." + suffix), program.append("}\n"));
    List<String> command = new ArrayList<>(List.of(compiler, "-w", "-O0"));
    command.addAll(options);
    command.addAll(List.of("values." + suffix, "-o", "values"));
    Tool.run(folder, command);
    Map<String, Long> found = new LinkedHashMap<>();
    Tool.run(folder, List.of("./values"))
        .lines()
        .map(l -> l.split(" "))
        .forEach(w -> found.put(w[0], Long.parseLong(w[1]) & 0xffff_ffffL));
    return found;
  }
}
