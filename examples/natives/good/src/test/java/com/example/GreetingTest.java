package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.elfwright.natives.Natives;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class GreetingTest {
  @Test
  void greetsFromC() {
    assertEquals("Hello world", Greeting.of("world"));
    assertEquals(2, Greeting.length("é"));
    assertEquals(3, Greeting.length("abc".getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void theLibraryRunsWhereverOurUsersAre() throws IOException {
    Natives.in(Path.of("target/classes"))
        .assertGlibcAtMost("2.28")
        .assertNeededOnly("libc.so.6")
        .assertLoadsOnPages(16384)
        .assertFullRelro()
        .assertJniSymbols();
  }
}
