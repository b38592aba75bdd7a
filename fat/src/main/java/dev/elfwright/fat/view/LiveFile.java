package dev.elfwright.fat.view;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** An open file of a {@link LiveTree}: a slice, or a whole file that is not fat. */
public final class LiveFile implements AutoCloseable {
  private final FileChannel channel;
  private final long offset;
  private final long size;

  LiveFile(FileChannel channel, long offset, long size) {
    this.channel = channel;
    this.offset = offset;
    this.size = size;
  }

  /**
   * Reads as much as there is and has room.
   *
   * @param position where to begin, in bytes
   * @return how many bytes were read
   * @throws IOException when the file cannot be read
   */
  public int read(ByteBuffer target, long position) throws IOException {
    long left = Math.clamp(size - position, 0, target.remaining());
    target.limit(target.position() + (int) left);
    int done = 0;
    while (target.hasRemaining()) {
      int got = channel.read(target, offset + position + done);
      if (got < 0) {
        break; // the file shrank
      }
      done += got;
    }
    return done;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
