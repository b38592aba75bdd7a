package dev.elfwright.fat.run;

import dev.elfwright.fat.FatRefusedException;
import dev.elfwright.fat.Launcher;
import dev.elfwright.fat.Target;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Function;

/**
 * What the kernel hands to the launcher (Documentation/admin-guide/binfmt-misc.rst). Registered
 * with F, the launcher is opened once, so that it works in containers and its file may go; with O
 * and C, the program is opened by the kernel and its set-user-ID bit and capabilities count; with
 * P, the program's own argv[0] is kept.
 *
 * <p>Since Linux 6.7 each user namespace can have its own.
 */
public final class Binfmt {
  /** The name under which fat files are registered. */
  public static final String NAME = "elfwright-fat";

  private static final Path FOLDER = Path.of("/proc/sys/fs/binfmt_misc");
  private static final String FLAGS = "OCFP";

  private Binfmt() {}

  /**
   * Registers the launcher of this machine for FatELF files.
   *
   * @throws IOException when the kernel does not allow it
   * @throws FatRefusedException when it is registered already
   */
  public static void register() throws IOException {
    register(NAME, Binfmt::registration);
  }

  /**
   * Registers it for ELF programs of another target too, so that those that carry a slice for this
   * machine run by that, and all others by qemu-user.
   *
   * @throws IOException when the kernel does not allow it
   * @throws FatRefusedException when it is registered already
   */
  public static void register(Target foreign) throws IOException {
    register(nameOf(foreign), program -> registration(foreign, program));
  }

  /** What the kernel is told to have FatELF files run by a program. */
  public static String registration(Path program) {
    return ":%s:M::%s::%s:%s".formatted(NAME, "\\xfa\\x70\\x0e\\x1f\\x01\\x00", program, FLAGS);
  }

  /** What the kernel is told to have ELF programs of a target run by a program. */
  public static String registration(Target foreign, Path program) {
    int[] magic = new int[20];
    int[] mask = new int[20];
    int[] ident = {0x7f, 'E', 'L', 'F', foreign.is64() ? 2 : 1, order(foreign) == 0 ? 1 : 2, 1};
    for (int i = 0; i < ident.length; i++) {
      magic[i] = ident[i];
      mask[i] = 0xff;
    }
    int low = order(foreign) == 0 ? 0 : 1;
    // ET_EXEC is 2 and ET_DYN 3.
    magic[16 + low] = 2;
    mask[16 + low] = 0xfe;
    mask[17 - low] = 0xff;
    magic[18 + low] = foreign.machine() & 0xff;
    magic[19 - low] = foreign.machine() >> 8;
    mask[18] = 0xff;
    mask[19] = 0xff;
    return ":%s:M::%s:%s:%s:%s"
        .formatted(nameOf(foreign), escaped(magic), escaped(mask), program, FLAGS);
  }

  private static int order(Target target) {
    return target.order() == ByteOrder.LITTLE_ENDIAN ? 0 : 1;
  }

  private static String escaped(int[] bytes) {
    StringBuilder text = new StringBuilder();
    for (int b : bytes) {
      text.append("\\x%02x".formatted(b));
    }
    return text.toString();
  }

  /** The name under which programs of a target are registered. */
  public static String nameOf(Target foreign) {
    return NAME + "-" + foreign.name();
  }

  private static void register(String name, Function<Path, String> words) throws IOException {
    mount();
    if (Files.exists(FOLDER.resolve(name))) {
      throw new FatRefusedException(name + " is registered already");
    }
    Path launcher = Files.createTempFile("elfwright-launcher-", "");
    try {
      Launcher.ofThisMachine().write(launcher);
      tell("register", words.apply(launcher));
    } finally {
      Files.delete(launcher);
    }
  }

  /**
   * Takes registrations back.
   *
   * @return the names of those that there were
   * @throws IOException when the kernel does not allow it
   */
  public static List<String> unregister() throws IOException {
    List<String> names = registered();
    for (String name : names) {
      tell(name, "-1");
    }
    return names;
  }

  /**
   * The names that are registered.
   *
   * @throws IOException when the kernel's list cannot be read
   */
  public static List<String> registered() throws IOException {
    if (!Files.isDirectory(FOLDER)) {
      return List.of();
    }
    try (var files = Files.list(FOLDER)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(n -> n.equals(NAME) || n.startsWith(NAME + "-"))
          .sorted()
          .toList();
    }
  }

  /**
   * In a user namespace what is mounted there may be the whole system's, on which root still may
   * write; mounted again, it is the namespace's own (fs/binfmt_misc.c, bm_get_tree).
   */
  private static void mount() throws IOException {
    if (!Files.exists(FOLDER.resolve("register")) || isInUserNamespace()) {
      Process.mount("binfmt_misc", FOLDER);
    }
  }

  private static boolean isInUserNamespace() throws IOException {
    return !Files.readString(Path.of("/proc/self/uid_map"))
        .strip()
        .matches("0 +0 +" + 0xffff_ffffL);
  }

  private static void tell(String file, String words) throws IOException {
    try {
      Files.write(
          FOLDER.resolve(file),
          words.getBytes(StandardCharsets.US_ASCII),
          StandardOpenOption.WRITE);
    } catch (FileSystemException e) {
      throw new FileSystemException(
          FOLDER.resolve(file).toString(),
          null,
          "not allowed; as root it is, or in a user namespace of your own: unshare -rm");
    }
  }
}
