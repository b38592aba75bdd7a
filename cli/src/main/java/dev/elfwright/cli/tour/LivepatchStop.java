package dev.elfwright.cli.tour;

import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.livepatch.LivepatchRefusedException;
import dev.elfwright.livepatch.build.LivepatchBuild;
import dev.elfwright.livepatch.kernel.KernelFiles;
import dev.elfwright.report.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A source patch for Debian's kernel becomes a livepatch, and a kernel in a virtual machine loads
 * it where QEMU is installed.
 */
public final class LivepatchStop implements TourStop {
  private static final List<String> HEAD =
      List.of("file of the kernel", "replaced", "built in", "/proc/cmdline with it ends in");
  private static final String FILE = "fs/proc/cmdline.c";
  private static final String LINE = "\tseq_putc(m, '\\n');";
  private static final String PATCHED = "\tseq_puts(m, \" livepatch=1\\n\");";
  private static final String NAME = "elfwright_tour";

  @Override
  public String title() {
    return "A running kernel patched from source";
  }

  @Override
  public Findings visit(Path folder, Progress progress) throws IOException {
    Optional<String> release = DebianKernel.installed();
    if (release.isEmpty()) {
      return nothing(
          "No livepatch is built: no headers of Debian's kernel 6.1 are here"
              + " (linux-headers-amd64).",
          true);
    }
    DebianKernel kernel;
    try {
      progress.at("fetching kernel " + release.get(), 0, 3);
      kernel = DebianKernel.of(release.get(), folder);
    } catch (IOException e) {
      return nothing("No livepatch is built: " + e.getMessage(), true);
    }
    try {
      return patched(kernel, folder, progress);
    } catch (LivepatchRefusedException | ElfFormatException | IOException e) {
      return nothing("No livepatch is shown: " + e.getMessage(), false);
    }
  }

  private Findings nothing(String remark, boolean isGood) {
    return new Findings(
        List.of(HEAD),
        List.of(remark),
        isGood,
        List.of(new Block.Section(title(), List.of(new Block.Prose(remark)))));
  }

  private Findings patched(DebianKernel kernel, Path folder, Progress progress) throws IOException {
    progress.at("building a livepatch", 1, 3);
    Path module = folder.resolve(NAME + ".ko");
    long start = System.nanoTime();
    LivepatchBuild.Replacement replaced;
    try (LivepatchBuild build =
        LivepatchBuild.of(
            LivepatchBuild.Request.of(
                patch(kernel.source(), folder),
                KernelFiles.of(kernel.root(), kernel.release()),
                kernel.source(),
                NAME))) {
      build.write(module);
      replaced = build.replacements().getFirst();
    }
    String seconds = "%.1f s".formatted((System.nanoTime() - start) / 1e9);
    List<String> remarks = new ArrayList<>();
    remarks.add(
        "Before the patch, %s becomes the code of vmlinuz-%s byte by byte; else nothing is built."
            .formatted(FILE, kernel.release()));
    boolean isGood = true;
    String shown = "not loaded";
    if (KernelBoot.isPossible()) {
      progress.at("booting the kernel in a virtual machine", 2, 3);
      List<String> lines = KernelBoot.lines(kernel.vmlinuz(), module, folder);
      isGood =
          lines.get(1).equals(lines.get(0) + " livepatch=1") && lines.get(2).equals(lines.get(0));
      shown = lines.get(1).substring(lines.get(1).lastIndexOf(' ') + 1);
      remarks.add(
          isGood
              ? "A kernel in a virtual machine loaded it, showed the text, and not any more after"
                  + " it was disabled."
              : "The kernel in the virtual machine does not do what the patch says.");
    } else {
      remarks.add("Not loaded: it takes qemu-system-x86 and busybox-static.");
    }
    List<String> row = List.of(FILE, replaced.function(), seconds, shown);
    List<Block> blocks = new ArrayList<>(List.of(new Block.Table(HEAD, List.of(row))));
    remarks.forEach(r -> blocks.add(new Block.Prose(r)));
    return new Findings(
        List.of(HEAD, row), remarks, isGood, List.of(new Block.Section(title(), blocks)));
  }

  /** One line of the file is another one. */
  private static Path patch(Path source, Path folder) throws IOException {
    int number = Files.readAllLines(source.resolve(FILE)).indexOf(LINE) + 1;
    if (number == 0) {
      throw new LivepatchRefusedException(FILE + " has no line '" + LINE.strip() + "'");
    }
    return Files.writeString(
        folder.resolve("tour.patch"),
        "--- a/%1$s%n+++ b/%1$s%n@@ -%2$d +%2$d @@%n-%3$s%n+%4$s%n"
            .formatted(FILE, number, LINE, PATCHED));
  }
}
