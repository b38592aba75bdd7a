package dev.elfwright.elf.archive;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** One file of an archive. Fields are read when they are asked for. */
public final class ArchiveMember {
  private static final byte[] ELF_MAGIC = {0x7f, 'E', 'L', 'F'};

  private final Archive archive;
  private final MemberHeader header;
  private final MemberName name;
  private final Range stored;

  ArchiveMember(Archive archive, MemberHeader header, MemberName name, Range stored) {
    this.archive = archive;
    this.header = header;
    this.name = name;
    this.stored = stored;
  }

  /**
   * The name: of a file without its folder, in a thin archive a path. A member of an archive that
   * was added to a thin one has the path of that archive.
   *
   * @throws ElfFormatException when the archive's long names do not hold it
   */
  public String name() {
    return switch (name) {
      case MemberName.Short(var text) -> text;
      case MemberName.Long(var at, _) -> archive.longName(at, header.offset());
      case MemberName.Leading(var length) ->
          MemberName.leading(header.in(), header.offset() + MemberHeader.SIZE, length);
    };
  }

  /** The offset of its header in the archive: how the symbol index names it. */
  public long offset() {
    return header.offset();
  }

  /**
   * When it was last modified, to the second; 1970 in archives made to be reproducible.
   *
   * @throws ElfFormatException when the field is no number
   */
  public Instant date() {
    return Instant.ofEpochSecond(header.date());
  }

  /**
   * The number of the user who owned it, 0 to 999999.
   *
   * @throws ElfFormatException when the field is no number
   */
  public int uid() {
    return header.uid();
  }

  /**
   * The number of the group that owned it, 0 to 999999.
   *
   * @throws ElfFormatException when the field is no number
   */
  public int gid() {
    return header.gid();
  }

  /**
   * st_mode: the permissions in the lower twelve bits, the file's type above them or 0.
   *
   * @throws ElfFormatException when the field is no number
   */
  public int mode() {
    return header.mode();
  }

  /** Bytes of the content; in a thin archive, those that the file had when it was added. */
  public long size() {
    return archive.isThin() ? header.size() : stored.size();
  }

  /**
   * The file that holds the content, in a thin archive: a path relative to the archive's folder, or
   * absolute. For a member of an archive that was added to a thin one, that archive.
   */
  public Optional<Path> file() {
    return archive.isThin() ? Optional.of(archive.resolve(this, name())) : Optional.empty();
  }

  /** The offset of this member in the archive {@link #file}, or -1 when that is the member. */
  long origin() {
    return name instanceof MemberName.Long(_, var origin) ? origin : -1;
  }

  Range stored() {
    return stored;
  }

  /**
   * The content, a view that lives until the archive is closed. That of a thin archive's member is
   * a file of its own, which the archive names: anywhere on this machine.
   *
   * @throws IOException when that file cannot be read, or the archive was parsed from memory
   * @throws ElfFormatException when the member of another archive is not there
   */
  public MemorySegment contents() throws IOException {
    return archive.contents(this).contents();
  }

  /**
   * The content as ELF, named {@code lib.a(member.o)} after the archive that holds it. It lives
   * until the archive is closed.
   *
   * @throws IOException as {@link #contents}
   * @throws ElfFormatException when the content is not ELF
   */
  public ElfModel elf() throws IOException {
    Archive.Named found = archive.contents(this);
    return Elf.parse(found.name(), found.contents());
  }

  /**
   * Whether the content starts as ELF does; bitcode of compilers, for instance, does not.
   *
   * @throws IOException as {@link #contents}
   */
  public boolean isElf() throws IOException {
    return startsAsElf(contents());
  }

  static boolean startsAsElf(MemorySegment bytes) {
    long common = bytes.mismatch(MemorySegment.ofArray(ELF_MAGIC));
    return common < 0 || common >= ELF_MAGIC.length;
  }

  /** {@code lib.a(member.o)}, as linkers print it. */
  @Override
  public String toString() {
    return archive.file() + "(" + name() + ")";
  }
}
