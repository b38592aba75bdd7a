package dev.elfwright.fat.run;

import dev.elfwright.elf.constant.Machine;
import dev.elfwright.elf.write.ElfWriter;
import dev.elfwright.fat.FatFile;
import dev.elfwright.fat.FatRefusedException;
import dev.elfwright.fat.Launcher;
import dev.elfwright.fat.Slice;
import dev.elfwright.fat.SliceSource;
import dev.elfwright.fat.TargetPattern;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A fat file that is run in the place of this process. */
public final class FatProgram {
  private FatProgram() {}

  /**
   * Becomes the best slice for this machine. Returns only by an exception.
   *
   * @param arguments those of the program, without its name
   * @throws IOException when the system refuses
   */
  public static void run(Path file, List<String> arguments) throws IOException {
    byte[] bytes =
        Launcher.ofThisMachine()
            .bytes()
            .orElseThrow(() -> new FatRefusedException("no launcher was built"));
    Path launcher = inMemory("launcher", MemorySegment.ofArray(bytes));
    List<String> command = new ArrayList<>(List.of("launcher", file.toString()));
    command.addAll(arguments);
    Process.become(launcher, command, System.getenv());
  }

  /**
   * Becomes the slice for a target, by qemu-user where this machine cannot run it. The slice is
   * copied into memory first. Returns only by an exception.
   *
   * @throws IOException when the system refuses
   * @throws FatRefusedException when there is no such slice, or nothing that runs it
   */
  public static void run(Path file, TargetPattern target, List<String> arguments)
      throws IOException {
    FatFile fat = FatFile.open(file);
    Slice slice = fat.slice(target);
    MemorySegment bytes = ElfWriter.toMemory(SliceSource.of(fat, slice).plan());
    Path copy = inMemory(file.getFileName().toString(), bytes);
    List<String> command = new ArrayList<>();
    Optional<Path> emulator = Optional.empty();
    if (!isNative(slice)) {
      emulator = Emulator.of(slice.target());
      if (emulator.isEmpty()) {
        throw new FatRefusedException(
            "%s: nothing here runs programs for %s; Debian's qemu-user-static does"
                .formatted(file, fat.nameOf(slice)));
      }
      command.addAll(List.of(emulator.get().toString(), "-0", file.toString(), copy.toString()));
    } else {
      command.add(file.toString());
    }
    command.addAll(arguments);
    Process.become(emulator.orElse(copy), command, System.getenv());
  }

  private static boolean isNative(Slice slice) {
    int machine = slice.target().machine();
    Launcher here = Launcher.ofThisMachine();
    return machine == here.number() || (here == Launcher.X86_64 && machine == Machine.I386);
  }

  private static Path inMemory(String name, MemorySegment bytes) throws IOException {
    Path file = Path.of("/proc/self/fd/" + Process.memory(name));
    try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (long at = 0; at < bytes.byteSize(); ) {
        long n = Math.min(bytes.byteSize() - at, 1 << 30);
        at += out.write(bytes.asSlice(at, n).asByteBuffer());
      }
    }
    return file;
  }
}
