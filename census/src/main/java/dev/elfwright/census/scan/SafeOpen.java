package dev.elfwright.census.scan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Opens what a listing saw as a regular file, though somebody may have put a link there since. */
final class SafeOpen {
  private SafeOpen() {}

  static InputStream stream(Path file) throws IOException {
    return Channels.newInputStream(
        Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
  }
}
