package dev.elfwright.elf.build;

import dev.elfwright.elf.Elf;
import dev.elfwright.elf.ElfModel;
import dev.elfwright.elf.write.LayoutPlan;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/** Makes object files (ET_REL). */
public final class ObjectFile {
  private ObjectFile() {}

  /**
   * The plan of an object file, for {@link dev.elfwright.elf.write.ElfWriter}.
   *
   * @param body describes the file; the builder must not be used after it
   * @throws IllegalStateException when a label that is used is bound nowhere
   * @throws IllegalArgumentException when a number does not fit into its field
   */
  public static LayoutPlan build(Target target, Consumer<ObjectBuilder> body) {
    return layout(target, body).plan();
  }

  /**
   * The same file in memory, to be read.
   *
   * @param name the name used in messages
   */
  public static ElfModel model(String name, Target target, Consumer<ObjectBuilder> body) {
    ObjectLayout layout = layout(target, body);
    MemorySegment bytes = Arena.ofAuto().allocate(layout.plan().size(), 8);
    layout.writeTo(bytes);
    return Elf.parse(name, bytes);
  }

  private static ObjectLayout layout(Target target, Consumer<ObjectBuilder> body) {
    ObjectBuilder builder = new ObjectBuilder(target);
    body.accept(builder);
    return new ObjectLayout(builder);
  }
}
