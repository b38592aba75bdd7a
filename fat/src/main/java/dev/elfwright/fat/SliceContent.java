package dev.elfwright.fat;

import dev.elfwright.elf.ElfBytes;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.archive.Archive;
import dev.elfwright.elf.archive.ArchiveMember;
import dev.elfwright.fat.Slice.Kind;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/** What bytes are that could be a slice. */
sealed interface SliceContent {
  /** As much of an ELF file as tells what it is for: e_ident, e_type, e_machine. */
  int HEADER = 20;

  /**
   * A file that can be a slice.
   *
   * @param target what its own headers say it is for
   * @param kind what it is
   */
  record Known(Target target, Kind kind) implements SliceContent {}

  /**
   * Something else.
   *
   * @param why what was found
   */
  record Other(String why) implements SliceContent {}

  /** Looks at stretches of a file. */
  interface Reader {
    /**
     * Looks at one that lies in the file.
     *
     * @throws IOException when the file cannot be read
     */
    SliceContent at(long offset, long size) throws IOException;
  }

  /** Looks at stretches of a file that is in memory. */
  static Reader in(ElfBytes file) {
    return (offset, size) -> read(file, offset, size);
  }

  /** Looks at a stretch of a file that lies in it. */
  static SliceContent read(ElfBytes in, long offset, long size) {
    MemorySegment bytes = in.slice(offset, size, "slice");
    return Archive.isArchive(bytes) ? ofArchive(in.file(), bytes) : ofElf(in, offset, size);
  }

  /**
   * Looks at a stretch of an open file. Only archives are mapped: the page faults of a mapping, and
   * telling other processors that it is gone, cost ten times as much as to read a header.
   *
   * @param file the name used in messages
   */
  static SliceContent read(String file, FileChannel channel, long offset, long size)
      throws IOException {
    ByteBuffer start = ByteBuffer.allocate((int) Math.min(size, HEADER));
    while (start.hasRemaining()) {
      if (channel.read(start, offset + start.position()) < 0) {
        throw new FileSystemException(file, null, "cut short while it was read");
      }
    }
    MemorySegment bytes = MemorySegment.ofBuffer(start.flip());
    if (!Archive.isArchive(bytes)) {
      return ofElf(new ElfBytes(file, bytes, true, false), 0, size);
    }
    try (Arena arena = Arena.ofConfined()) {
      return ofArchive(file, channel.map(FileChannel.MapMode.READ_ONLY, offset, size, arena));
    }
  }

  private static SliceContent ofElf(ElfBytes in, long at, long size) {
    if (size < HEADER || in.u8(at) != 0x7f || !in.text(at + 1, 3).equals("ELF")) {
      return new Other("neither an ELF file nor an archive");
    }
    int elfClass = in.u8(at + 4);
    int data = in.u8(at + 5);
    if (elfClass < 1 || elfClass > 2 || data < 1 || data > 2) {
      return new Other("an ELF header of class %d and byte order %d".formatted(elfClass, data));
    }
    int low = in.u8(at + 18);
    int high = in.u8(at + 19);
    Target target =
        new Target(
            data == 1 ? high << 8 | low : low << 8 | high,
            in.u8(at + 7),
            in.u8(at + 8),
            elfClass == 2,
            data == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN,
            0);
    return new Known(target, Kind.ELF);
  }

  /** An archive is for what its object files are for; other members do not count. */
  private static SliceContent ofArchive(String file, MemorySegment bytes) {
    try (Archive archive = Archive.parse(file, bytes)) {
      if (archive.isThin()) {
        return new Other("a thin archive: its members are files of their own");
      }
      Target target = null;
      for (ArchiveMember member : archive.members()) {
        if (FatTable.isAt(member.contents())) {
          return new Other(
              "an archive whose member %s is itself fat; make an archive for each target, then one"
                      .formatted(member.name())
                  + " fat file of these");
        }
        Target found = ofMember(file, member);
        if (target != null && found != null && !found.equals(target)) {
          return new Other(
              "an archive for %s, but its member %s is for %s"
                  .formatted(target, member.name(), found));
        }
        target = target == null ? found : target;
      }
      return target == null
          ? new Other("an archive without object files")
          : new Known(target, Kind.ARCHIVE);
    } catch (ElfFormatException | IOException e) {
      return new Other("a broken archive: " + e.getMessage());
    }
  }

  private static @Nullable Target ofMember(String file, ArchiveMember member) throws IOException {
    MemorySegment bytes = member.contents();
    ElfBytes in = new ElfBytes(file, bytes, true, false);
    return ofElf(in, 0, bytes.byteSize()) instanceof Known(var target, _) ? target : null;
  }
}
