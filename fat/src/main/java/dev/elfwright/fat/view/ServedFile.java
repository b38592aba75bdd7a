package dev.elfwright.fat.view;

import dev.elfwright.fat.linux.FileStatus;

/**
 * A fat file of which a view shows a slice, and how it was at that time.
 *
 * @param path below the root
 * @param status what the file system said of the fat file
 */
record ServedFile(String path, FileStatus status) {

  /**
   * Whether the file that was there is still there with other content. A change of the rights or of
   * the number of links is none; where only the time of change differs, nobody can tell, and the
   * worse is assumed.
   */
  boolean wasEditedInPlace(FileStatus now) {
    boolean isSameFile = now.device() == status.device() && now.inode() == status.inode();
    boolean isUnchanged = now.changed().equals(status.changed());
    boolean hasOtherContent =
        now.size() != status.size() || !now.modified().equals(status.modified());
    boolean hasOtherRights =
        now.mode() != status.mode()
            || now.owner() != status.owner()
            || now.group() != status.group()
            || now.links() != status.links();
    return isSameFile && !isUnchanged && (hasOtherContent || !hasOtherRights);
  }
}
