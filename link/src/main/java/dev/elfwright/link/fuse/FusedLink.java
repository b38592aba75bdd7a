package dev.elfwright.link.fuse;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfFormatException;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.Note;
import dev.elfwright.link.graph.SearchEnvironment;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The link that a fused file carries: what it was made of and how, as its notes and the starter's
 * table say.
 *
 * @param program the original
 * @param options how it was fused, without a base address
 * @param inputs what the guard compares
 */
record FusedLink(Path program, FuseOptions options, List<Input> inputs) {
  private static final int INPUT_SIZE = 64;

  /**
   * Reads a fused file.
   *
   * @throws FuseRefusal when it is an ELF file that was not fused
   * @throws ElfFormatException when it is malformed
   */
  public static FusedLink read(Path fused) throws IOException, FuseRefusal {
    try (ElfModel model = Elf.open(fused)) {
      for (Note n : model.notes()) {
        if (n.name().equals(IdentityNotes.OWNER) && n.type() == IdentityNotes.OPTIONS) {
          String text =
              new String(n.description().toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
          return parse(text.lines().toList(), inputs(model));
        }
      }
    }
    throw new FuseRefusal(fused + ": is not a fused program");
  }

  private static FusedLink parse(List<String> lines, List<Input> inputs) {
    Path program = Path.of("");
    Optional<String> libraryPath = Optional.empty();
    List<String> keep = new ArrayList<>();
    AddressMode mode = AddressMode.PROCESS;
    Guard guard = Guard.FILES;
    for (String line : lines) {
      int space = line.indexOf(' ');
      String value = line.substring(space + 1);
      switch (space < 0 ? line : line.substring(0, space)) {
        case "program" -> program = Path.of(value);
        case "library-path" -> libraryPath = Optional.of(value);
        case "keep" -> keep.add(value);
        case "aslr" -> mode = value.equals("epoch") ? AddressMode.EPOCH : AddressMode.PROCESS;
        case "guard" -> guard = value.equals("none") ? Guard.NONE : Guard.FILES;
        default -> {}
      }
    }
    FuseOptions options =
        FuseOptions.defaults()
            .withAddressMode(mode)
            .withGuard(guard)
            .withKeep(keep)
            .withEnvironment(SearchEnvironment.current().withLibraryPath(libraryPath));
    return new FusedLink(program, options, inputs);
  }

  /** The lines that {@link #read} reads. */
  static String lines(Path program, FuseOptions options) {
    StringBuilder out = new StringBuilder();
    out.append("program ").append(program.toAbsolutePath().normalize()).append('\n');
    out.append("aslr ").append(options.addressMode() == AddressMode.EPOCH ? "epoch" : "process");
    out.append("\nguard ").append(options.guard() == Guard.NONE ? "none" : "files").append('\n');
    options
        .environment()
        .libraryPath()
        .ifPresent(p -> out.append("library-path ").append(p).append('\n'));
    options.keep().forEach(k -> out.append("keep ").append(k).append('\n'));
    return out.toString();
  }

  private static List<Input> inputs(ElfModel model) {
    MemorySegment plan = model.section(".elfwright").orElseThrow(() -> damaged(model)).bytes();
    long address = model.section(".elfwright").orElseThrow().header().address();
    try {
      long at = plan.get(ValueLayout.JAVA_LONG_UNALIGNED, 8L * StarterPlan.INPUTS) - address;
      long count = plan.get(ValueLayout.JAVA_LONG_UNALIGNED, 8L * (StarterPlan.INPUTS + 1));
      List<Input> found = new ArrayList<>();
      for (long i = 0; i < count; i++) {
        found.add(input(plan, plan.asSlice(at + i * INPUT_SIZE, INPUT_SIZE), address));
      }
      return found;
    } catch (IndexOutOfBoundsException e) {
      throw damaged(model);
    }
  }

  private static ElfFormatException damaged(ElfModel model) {
    return new ElfFormatException(
        model.file(), -1, ".elfwright", "the table of inputs is missing or damaged");
  }

  private static Input input(MemorySegment plan, MemorySegment in, long address) {
    Path path = Path.of(plan.getString(in.get(ValueLayout.JAVA_LONG_UNALIGNED, 48) - address));
    long kind = in.get(ValueLayout.JAVA_LONG_UNALIGNED, 56);
    if (kind == 1) {
      return new Input.Absent(path);
    }
    Input.Stamp stamp =
        new Input.Stamp(
            Input.Stamp.device(
                in.get(ValueLayout.JAVA_INT_UNALIGNED, 0),
                in.get(ValueLayout.JAVA_INT_UNALIGNED, 4)),
            in.get(ValueLayout.JAVA_LONG_UNALIGNED, 8),
            in.get(ValueLayout.JAVA_LONG_UNALIGNED, 16),
            Instant.ofEpochSecond(
                in.get(ValueLayout.JAVA_LONG_UNALIGNED, 24),
                in.get(ValueLayout.JAVA_INT_UNALIGNED, 40)),
            Instant.ofEpochSecond(
                in.get(ValueLayout.JAVA_LONG_UNALIGNED, 32),
                in.get(ValueLayout.JAVA_INT_UNALIGNED, 44)));
    return switch ((int) kind) {
      case 2 -> new Input.Folder(path, stamp);
      case 3 -> cache(plan, address, path, stamp);
      default -> new Input.Present(path, stamp);
    };
  }

  private static Input.Cache cache(MemorySegment plan, long address, Path path, Input.Stamp stamp) {
    long at = plan.get(ValueLayout.JAVA_LONG_UNALIGNED, 8L * StarterPlan.CACHE) - address;
    long count = plan.get(ValueLayout.JAVA_LONG_UNALIGNED, 8L * (StarterPlan.CACHE + 1));
    long digest = plan.get(ValueLayout.JAVA_LONG_UNALIGNED, 8L * (StarterPlan.CACHE + 2));
    List<String> names = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      long name = plan.get(ValueLayout.JAVA_LONG_UNALIGNED, at + 8 * i) - address;
      names.add(plan.getString(name));
    }
    return new Input.Cache(path, stamp, names, digest);
  }

  /** The paths that are no longer as they were. Empty when the fused program runs. */
  public List<Path> changed() {
    return inputs.stream().filter(i -> !i.holds()).map(Input::path).toList();
  }
}
