package dev.elfwright.abi.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A library before and after, and a program, as {@code cases.txt} writes them.
 *
 * @param seesTypes whether only debugging information can tell the change
 */
record Case(String name, boolean seesTypes, List<String> options, Map<String, String> sources) {
  static List<Case> all() {
    try (InputStream in = Case.class.getResourceAsStream("cases.txt")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      List<Case> cases = new ArrayList<>();
      for (String block : text.split("(?m)^== ")) {
        if (!block.startsWith("#")) {
          cases.add(parse(block));
        }
      }
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Case parse(String block) {
    String[] parts = block.split("(?m)^-- ");
    String[] head = parts[0].strip().split(" *\\| *");
    Map<String, String> sources = new HashMap<>();
    for (int i = 1; i < parts.length; i++) {
      String[] source = parts[i].split("\n", 2);
      sources.put(source[0], source[1]);
    }
    return new Case(head[0], head[1].equals("types"), List.of(head[2].split(" ")), sources);
  }

  boolean has(String option) {
    return options.contains(option);
  }

  /** The values of options that begin so. */
  List<String> values(String prefix) {
    return options.stream()
        .filter(o -> o.startsWith(prefix))
        .map(o -> o.substring(prefix.length()))
        .toList();
  }

  @Override
  public String toString() {
    return name;
  }
}
