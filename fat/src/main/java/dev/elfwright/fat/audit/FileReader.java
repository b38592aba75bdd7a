package dev.elfwright.fat.audit;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.packages.PackageFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Makes facts of files, in one pass over the content of each. */
final class FileReader {
  private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

  /** Scripts and headers are smaller; what is larger is compared as it is. */
  private static final int LONGEST_TEXT = 1 << 20;

  /** More is not brought into memory; of such a file only the content is compared. */
  private static final long LARGEST_ELF = 1L << 30;

  private final ArchitectureNames names;
  private final String packageName;
  private final byte[] buffer = new byte[1 << 16];

  FileReader(ArchitectureNames names, String packageName) {
    this.names = names;
    this.packageName = packageName;
  }

  FileFacts read(PackageFile file, InputStream content) throws IOException {
    if (file.kind() != PackageFile.Kind.REGULAR) {
      return new FileFacts(file, packageName, "", "", "", Optional.empty(), false, -1);
    }
    int first = content.readNBytes(buffer, 0, buffer.length);
    boolean elf = startsWith(first, ELF) && file.size() <= LARGEST_ELF;
    if (elf) {
      return readElf(file, content, first);
    }
    MessageDigest sha = sha256();
    boolean text = file.size() <= LONGEST_TEXT && isText(first);
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    String format = Formats.of(file.path(), buffer, first, text);
    for (int got = first; got > 0; got = content.readNBytes(buffer, 0, buffer.length)) {
      sha.update(buffer, 0, got);
      if (text) {
        kept.write(buffer, 0, got);
      }
    }
    String digest = HexFormat.of().formatHex(sha.digest());
    return new FileFacts(
        file,
        packageName,
        digest,
        text ? neutral(kept, digest) : digest,
        format,
        Optional.empty(),
        false,
        -1);
  }

  private FileFacts readElf(PackageFile file, InputStream content, int first) throws IOException {
    MessageDigest sha = sha256();
    ByteSearch itself = new ByteSearch(ascii("/proc/self/exe"), 0);
    ByteSearch magic = new ByteSearch(ELF, 1);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment image = arena.allocate(Math.max(1, file.size()), 16);
      long at = 0;
      for (int got = first; got > 0; got = content.readNBytes(buffer, 0, buffer.length)) {
        sha.update(buffer, 0, got);
        itself.feed(buffer, got);
        magic.feed(buffer, got);
        MemorySegment.copy(buffer, 0, image, ValueLayout.JAVA_BYTE, at, got);
        at += got;
      }
      String digest = HexFormat.of().formatHex(sha.digest());
      Optional<ElfFacts> facts = Optional.empty();
      String format = "ELF";
      try {
        facts = Optional.of(ElfFacts.of(file.path(), image.asSlice(0, at)));
      } catch (ElfFormatException e) {
        format = "malformed ELF (" + e.structure() + ")";
      }
      return new FileFacts(
          file, packageName, digest, digest, format, facts, itself.found() >= 0, magic.found());
    }
  }

  private String neutral(ByteArrayOutputStream kept, String digest) {
    String text = kept.toString(StandardCharsets.ISO_8859_1);
    String neutral = names.neutralText(text);
    return neutral.equals(text)
        ? digest
        : HexFormat.of().formatHex(sha256().digest(neutral.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private boolean isText(int length) {
    for (int i = 0; i < length; i++) {
      if (buffer[i] == 0) {
        return false;
      }
    }
    return true;
  }

  private boolean startsWith(int length, byte[] magic) {
    return length >= magic.length && Arrays.equals(buffer, 0, magic.length, magic, 0, magic.length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
