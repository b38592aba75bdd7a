package dev.elfwright.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NamesTest {
  @Test
  void utf8IsText() {
    assertThat(Names.decode("größe→😀".getBytes(StandardCharsets.UTF_8))).isEqualTo("größe→😀");
  }

  @Test
  void differentBytesAreDifferentNames() {
    assertThat(Names.decode(new byte[] {'a', (byte) 0xff}))
        .isNotEqualTo(Names.decode(new byte[] {'a', (byte) 0xfe}));
  }

  @Test
  void anyBytesComeBack() {
    Random random = new Random(7);
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      if (i % 2 == 0) {
        // Mostly UTF-8 of lead and continuation bytes, surrogates and U+FFFD among them.
        for (int j = 0; j < bytes.length; j++) {
          bytes[j] = (byte) (0x80 | bytes[j]);
        }
      }
      assertThat(Names.encode(Names.decode(bytes))).isEqualTo(bytes);
    }
  }
}
