package dev.elfwright.abi.consumer;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.link.graph.SearchEnvironment;
import dev.elfwright.tls.TlsLayout;
import dev.elfwright.tls.TlsOptions;
import dev.elfwright.tls.TlsRefusedException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What a program that has started leaves of its static thread-local block to libraries that come
 * later.
 *
 * @param free bytes
 * @param alignment of the block in bytes: no segment with a larger one can come later
 */
public record StaticRoom(long free, long alignment) {
  /**
   * That of a program of glibc since 2.32 whose libraries have no static thread-local storage but
   * libc's.
   */
  public static final StaticRoom PLAIN = new StaticRoom(1712, 64);

  /**
   * That of a program; the usual when its loader is not known.
   *
   * @throws IOException when a file cannot be read
   * @throws ElfFormatException when one is malformed
   */
  static StaticRoom of(Path program, SearchEnvironment environment) throws IOException {
    try {
      TlsLayout layout = TlsLayout.of(program, TlsOptions.of(environment));
      return new StaticRoom(layout.free(), layout.alignment());
    } catch (TlsRefusedException e) {
      return PLAIN;
    }
  }
}
