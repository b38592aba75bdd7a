package dev.elfwright.packages;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A .deb file (deb(5)): an ar archive of {@code debian-binary}, {@code control.tar} and {@code
 * data.tar} in this order; members between them whose names begin with an underscore are passed
 * over, and what follows is not looked at.
 *
 * @param name what it is called in messages
 * @param file the package
 * @param limits how much of it is read
 */
public record DebFile(String name, Path file, Limits limits) implements PackageSource {
  private static final byte[] AR_MAGIC = "!<arch>\n".getBytes(StandardCharsets.US_ASCII);

  /** A package read within {@link Limits#DEFAULT}. */
  public DebFile(Path file) {
    this(file.toString(), file);
  }

  /** A package read within other limits. */
  public DebFile(Path file, Limits limits) {
    this(file.toString(), file, limits);
  }

  /** A package under another name, as one that was fetched from there has. */
  public DebFile(String name, Path file) {
    this(name, file, Limits.DEFAULT);
  }

  /** Whether a file begins as .deb files do. */
  static boolean isDeb(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(AR_MAGIC.length), AR_MAGIC);
    }
  }

  /**
   * What the package says of itself; its files are not read.
   *
   * @throws PackageFormatException when it is malformed so far
   */
  public Package describe() throws IOException {
    try (ArArchiveInputStream ar = open()) {
      return control(ar).describe();
    }
  }

  @Override
  public void read(PackageVisitor visitor) throws IOException {
    try (ArArchiveInputStream ar = open()) {
      Control control = control(ar);
      visitor.description(control.describe(), new ControlFiles(control.members));
      ArArchiveEntry data = member(ar, "data.tar");
      String where = name() + ": " + data.getName();
      // A decoder holds memory outside of the heap.
      try (CheckedStream tar = Decoders.open(where, contentOf(ar, data, where), limits)) {
        new TarMembers(where, tar, limits).read(visitor);
      }
    }
  }

  private ArArchiveInputStream open() throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    return new ArArchiveInputStream(in);
  }

  private record Control(String where, SequencedMap<String, byte[]> members) {
    Package describe() throws IOException {
      byte[] text = members.get("control");
      if (text == null) {
        throw new PackageFormatException(where, "has no file control");
      }
      try (var reader = new ControlReader(where + ": control", new ByteArrayInputStream(text))) {
        ControlFields fields = reader.next();
        if (fields == null) {
          throw new PackageFormatException(where + ": control", "is empty");
        }
        return Package.of(fields);
      }
    }
  }

  private Control control(ArArchiveInputStream ar) throws IOException {
    ArArchiveEntry binary = member(ar, "debian-binary");
    byte[] version = Malformed.orElse(name(), ar.getBytesRead(), () -> ar.readNBytes(2));
    if (!Arrays.equals(version, new byte[] {'2', '.'})) {
      throw new PackageFormatException(
          name() + ": " + binary.getName(), "is of another version, expected 2.x");
    }
    ArArchiveEntry member = member(ar, "control.tar");
    String where = name() + ": " + member.getName();
    SequencedMap<String, byte[]> members = new LinkedHashMap<>();
    try (CheckedStream tar = Decoders.open(where, contentOf(ar, member, where), limits)) {
      new TarMembers(where, tar, limits).read(new ControlCollector(where, members));
    }
    return new Control(where, members);
  }

  private final class ControlCollector implements PackageVisitor {
    private final String where;
    private final SequencedMap<String, byte[]> members;
    private long total;

    ControlCollector(String where, SequencedMap<String, byte[]> members) {
      this.where = where;
      this.members = members;
    }

    @Override
    public void file(PackageFile file, InputStream content) throws IOException {
      if (file.kind() != PackageFile.Kind.REGULAR) {
        return;
      }
      total += file.size();
      if (total > limits.controlBytes() || file.size() > limits.controlBytes()) {
        throw new PackageFormatException(
            where, "holds more than " + limits.controlBytes() + " bytes");
      }
      members.put(file.path().substring(1), content.readAllBytes());
    }
  }

  /** Members of ar have no end of their own: a shorter file is noticed by counting. */
  private static InputStream contentOf(
      ArArchiveInputStream ar, ArArchiveEntry entry, String where) {
    return new InputStream() {
      private long left = entry.getLength();

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] to, int from, int length) throws IOException {
        int got = ar.read(to, from, length);
        if (got > 0) {
          left -= got;
        } else if (got < 0 && left > 0) {
          throw new PackageFormatException(
              where, "the file ends %d bytes before the member does".formatted(left));
        }
        return got;
      }
    };
  }

  private ArArchiveEntry member(ArArchiveInputStream ar, String name) {
    while (true) {
      @Nullable ArArchiveEntry entry =
          Malformed.orElse(name(), ar.getBytesRead(), ar::getNextEntry);
      if (entry == null) {
        throw new PackageFormatException(name(), "no member " + name);
      }
      if (entry.getName().equals(name) || entry.getName().startsWith(name + ".")) {
        return entry;
      }
      if (!entry.getName().startsWith("_")) {
        throw new PackageFormatException(
            name(), "member '" + entry.getName() + "', expected " + name);
      }
    }
  }
}
