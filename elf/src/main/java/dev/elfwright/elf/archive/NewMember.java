package dev.elfwright.elf.archive;

import dev.elfwright.elf.Names;
import java.lang.foreign.MemorySegment;
import java.time.Instant;

/**
 * A file that goes into an archive.
 *
 * @param name its name, without a folder
 * @param contents its bytes, kept alive by the caller until the archive is written
 * @param date when it was last modified; less than a second is lost
 * @param uid the number of its user, 0 to 999999
 * @param gid the number of its group, 0 to 999999
 * @param mode st_mode, 0 to 077777777
 */
public record NewMember(
    String name, MemorySegment contents, Instant date, int uid, int gid, int mode) {
  private static final int LARGEST_ID = 999_999;
  private static final int LARGEST_MODE = 0_7777_7777;
  private static final long LARGEST_DATE = 999_999_999_999L;

  /** Refuses what does not fit into a header. */
  public NewMember {
    if (name.isEmpty() || name.chars().anyMatch(c -> c == '/' || c == '\n' || c == 0)) {
      throw new IllegalArgumentException("'" + name + "' is no name of a file without a folder");
    }
    if (Names.encode(name).length >= MemberName.LONGEST) {
      throw new IllegalArgumentException("a name of " + name.length() + " characters");
    }
    if (uid < 0 || uid > LARGEST_ID || gid < 0 || gid > LARGEST_ID) {
      throw new IllegalArgumentException("user %d and group %d".formatted(uid, gid));
    }
    if (mode < 0 || mode > LARGEST_MODE) {
      throw new IllegalArgumentException("mode " + Integer.toOctalString(mode));
    }
    if (date.getEpochSecond() < 0 || date.getEpochSecond() > LARGEST_DATE) {
      throw new IllegalArgumentException("date " + date);
    }
  }

  /** A member that says nothing of who added it and when, as {@code ar D} writes it. */
  public static NewMember reproducible(String name, MemorySegment contents) {
    return new NewMember(name, contents, Instant.EPOCH, 0, 0, 0644);
  }

  /** The same member, of the epoch and of user and group 0. */
  public NewMember undated() {
    return new NewMember(name, contents, Instant.EPOCH, 0, 0, mode);
  }
}
