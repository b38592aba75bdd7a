package dev.elfwright.livepatch.vm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * What a kernel unpacks as its first root: a cpio archive in the format "newc"
 * (Documentation/driver-api/early-userspace/buffer-format.rst).
 */
final class Initramfs {
  private static final int FOLDER = 0040755;
  private static final int PROGRAM = 0100755;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int inode = 1;

  Initramfs folder(String path) {
    return entry(path, FOLDER, new byte[0]);
  }

  Initramfs file(String path, byte[] content) {
    return entry(path, PROGRAM, content);
  }

  private Initramfs entry(String path, int mode, byte[] content) {
    byte[] name = (path + "\0").getBytes(StandardCharsets.UTF_8);
    int[] fields = {inode++, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, name.length, 0};
    StringBuilder header = new StringBuilder("070701");
    for (int field : fields) {
      header.append("%08x".formatted(field));
    }
    out.writeBytes(header.toString().getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(name);
    pad();
    out.writeBytes(content);
    pad();
    return this;
  }

  private void pad() {
    while (out.size() % 4 != 0) {
      out.write(0);
    }
  }

  void write(Path file) throws IOException {
    entry("TRAILER!!!", 0, new byte[0]);
    try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.writeTo(packed);
    }
  }
}
