package dev.elfwright.fat;

import dev.elfwright.elf.constant.Machine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;

/**
 * The launcher: a static program of at most 8 KiB ({@code native/launcher}) that runs the best
 * slice of a fat file in its own place. It is called as {@code launcher FILE ARGUMENTS...} or by
 * the kernel.
 */
public enum Launcher {
  /** For x86-64; knows its variants, and hands slices for i386 to the kernel. */
  X86_64("x86_64", Machine.X86_64),
  /** For 64-bit Arm, little endian. */
  AARCH64("aarch64", Machine.AARCH64),
  /** For RV64. */
  RISCV64("riscv64", Machine.RISCV);

  /** The most that a launcher has, in bytes. */
  public static final int LARGEST = 8192;

  private final String machine;
  private final int number;

  Launcher(String machine, int number) {
    this.machine = machine;
    this.number = number;
  }

  /**
   * The launcher of the machine that this JVM runs on.
   *
   * @throws FatRefusedException when there is none for it
   */
  public static Launcher ofThisMachine() {
    String name = System.getProperty("os.arch");
    return Arrays.stream(values())
        .filter(l -> l.machine.equals(name.equals("amd64") ? "x86_64" : name))
        .findFirst()
        .orElseThrow(() -> new FatRefusedException("no launcher for " + name));
  }

  /** The machine as uname calls it. */
  public String machine() {
    return machine;
  }

  /** Its e_machine. */
  public int number() {
    return number;
  }

  /**
   * Its bytes; empty where it was built without a compiler for this machine.
   *
   * @throws IOException when they cannot be read
   */
  public Optional<byte[]> bytes() throws IOException {
    try (InputStream in = Launcher.class.getResourceAsStream("launcher-" + machine)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    }
  }

  /**
   * Writes it to a file that can be run.
   *
   * @throws IOException when it cannot be written
   * @throws FatRefusedException when it was not built
   */
  public void write(Path file) throws IOException {
    byte[] bytes =
        bytes().orElseThrow(() -> new FatRefusedException("no launcher was built for " + machine));
    Files.write(file, bytes);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
