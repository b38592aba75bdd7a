package dev.elfwright.fat;

import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.elf.write.LayoutPlan;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Writes fat files and slices, beside the target first. */
public final class FatWriter {
  /**
   * From this size on, in bytes, the bytes are copied while another thread reads the attributes:
   * the first time that takes a JVM 15 ms, for it has to learn how to call libc.
   */
  private static final long WORTH_A_THREAD = 4 << 20;

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
    FutureTask<FileMetadata> metadata = new FutureTask<>(() -> FileMetadata.of(like));
    if (plan.size() < WORTH_A_THREAD) {
      metadata.run();
    } else {
      // Not by Thread.ofPlatform(), whose classes the AOT cache lacks where small files trained it.
      Thread reader = new Thread(metadata);
      reader.setDaemon(true);
      reader.start();
    }
    List<String> lost = new ArrayList<>();
    ElfWriter.write(
        plan,
        target,
        Files.getPosixFilePermissions(like),
        fresh -> lost.addAll(outcome(metadata).giveTo(fresh)));
    return lost;
  }

  private static FileMetadata outcome(FutureTask<FileMetadata> metadata) throws IOException {
    try {
      return metadata.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }
}
