package dev.elfwright.cli.tour;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A kernel booted in a virtual machine, without a disk and without KVM: it loads a livepatch, and
 * {@code /proc/cmdline} is read before, with it and after. Its first root is a cpio archive in the
 * format "newc" (Documentation/driver-api/early-userspace/buffer-format.rst).
 */
final class KernelBoot {
  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final String QEMU = "qemu-system-x86_64";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int FOLDER = 0040755;
  private static final int PROGRAM = 0100755;

  private static final String INIT =
      """
      #!/bin/busybox sh
      /bin/busybox --install -s /bin
      export PATH=/bin
      mount -t proc proc /proc
      mount -t sysfs sys /sys
      mount -t devtmpfs dev /dev
      exec >/dev/ttyS1
      cat /proc/cmdline
      insmod /patch.ko
      cat /proc/cmdline
      for patch in /sys/kernel/livepatch/*; do
        echo 0 > $patch/enabled
        while [ -e $patch ]; do sleep 1; done
      done
      cat /proc/cmdline
      poweroff -f
      """;

  private final ByteArrayOutputStream root = new ByteArrayOutputStream();
  private int inode = 1;

  private KernelBoot() {}

  /** Whether what it takes is installed. */
  static boolean isPossible() {
    return Files.isExecutable(BUSYBOX)
        && Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
            .anyMatch(f -> Files.isExecutable(Path.of(f, QEMU)));
  }

  /**
   * What {@code /proc/cmdline} says without the livepatch, with it, and after it.
   *
   * @throws IOException when the machine does not come to its end
   */
  static List<String> lines(Path vmlinuz, Path livepatch, Path folder) throws IOException {
    KernelBoot boot = new KernelBoot();
    for (String f : List.of("bin", "proc", "sys", "dev")) {
      boot.entry(f, FOLDER, new byte[0]);
    }
    boot.entry("bin/busybox", PROGRAM, Files.readAllBytes(BUSYBOX));
    boot.entry("patch.ko", PROGRAM, Files.readAllBytes(livepatch));
    boot.entry("init", PROGRAM, INIT.getBytes(StandardCharsets.UTF_8));
    boot.entry("TRAILER!!!", 0, new byte[0]);
    Path archive = Files.write(folder.resolve("root.cpio"), boot.root.toByteArray());
    Path answers = folder.resolve("answers");
    run(vmlinuz, archive, answers);
    List<String> lines = Files.readAllLines(answers, StandardCharsets.ISO_8859_1);
    if (lines.size() != 3) {
      throw new IOException("the virtual machine said %d of 3 lines".formatted(lines.size()));
    }
    return lines.stream().map(String::strip).toList();
  }

  private void entry(String path, int mode, byte[] content) {
    byte[] name = (path + "\0").getBytes(StandardCharsets.UTF_8);
    int[] fields = {inode++, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, name.length, 0};
    StringBuilder header = new StringBuilder("070701");
    for (int field : fields) {
      header.append("%08x".formatted(field));
    }
    root.writeBytes(header.toString().getBytes(StandardCharsets.US_ASCII));
    root.writeBytes(name);
    pad();
    root.writeBytes(content);
    pad();
  }

  private void pad() {
    while (root.size() % 4 != 0) {
      root.write(0);
    }
  }

  private static void run(Path vmlinuz, Path archive, Path answers) throws IOException {
    Process qemu =
        new ProcessBuilder(
                QEMU,
                "-accel",
                "tcg",
                "-cpu",
                "qemu64",
                "-m",
                "256M",
                "-nodefaults",
                "-no-reboot",
                "-display",
                "none",
                "-serial",
                "null",
                "-serial",
                "file:" + answers,
                "-kernel",
                vmlinuz.toString(),
                "-initrd",
                archive.toString(),
                "-append",
                "console=ttyS0 panic=-1 quiet")
            .redirectErrorStream(true)
            .redirectOutput(Redirect.DISCARD)
            .start();
    try {
      if (!qemu.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException(
            "the virtual machine was not done after " + PATIENCE.toSeconds() + " seconds");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      qemu.destroyForcibly();
    }
  }
}
