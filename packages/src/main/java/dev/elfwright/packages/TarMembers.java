package dev.elfwright.packages;

import java.io.IOException;
import java.io.InputStream;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Members of a tar archive, whatever its dialect: v7, ustar, GNU, pax (POSIX.1-2017, pax, "ustar
 * Interchange Format"; tar(5) of GNU).
 */
final class TarMembers {
  private static final int BLOCK = 512;

  /** Names, pax records and maps of holes are read into memory. */
  private static final long HEADER_BYTES = 1 << 20;

  private static final String XATTR = "SCHILY.xattr.";

  private final String where;
  private final CheckedStream stream;
  private final TarArchiveInputStream tar;
  private final Limits limits;
  private long headerEnd = HEADER_BYTES;

  /** Reads a stream that is already expanded. */
  TarMembers(String where, CheckedStream expanded, Limits limits) {
    this.where = where;
    this.limits = limits;
    this.stream = new CheckedStream(where, expanded, this::checkHeader);
    this.tar = new TarArchiveInputStream(stream, BLOCK, BLOCK, "ISO-8859-1");
  }

  private void checkHeader(long count) {
    if (count > headerEnd) {
      throw new PackageFormatException(
          where, "offset %d: a header of more than %d bytes".formatted(count, HEADER_BYTES));
    }
  }

  /** Reads all of them. */
  void read(PackageVisitor visitor) throws IOException {
    for (long members = 1; ; members++) {
      @Nullable PackageFile file = next();
      if (file == null) {
        return;
      }
      if (members > limits.members()) {
        throw new PackageFormatException(where, "more than " + limits.members() + " members");
      }
      headerEnd = Long.MAX_VALUE;
      CheckedStream content = content(file);
      visitor.file(file, content);
      content.skipNBytes(file.size() - content.count());
    }
  }

  private CheckedStream content(PackageFile file) {
    String place = where + ": " + file.path();
    if (file.kind() != PackageFile.Kind.REGULAR) {
      return new CheckedStream(place, InputStream.nullInputStream(), count -> {});
    }
    return new CheckedStream(
        place,
        tar,
        count -> {
          if (count > limits.expandedBytes()) {
            throw new PackageFormatException(
                place, "more than " + limits.expandedBytes() + " bytes, holes included");
          }
        });
  }

  private @Nullable PackageFile next() {
    long before = stream.count();
    headerEnd = before + HEADER_BYTES;
    TarArchiveEntry entry = Malformed.orElse(where, before, tar::getNextEntry);
    if (entry == null) {
      // Less than a block is padding of the last member.
      if (stream.count() - before < BLOCK || stream.zeros() < BLOCK) {
        throw new PackageFormatException(
            where, "offset %d: ends without a block of zeros".formatted(stream.count()));
      }
      return null;
    }
    return Malformed.orElse(where, before, () -> file(entry));
  }

  private PackageFile file(TarArchiveEntry entry) {
    PackageFile.Kind kind = kind(entry);
    boolean regular = kind == PackageFile.Kind.REGULAR;
    return new PackageFile(
        MemberPath.normalise(where, utf8(entry.getName())),
        kind,
        entry.getMode() & 07777,
        entry.getLongUserId(),
        entry.getLongGroupId(),
        switch (kind) {
          case SYMBOLIC_LINK -> utf8(entry.getLinkName());
          case HARD_LINK -> MemberPath.normalise(where, utf8(entry.getLinkName()));
          default -> "";
        },
        regular ? entry.getRealSize() : 0,
        device(entry, kind),
        entry.getLastModifiedTime().toInstant().getEpochSecond(),
        attributes(entry));
  }

  /**
   * Names in headers are bytes, read as ISO 8859-1 so that none is lost; nearly always they are
   * UTF-8. Names in pax records are decoded already, and then fail to be decoded again.
   */
  private static String utf8(String name) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(StandardCharsets.ISO_8859_1.newEncoder().encode(CharBuffer.wrap(name)))
          .toString();
    } catch (CharacterCodingException e) {
      return name;
    }
  }

  private PackageFile.Kind kind(TarArchiveEntry entry) {
    if (entry.isSymbolicLink()) {
      return PackageFile.Kind.SYMBOLIC_LINK;
    } else if (entry.isLink()) {
      return PackageFile.Kind.HARD_LINK;
    } else if (entry.isDirectory()) {
      return PackageFile.Kind.FOLDER;
    } else if (entry.isCharacterDevice()) {
      return PackageFile.Kind.CHARACTER_DEVICE;
    } else if (entry.isBlockDevice()) {
      return PackageFile.Kind.BLOCK_DEVICE;
    } else if (entry.isFIFO()) {
      return PackageFile.Kind.PIPE;
    } else if (entry.isFile() || entry.isSparse()) {
      return PackageFile.Kind.REGULAR;
    }
    throw new PackageFormatException(
        where, "member " + entry.getName() + " is of unknown type " + entry.getLinkFlag());
  }

  private static long device(TarArchiveEntry entry, PackageFile.Kind kind) {
    return switch (kind) {
      case CHARACTER_DEVICE, BLOCK_DEVICE ->
          (long) entry.getDevMajor() << 32 | entry.getDevMinor() & 0xffff_ffffL;
      default -> 0;
    };
  }

  private static Map<String, byte[]> attributes(TarArchiveEntry entry) {
    Map<String, byte[]> attributes = new TreeMap<>();
    entry
        .getExtraPaxHeaders()
        .forEach((name, value) -> {
          if (name.startsWith(XATTR)) {
            attributes.put(name.substring(XATTR.length()), value.getBytes(StandardCharsets.UTF_8));
          }
        });
    return attributes;
  }
}
