package dev.elfwright.fat;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.edit.EditRefusedException;
import dev.elfwright.elf.edit.ElfEditor;
import dev.elfwright.elf.edit.ElfTransform;
import dev.elfwright.elf.edit.Layout;
import dev.elfwright.elf.write.Content;
import dev.elfwright.elf.write.LayoutPlan;
import dev.elfwright.elf.write.Placement;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Where the bytes of a slice come from.
 *
 * @param file the file that holds it
 * @param slice its place there
 * @param target what it is for; that of the slice, perhaps with another variant
 */
public record SliceSource(FatFile file, Slice slice, Target target) {

  /** A slice under the target that it has already. */
  public static SliceSource of(FatFile file, Slice slice) {
    return new SliceSource(file, slice, slice.target());
  }

  /**
   * The same bytes for another target.
   *
   * @throws FatRefusedException when that differs in more than the variant, for the ELF header of
   *     the slice says what it is for
   */
  public SliceSource as(Target other) {
    if (!other.withVariant(0).equals(target.withVariant(0))) {
      throw new FatRefusedException(
          "%s is for %s, not for %s".formatted(file.file(), target.fields(), other.fields()));
    }
    return new SliceSource(file, slice, other);
  }

  /**
   * The slice as a file of its own. What an ELF file carries for other targets is left out.
   *
   * @throws IOException when the file cannot be read
   */
  public LayoutPlan plan() throws IOException {
    if (isHost()) {
      return transform(SliceSource::leaveOut);
    }
    return LayoutPlan.of(
        List.of(
            new Placement(
                0,
                "slice for " + target,
                new Content.FileRange(file.file(), slice.offset(), slice.size()))));
  }

  /**
   * An ELF slice with a section that holds an image of others, still a hole in the plan.
   *
   * @param alignment of the section, in bytes
   * @param size of the image, in bytes
   */
  LayoutPlan carrying(long alignment, long size) throws IOException {
    return transform(e -> {
      leaveOut(e);
      e.sections().reserve(Container.NativeFirst.SECTION, alignment, size);
    });
  }

  private static void leaveOut(ElfEditor e) {
    e.sections().removeIf(s -> s.name().equals(Container.NativeFirst.SECTION));
  }

  private LayoutPlan transform(ElfTransform change) throws IOException {
    try {
      return Elf.transform(model(), Layout.REPACK, change);
    } catch (EditRefusedException e) {
      throw new FatRefusedException(String.valueOf(e.getMessage()));
    }
  }

  /** The slice as a model, for as long as it is reachable. */
  private ElfModel model() throws IOException {
    try (FileChannel channel = FileChannel.open(file.file(), StandardOpenOption.READ)) {
      String name = file.isFat() ? "%s (%s)".formatted(file.file(), target) : "" + file.file();
      return Elf.parse(
          name, channel.map(MapMode.READ_ONLY, slice.offset(), slice.size(), Arena.ofAuto()));
    }
  }

  private boolean isHost() {
    return file.container() instanceof Container.NativeFirst && slice.offset() == 0;
  }
}
