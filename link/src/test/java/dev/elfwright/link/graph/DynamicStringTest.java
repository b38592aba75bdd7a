package dev.elfwright.link.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DynamicStringTest {
  private static SearchEnvironment on(Hardware hardware) {
    return new SearchEnvironment(
        Optional.empty(),
        List.of(),
        Path.of("cache"),
        List.of(),
        "lib64",
        Path.of("ld.so"),
        hardware);
  }

  @ParameterizedTest
  @CsvSource({
    "/plain,                /plain",
    "$ORIGIN/../lib,        /o/../lib",
    "${ORIGIN}x,            /ox",
    "$LIB:$PLATFORM,        lib64:haswell",
    "$ORIGINAL,             $ORIGINAL",
    "${ORIGIN,              ${ORIGIN",
    "$$LIB,                 $lib64",
    "a$,                    a$",
    "$OTHER/$LIB,           $OTHER/lib64",
  })
  void knownWordsAreReplacedAndOthersStay(String text, String expected) {
    Hardware hardware = new Hardware(3, "haswell", List.of());
    assertThat(DynamicString.expand(text, "/o", on(hardware))).isEqualTo(expected);
  }

  @Test
  void aTextWithAPlatformThatIsUnknownIsOfNoUse() {
    assertThat(DynamicString.expand("/a/$PLATFORM", "/o", on(Hardware.GENERIC))).isNull();
  }
}
