package dev.elfwright.fat;

import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.elf.write.LayoutPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes fat files and slices, beside the target first. */
public final class FatWriter {
  private FatWriter() {}

  /**
   * Writes a plan to a file that is like another one in owner, mode, times and extended attributes,
   * capabilities among them. The sources of the plan may be the target: they are read before it is
   * replaced.
   *
   * @param like the file to be like
   * @return what could not be kept for want of privilege, in words; usually nothing
   * @throws IOException when a source cannot be read or the target cannot be written; it is then as
   *     before
   * @throws FatRefusedException when the target is a symbolic link
   */
  public static List<String> write(LayoutPlan plan, Path like, Path target) throws IOException {
    if (Files.isSymbolicLink(target)) {
      throw new FatRefusedException(target + ": is a symbolic link; name the file itself");
    }
    FileMetadata metadata = FileMetadata.of(like);
    List<String> lost = new ArrayList<>();
    ElfWriter.write(
        plan, target, Files.getPosixFilePermissions(like), f -> lost.addAll(metadata.giveTo(f)));
    return lost;
  }
}
