package dev.elfwright.link.fuse;

import java.util.Optional;

/**
 * The linker's own part of the image, behind all objects: the starter's code, then relocated data,
 * then variables, then tables. Addresses of the code and of the TLS image are known before anything
 * is relocated, for relocations refer to them; the rest follows from what relocation finds.
 */
final class Tail {
  private final StarterObject starter;
  private final long code;
  private final long data;
  private final long tlsImage;
  private final long afterTls;

  Tail(ImageLayout layout, StarterObject starter, Optional<TlsBlock> tls) {
    this.starter = starter;
    code = layout.tail();
    data = ImageLayout.roundUp(code + starter.codeSize(), ImageLayout.PAGE);
    tlsImage = ImageLayout.roundUp(data, tls.map(TlsBlock::alignment).orElse(1L));
    afterTls = ImageLayout.roundUp(tlsImage + tls.map(TlsBlock::size).orElse(0L), 16);
  }

  StarterObject starter() {
    return starter;
  }

  long code() {
    return code;
  }

  long tlsImage() {
    return tlsImage;
  }

  /** The first free address behind the TLS image. */
  long afterTls() {
    return afterTls;
  }

  long function(String name) {
    return code + starter.offsetOf(name);
  }
}
