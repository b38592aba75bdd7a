package dev.elfwright.elf.archive;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.MappedFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An archive: immutable, and lazy past the headers of its members. It starts with eight bytes,
 * {@code !<arch>} or {@code !<thin>} and a line feed; then come members, each a {@link
 * MemberHeader} and its content, padded to an even offset. A thin archive holds only the symbol
 * index and long names itself.
 */
public final class Archive implements AutoCloseable {
  private static final int MAGIC_SIZE = 8;
  private static final String MAGIC = "!<arch>\n";
  private static final String THIN_MAGIC = "!<thin>\n";

  private final ElfBytes in;
  private final @Nullable Path path;
  private final @Nullable Arena arena;
  private final boolean thin;
  private final List<ArchiveMember> members = new ArrayList<>();
  private @Nullable Range longNames;
  private @Nullable ArchiveIndex index;

  private Archive(String name, MemorySegment bytes, @Nullable Path path, @Nullable Arena arena) {
    this.in = new ElfBytes(name, bytes, true, true);
    this.path = path;
    this.arena = arena;
    this.thin = isThin(in);
    readMembers();
  }

  /**
   * Maps an archive for the calling thread; {@link #close} unmaps it and all contents.
   *
   * @throws IOException when the file cannot be read
   * @throws ElfFormatException when it is no archive, or a member does not lie in it
   */
  @SuppressWarnings("MustBeClosedChecker")
  public static Archive open(Path file) throws IOException {
    Arena arena = Arena.ofConfined();
    try {
      return new Archive(file.toString(), MappedFile.open(file, arena), file, arena);
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /**
   * Reads bytes that are already in memory. The members of a thin archive can then be listed, but
   * not be read, for nothing says in which folder they are.
   *
   * @param name the name used in messages
   * @throws ElfFormatException when they are no archive, or a member does not lie in them
   */
  public static Archive parse(String name, MemorySegment bytes) {
    return new Archive(name, bytes, null, null);
  }

  /** Whether bytes start as an archive does. */
  public static boolean isArchive(MemorySegment bytes) {
    return startsWith(bytes, MAGIC) || startsWith(bytes, THIN_MAGIC);
  }

  private static boolean startsWith(MemorySegment bytes, String magic) {
    byte[] expected = magic.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    return bytes.byteSize() >= MAGIC_SIZE
        && bytes.asSlice(0, MAGIC_SIZE).mismatch(MemorySegment.ofArray(expected)) < 0;
  }

  private static boolean isThin(ElfBytes in) {
    MemorySegment magic = in.slice(0, MAGIC_SIZE, "archive");
    if (startsWith(magic, THIN_MAGIC)) {
      return true;
    }
    if (!startsWith(magic, MAGIC)) {
      throw in.malformed(0, "archive", "starts neither with !<arch> nor with !<thin>");
    }
    return false;
  }

  private void readMembers() {
    for (long at = MAGIC_SIZE; at < in.size(); ) {
      MemberHeader header = new MemberHeader(in, at);
      MemberName name = MemberName.of(header);
      Range content = content(header, name);
      switch (Role.of(name, in, content.offset(), at == MAGIC_SIZE)) {
        case Role.Index(var format) -> {
          // Archives for Windows have a second index in an order of its own; linkers of ELF
          // read the first.
          if (index == null) {
            index = new ArchiveIndex(this, in, format, withoutName(name, content));
          }
        }
        case Role.LongNames _ -> longNames = longNames == null ? content : longNames;
        case Role.File _ ->
            members.add(new ArchiveMember(this, header, name, withoutName(name, content)));
      }
      long end = content.offset() + content.size();
      at = end + (end & 1);
    }
  }

  /** What stands in the archive behind a header. */
  private Range content(MemberHeader header, MemberName name) {
    long start = header.offset() + MemberHeader.SIZE;
    long size = header.size();
    if (thin && !Role.isStoredInThin(name)) {
      if (name instanceof MemberName.Leading) {
        throw in.malformed(
            header.offset(),
            "archive member name",
            "before a content that thin archives leave out");
      }
      return new Range(start, 0);
    }
    in.require(start, size, "archive member");
    if (name instanceof MemberName.Leading(var length) && length > size) {
      throw in.malformed(
          header.offset(),
          "archive member name",
          "of %d bytes in a member of %d".formatted(length, size));
    }
    return new Range(start, size);
  }

  private static Range withoutName(MemberName name, Range content) {
    return name instanceof MemberName.Leading(var length)
        ? new Range(content.offset() + length, content.size() - length)
        : content;
  }

  /** The archive's name as the user knows it. */
  public String file() {
    return in.file();
  }

  /** The archive's bytes. */
  public MemorySegment contents() {
    return in.slice(0, in.size(), "archive");
  }

  /** Whether the members are files of their own, and only their names are in the archive. */
  public boolean isThin() {
    return thin;
  }

  /** The members in order, without symbol index and long names. */
  public List<ArchiveMember> members() {
    return java.util.Collections.unmodifiableList(members);
  }

  /** The first member of this name. */
  public Optional<ArchiveMember> member(String name) {
    return members.stream().filter(m -> m.name().equals(name)).findFirst();
  }

  /** The member whose header starts at an offset. */
  public Optional<ArchiveMember> memberAt(long offset) {
    int low = 0;
    int high = members.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long found = members.get(middle).offset();
      if (found == offset) {
        return Optional.of(members.get(middle));
      }
      low = found < offset ? middle + 1 : low;
      high = found < offset ? high : middle - 1;
    }
    return Optional.empty();
  }

  /** The symbol index, empty when the archive has none. */
  public Optional<ArchiveIndex> index() {
    return Optional.ofNullable(index);
  }

  String longName(long at, long header) {
    return MemberName.inTable(in, longNames, at, header);
  }

  Path resolve(ArchiveMember member, String name) {
    try {
      Path file = Path.of(name);
      return path == null ? file : path.resolveSibling(file);
    } catch (InvalidPathException e) {
      throw in.malformed(member.offset(), "archive member name", "is no path: " + e.getReason());
    }
  }

  /** A member's content, and what people call it. */
  record Named(String name, MemorySegment contents) {}

  Named contents(ArchiveMember member) throws IOException {
    if (!thin) {
      Range r = member.stored();
      return new Named(member.toString(), in.slice(r.offset(), r.size(), "archive member"));
    }
    Path file = resolve(member, member.name());
    if (arena == null) {
      throw new FileSystemException(
          file.toString(), null, "member of a thin archive that is not read from a file");
    }
    MemorySegment mapped = MappedFile.open(file, arena);
    return member.origin() < 0
        ? new Named(member.toString(), mapped)
        : nested(member, file, mapped, arena);
  }

  /** One step only: ar names the archive that holds the member itself, so nothing can loop. */
  private Named nested(ArchiveMember member, Path file, MemorySegment bytes, Arena arena)
      throws IOException {
    Archive inner = new Archive(file.toString(), bytes, file, arena);
    ArchiveMember target =
        inner
            .memberAt(member.origin())
            .orElseThrow(() ->
                in.malformed(
                    member.offset(),
                    "archive member",
                    "%s has no member at 0x%x".formatted(file, member.origin())));
    if (inner.thin && target.origin() >= 0) {
      throw in.malformed(
          member.offset(), "archive member", file + " names a member of a third archive");
    }
    return inner.contents(target);
  }

  @Override
  public void close() {
    if (arena != null) {
      arena.close();
    }
  }

  @Override
  public String toString() {
    return in.file();
  }
}
