package dev.elfwright.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTest {
  enum Colour {
    DARK_RED
  }

  record Inner(int count, double share) {}

  record Outer(String name, Path file, List<Inner> parts, Optional<String> note, Colour colour) {}

  @Test
  void aRecordIsAnObjectInTheOrderOfItsComponents() {
    var value =
        new Outer(
            "a \"b\"",
            Path.of("/x"),
            List.of(new Inner(1, 0.5)),
            Optional.empty(),
            Colour.DARK_RED);
    assertThat(Json.of(value))
        .isEqualTo(
            """
            {
              "name": "a \\"b\\"",
              "file": "/x",
              "parts": [
                {
                  "count": 1,
                  "share": 0.5
                }
              ],
              "note": null,
              "colour": "dark-red"
            }
            """);
  }

  @Test
  void emptyCollectionsStayOnOneLine() {
    assertThat(Json.of(Map.of("none", List.of()))).isEqualTo("{\n  \"none\": []\n}\n");
  }

  @Test
  void controlCharactersAreEscaped() {
    assertThat(Json.of("a\u0001\n\\")).isEqualTo("\"a\\u0001\\n\\\\\"\n");
  }

  @Test
  void whatJsonHasNoNumberForIsNull() {
    assertThat(Json.of(Double.NaN)).isEqualTo("null\n");
    assertThat(Json.of(Float.POSITIVE_INFINITY)).isEqualTo("null\n");
  }

  @Test
  void nestedEmptyObjectsAndPlainNumbers() {
    List<Object> values =
        List.of(Map.of(), 1L << 62, (short) 7, 0.1f, 1e300, new BigInteger("9".repeat(30)));
    assertThat(Json.of(values))
        .isEqualTo(
            """
            [
              {},
              4611686018427387904,
              7,
              0.1,
              1.0E300,
              999999999999999999999999999999
            ]
            """);
  }

  @Test
  void otherScriptsAndSlashesStayAsTheyAre() {
    assertThat(Json.of("/größe/大/\uD83D\uDE00")).isEqualTo("\"/größe/大/\uD83D\uDE00\"\n");
  }
}
