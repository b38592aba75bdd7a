package dev.elfwright.census.scan;

import dev.elfwright.census.facts.Digests;
import dev.elfwright.census.facts.ElfFacts;
import dev.elfwright.census.facts.RowList;
import dev.elfwright.census.facts.Rows;
import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the content of a file once: its key, its class, and the rows of what has not been met
 * before. One thread's.
 */
final class ContentReader {
  static final String ELF = "elf";
  static final String MALFORMED = "malformed";
  static final String SCRIPT = "script";
  static final String ARCHIVE = "archive";
  static final String OTHER = "other";

  private static final byte[] ELF_MAGIC = {0x7f, 'E', 'L', 'F'};
  private static final byte[] AR_MAGIC = "!<arch>\n".getBytes(StandardCharsets.US_ASCII);

  /**
   * A content.
   *
   * @param key its SHA-256 in hexadecimal
   * @param contentClass as table files has it
   * @param size bytes that were read
   */
  record Content(String key, String contentClass, long size) {}

  /** Of what is no file, or cannot be read. */
  static final Content NOTHING = new Content("", "", 0);

  private final KnownContents known;
  private final Rows rows;
  private final MessageDigest digest = Digests.sha256();
  private final byte[] buffer = new byte[1 << 16];

  /**
   * An ELF file of up to so many bytes is read into an array that the thread keeps: it need not be
   * mapped and zeroed, and the digest takes it as it is.
   */
  private final int mostKept;

  private byte[] kept = new byte[1 << 20];
  private int first;

  /**
   * A reader.
   *
   * @param readers how many there are at a time; what they keep is at most an eighth of the heap,
   *     or 4 MiB each
   */
  ContentReader(KnownContents known, Rows rows, int readers) {
    this.known = known;
    this.rows = rows;
    long share = Long.highestOneBit(Runtime.getRuntime().maxMemory() / 8 / readers);
    this.mostKept = Math.clamp(share, 4 << 20, 64 << 20);
  }

  /**
   * Reads a stream to its end.
   *
   * @param unit and {@code path} are for rows of what is malformed
   * @param size what the stream will give, at least as a guess
   */
  Content read(String unit, String path, long size, InputStream in) throws IOException {
    digest.reset();
    first = in.readNBytes(buffer, 0, buffer.length);
    if (startsWith(ELF_MAGIC)) {
      long atLeast = Math.max(size, first);
      return atLeast <= mostKept
          ? readKept(unit, path, (int) atLeast, in)
          : readLarge(unit, path, atLeast, in);
    }
    String contentClass =
        startsWith(AR_MAGIC)
            ? ARCHIVE
            : startsWith("#!".getBytes(StandardCharsets.US_ASCII)) ? SCRIPT : OTHER;
    Script script = contentClass.equals(SCRIPT) ? Script.of(buffer, first) : Script.NONE;
    long total = 0;
    for (int got = first; got > 0; got = next(in)) {
      digest.update(buffer, 0, got);
      total += got;
    }
    String key = Digests.hex(digest);
    if (contentClass.equals(SCRIPT) && known.claim(key, SCRIPT)) {
      rows.add("scripts", key, script.interpreter(), script.arguments(), script.lines());
    }
    return new Content(key, contentClass, total);
  }

  /** The first bytes of what was read last, as text. */
  String beginning() {
    return new String(buffer, 0, first, StandardCharsets.UTF_8);
  }

  private boolean startsWith(byte[] magic) {
    return first >= magic.length && Arrays.equals(buffer, 0, magic.length, magic, 0, magic.length);
  }

  private Content readKept(String unit, String path, int size, InputStream in) throws IOException {
    if (kept.length < size) {
      kept = new byte[Math.min(mostKept, Integer.highestOneBit(size) << 1)];
    }
    System.arraycopy(buffer, 0, kept, 0, first);
    int held = first + in.readNBytes(kept, first, size - first);
    digest.update(kept, 0, held);
    long at = held;
    for (int got = next(in); got > 0; got = next(in)) {
      digest.update(buffer, 0, got);
      at += got;
    }
    MemorySegment image = MemorySegment.ofArray(kept).asSlice(0, held);
    return looked(unit, path, at, at == held ? image : null);
  }

  private Content readLarge(String unit, String path, long size, InputStream in)
      throws IOException {
    boolean held = size >> 20 < Images.MOST;
    try (Images.Image image = Images.shared().take(held ? size : 0)) {
      long at = 0;
      for (int got = first; got > 0; got = next(in)) {
        digest.update(buffer, 0, got);
        // A file that grows while it is read is no longer what was promised.
        held = held && at + got <= size;
        if (held) {
          MemorySegment.copy(buffer, 0, image.bytes(), ValueLayout.JAVA_BYTE, at, got);
        }
        at += got;
      }
      return looked(unit, path, at, held ? image.bytes().asSlice(0, at) : null);
    }
  }

  private int next(InputStream in) throws IOException {
    return in.readNBytes(buffer, 0, buffer.length);
  }

  /** What was read, with its rows when it is new; no image when the file could not be held. */
  private Content looked(String unit, String path, long size, @Nullable MemorySegment image) {
    String key = Digests.hex(digest);
    if (known.claim(key, ELF)) {
      if (image != null) {
        look(unit, path, key, image);
      } else {
        refuse(unit, path, key, "ELF file of more than %d MiB, or growing".formatted(Images.MOST));
      }
    }
    return new Content(key, known.classOf(key), size);
  }

  /** All rows of a file or, when it is malformed, none but the one that says so. */
  private void look(String unit, String path, String key, MemorySegment image) {
    RowList found = new RowList();
    try {
      ElfFacts.add(key, Elf.parse(path, image), found);
    } catch (ElfFormatException e) {
      refuse(unit, path, key, String.valueOf(e.getMessage()));
      return;
    }
    found.into(rows);
  }

  private void refuse(String unit, String path, String key, String message) {
    known.put(key, MALFORMED);
    rows.add("errors", unit, path, key, "elf", message);
  }
}
