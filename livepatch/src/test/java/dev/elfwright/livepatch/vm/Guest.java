package dev.elfwright.livepatch.vm;

import dev.elfwright.testkit.DebianKernel;
import dev.elfwright.testkit.Tool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A kernel in a virtual machine, without a disk: it runs one script by busybox and powers off. A
 * boot takes ten seconds of a processor, so tests ask many questions of one.
 */
public final class Guest {
  /** In seconds; on a busy machine a boot has taken 40. */
  private static final int PATIENCE = 240;

  /** What Debian's kernel needs for a disk of QEMU's, in the order in which modules are loaded. */
  private static final List<String> DISK =
      List.of(
          "virtio",
          "virtio_ring",
          "virtio_pci_modern_dev",
          "virtio_pci_legacy_dev",
          "virtio_pci",
          "virtio_blk");

  private static final long DISK_SIZE = 1L << 30;

  private static final String INIT =
      """
      #!/bin/busybox sh
      /bin/busybox --install -s /bin
      export PATH=/bin
      mount -t proc proc /proc
      mount -t sysfs sys /sys
      mount -t devtmpfs dev /dev
      echo 8 > /proc/sys/kernel/printk
      ask() { echo "@ $1" >/dev/ttyS1; shift; "$@" >/dev/ttyS1 2>&1; echo "$?" >/dev/ttyS1; }
      . /script
      echo '@ end' >/dev/ttyS1
      poweroff -f
      """;

  /** A livepatch's folder in /sys is gone a moment before the kernel lets go of its module. */
  private static final String UNLOAD =
      """
      #!/bin/busybox sh
      while [ -e /sys/kernel/livepatch/$1 ]; do sleep 1; done
      for second in 1 2 3 4 5 6 7 8 9; do
        rmmod $1 2>/dev/null && exit 0
        sleep 1
      done
      rmmod $1
      """;

  private final DebianKernel kernel;
  private final Initramfs files = new Initramfs();
  private final StringBuilder script = new StringBuilder();
  private final List<Path> disks = new ArrayList<>();
  private String kernelOptions = "nokaslr";
  private @Nullable Path picture;

  private Guest(DebianKernel kernel) {
    this.kernel = kernel;
    for (String folder : List.of("bin", "proc", "sys", "dev")) {
      files.folder(folder);
    }
  }

  /** A machine that will boot this kernel. */
  public static Guest of(DebianKernel kernel) {
    return new Guest(kernel).with("bin/busybox", Path.of("/bin/busybox"));
  }

  /** Puts a file into the guest's root. */
  public Guest with(String path, Path file) {
    try {
      files.file(path, Files.readAllBytes(file));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts {@code ask} into the guest, a program of what busybox cannot ask; made in the folder. */
  public Guest withQuestions(Path folder) {
    return withProgram("ask", folder);
  }

  private Guest withProgram(String name, Path folder) {
    try (InputStream in = Guest.class.getResourceAsStream(name + ".c")) {
      Path source = folder.resolve(name + ".c");
      Files.write(source, Objects.requireNonNull(in, name).readAllBytes());
      Path program = folder.resolve(name);
      Tool.run(List.of("gcc", "-static", "-O1", "-w", "-o", "" + program, "" + source));
      return with("bin/" + name, program);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs lines of shell whose output does not matter. */
  public Guest does(String shell) {
    script.append(shell).append('\n');
    return this;
  }

  /** Runs one command; its output and exit code are kept under a name. */
  public Guest asks(String name, String command) {
    return does("ask '%s' sh -c '%s'".formatted(name, command.replace("'", "'\\''")));
  }

  /** Unloads a livepatch that was disabled; the code is kept under a name. */
  public Guest unloads(String name, String module) {
    return asks(name, "unload " + module);
  }

  /** What a command printed, its standard error included, and the code it ended with. */
  public record Answer(int code, List<String> lines) {
    /** All of it. */
    public String text() {
      return String.join("\n", lines);
    }
  }

  /** What the guest said: answers by name, and the kernel's own messages. */
  public record Transcript(Map<String, Answer> answers, String console) {
    /** The answer to a question. */
    public Answer answer(String name) {
      Answer answer = answers.get(name);
      if (answer == null) {
        throw new AssertionError("the guest did not come to '" + name + "':\n" + console);
      }
      return answer;
    }
  }

  /** Boots, runs the script to its end, and powers off. */
  public Transcript run(Path folder) {
    try {
      Path answers = folder.resolve("answers");
      Path console = folder.resolve("console");
      Path root = folder.resolve("root.cpio.gz");
      files.file("bin/unload", UNLOAD.getBytes(StandardCharsets.UTF_8));
      files.file("init", INIT.getBytes(StandardCharsets.UTF_8));
      files.file("script", script.toString().getBytes(StandardCharsets.UTF_8));
      files.write(root);
      start(answers, console, root);
      String said = Files.readString(console, StandardCharsets.ISO_8859_1);
      Transcript transcript = new Transcript(parse(answers), said);
      transcript.answer("end");
      return transcript;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Boots, moved at random, runs the script to its end, has QEMU write the kernel's memory by its
   * own addresses, and switches off.
   */
  public Transcript picture(Path folder, Path core) {
    kernelOptions = "";
    does("echo '@ picture' >/dev/ttyS1; sleep 1000");
    picture = core;
    return run(folder);
  }

  /**
   * Gives the guest, whose kernel is then moved at random, a disk for each file, and a program that
   * copies {@code /proc/kcore} there: {@code kcore /dev/vda}, then vdb and so on. The files are
   * made in the folder.
   */
  public Guest withKcore(Path folder, List<Path> files) throws IOException {
    for (String module : DISK) {
      with(module + ".ko", kernel.module(module));
      asks(module, "insmod /" + module + ".ko");
    }
    for (Path file : files) {
      try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
        disk.setLength(DISK_SIZE);
      }
      disks.add(file);
    }
    kernelOptions = "";
    return withProgram("kcore", folder);
  }

  private void start(Path answers, Path console, Path root) throws IOException {
    Path monitor = answers.resolveSibling("monitor");
    List<String> command =
        new ArrayList<>(
            List.of(
                "qemu-system-x86_64",
                "-accel",
                "tcg",
                "-cpu",
                "qemu64",
                "-m",
                picture == null && disks.isEmpty() ? "256M" : "160M",
                "-smp",
                "1",
                "-nodefaults",
                "-no-reboot",
                "-display",
                "none",
                "-serial",
                "file:" + console,
                "-serial",
                "file:" + answers,
                "-qmp",
                "unix:" + monitor + ",server=on,wait=off",
                "-kernel",
                kernel.vmlinuz().toString(),
                "-initrd",
                root.toString(),
                "-append",
                "console=ttyS0 panic=-1 oops=panic " + kernelOptions));
    disks.forEach(d -> command.addAll(List.of("-drive", "if=virtio,format=raw,file=" + d)));
    Process qemu =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.INHERIT)
            .start();
    try {
      if (picture != null) {
        write(picture, monitor, answers);
      }
      if (!qemu.waitFor(PATIENCE, TimeUnit.SECONDS)) {
        throw new AssertionError(
            "the guest did not power off:\n"
                + Files.readString(console, StandardCharsets.ISO_8859_1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } finally {
      qemu.destroyForcibly();
    }
  }

  /** Once the script is there, QEMU is asked by its protocol QMP, one line an order. */
  private static void write(Path core, Path monitor, Path answers)
      throws IOException, InterruptedException {
    for (int i = 0; i < 10 * PATIENCE && !isReady(answers); i++) {
      Thread.sleep(100);
    }
    try (SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(monitor));
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(Channels.newInputStream(socket), StandardCharsets.UTF_8))) {
      for (String order :
          List.of(
              "{'execute':'qmp_capabilities'}",
              "{'execute':'dump-guest-memory','arguments':{'paging':true,'protocol':'file:%s'}}"
                  .formatted(core),
              "{'execute':'quit'}")) {
        socket.write(ByteBuffer.wrap(order.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          if (line.startsWith("{\"return\"")) {
            break;
          } else if (line.startsWith("{\"error\"")) {
            throw new AssertionError(line);
          }
        }
      }
    }
  }

  private static boolean isReady(Path answers) throws IOException {
    return Files.exists(answers)
        && Files.readString(answers, StandardCharsets.ISO_8859_1).contains("@ picture");
  }

  private static Map<String, Answer> parse(Path file) throws IOException {
    Map<String, Answer> answers = new LinkedHashMap<>();
    String name = "";
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
      if (line.startsWith("@ ")) {
        put(answers, name, lines);
        name = line.substring(2).strip();
        lines = new ArrayList<>();
      } else {
        lines.add(line.stripTrailing());
      }
    }
    answers.put("end", new Answer(0, List.of()));
    if (!name.equals("end") && !name.equals("picture")) {
      put(answers, name, lines);
      answers.remove("end");
    }
    return answers;
  }

  /** The last line is the code; without one, the guest stopped in the middle. */
  private static void put(Map<String, Answer> answers, String name, List<String> lines) {
    if (!name.isEmpty() && !lines.isEmpty() && lines.getLast().matches("[0-9]+")) {
      int code = Integer.parseInt(lines.getLast());
      answers.put(name, new Answer(code, List.copyOf(lines.subList(0, lines.size() - 1))));
    }
  }
}
